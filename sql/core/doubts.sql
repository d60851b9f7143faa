-- Lo que podría ser de otro modo en cada cuenta de quienes asistieron: de aquí salen las cotas.
-- What might be otherwise in each count of those who attended: the bounds come from here.
-- grain: Una fila por cuenta, causa, sentido y probabilidad. / One row per count, cause, direction and probability.
-- scope: Sesión, o `cycle`. / Session, or `cycle`.
-- unit: people u organisations. / people or organisations.
-- actor_type: Tipo de actor, o `all`. / Actor type, or `all`.
-- government_level: Nivel de gobierno, o `all`. / Level of government, or `all`.
-- cause: Por qué se duda. / Why it is doubted.
-- change: Cuánto cambiaría la cuenta: 1 o -1. / By how much the count would change: 1 or -1.
-- probability: Con qué probabilidad, a cuatro decimales. / How probably, to four decimals.
-- events: Cuántas dudas así hay, cada una por su cuenta. / How many such doubts there are, each on its own.
with doubts as (
    select
        'people' as unit,
        scope,
        actor_type,
        government_level,
        is_for_all,
        cause,
        change,
        probability,
        events,
    from core.people_doubts
    union all
    select
        'organisations' as unit,
        scope,
        actor_type,
        government_level,
        true as is_for_all,
        cause,
        change,
        probability,
        1 as events,
    from core.organisation_doubts
),

grouped as (
    select
        doubts.scope,
        doubts.unit,
        actor_groups.actor_type,
        actor_groups.government_level,
        doubts.cause,
        doubts.change,
        round(doubts.probability, 4) as probability,
        sum(doubts.events)::bigint as events,
    from doubts
    inner join reference.actor_groups
        on
            (doubts.actor_type = actor_groups.actor_type or (actor_groups.actor_type = 'all' and doubts.is_for_all))
            and actor_groups.government_level in ('all', doubts.government_level)
    group by all
)

select
    scope,
    unit,
    actor_type,
    government_level,
    cause,
    change,
    probability,
    events,
from grouped
where probability > 0
