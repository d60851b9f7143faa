-- Entre qué cambios queda cada cuenta de quienes asistieron, con 95 de cada 100 de probabilidad, al menos.
-- Between which changes each count of those who attended lies, with a probability of 95 in 100 at least.
-- grain: Una fila por cuenta de la que se duda. / One row per count that is doubted.
-- scope: Sesión, o `cycle`. / Session, or `cycle`.
-- unit: people u organisations. / people or organisations.
-- actor_type: Tipo de actor, o `all`. / Actor type, or `all`.
-- government_level: Nivel de gobierno, o `all`. / Level of government, or `all`.
-- lowest_change: Lo menos que cambiaría; nunca más que 0. / The least that it would change by; never above 0.
-- highest_change: Lo más que cambiaría; nunca menos que 0. / The most that it would change by; never below 0.
with counts as (
    select distinct
        scope,
        unit,
        actor_type,
        government_level,
    from core.doubts
)

select
    counts.scope,
    counts.unit,
    counts.actor_type,
    counts.government_level,
    least(drawn.lowest_change, 0)::bigint as lowest_change,
    greatest(drawn.highest_change, 0)::bigint as highest_change,
from counts
inner join drawn using (scope, unit, actor_type, government_level)
