-- Cuántas organizaciones o gobiernos podía alcanzar el ciclo, según los registros.
-- How many organisations or governments the cycle could reach, by the registers.
-- grain: Una fila por tipo de actor y nivel con registro. / One row per actor_type and government_level with a register.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno. / Level of government.
-- eligible: Elegibles. / Eligible.
-- is_comparable: Se puede saber quiénes de ellos asistieron. / It can be known which of them attended.
-- edition: Edición del registro. / Edition of the register.
with listed as (
    select
        count(*) as municipalities,
        any_value(edition) as edition,
    from reference.municipalities
),

counted as (
    select
        count(*) as states,
        sum(municipalities)::bigint as municipalities,
        any_value(edition) as edition,
    from reference.states
),

-- Without a catalogue their number is known, and which of them came is not.
governments as (
    select
        'municipal' as government_level,
        coalesce(nullif(listed.municipalities, 0), counted.municipalities) as eligible,
        listed.municipalities > 0 as is_comparable,
        coalesce(listed.edition, counted.edition) as edition,
    from listed
    cross join counted
    union all
    select
        'state',
        states,
        true,
        edition,
    from counted
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
