-- Cuántas organizaciones o gobiernos podía alcanzar el ciclo, según los registros.
-- How many organisations or governments the cycle could reach, by the registers.
-- grain: Una fila por tipo de actor y nivel con registro. / One row per actor_type and government_level with a register.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno. / Level of government.
-- eligible: Elegibles. / Eligible.
-- is_comparable: Se puede saber quiénes de ellos asistieron. / It can be known which of them attended.
-- edition: Edición del registro. / Edition of the register.
with governments as (
    select
        'municipal' as government_level,
        coalesce(nullif((select count(*), from reference.municipalities), 0), sum(municipalities)::bigint) as eligible,
        (select count(*), from reference.municipalities) > 0 as is_comparable,
        coalesce((select any_value(edition), from reference.municipalities), any_value(edition)) as edition,
    from reference.states
    union all
    select
        'state',
        count(*),
        true,
        any_value(edition),
    from reference.states
)

select
    'local_government' as actor_type,
    government_level,
    eligible,
    is_comparable,
    edition,
from governments
union all
select
    'local_government',
    'all',
    sum(eligible)::bigint,
    bool_and(is_comparable),
    string_agg(distinct edition, ' + ' order by edition),
from governments
union all
select
    'osc',
    'all',
    count(*) filter (where is_eligible),
    true,
    any_value(edition),
from reference.osc
having count(*) > 0
