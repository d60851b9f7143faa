-- Qué entidad federativa quiere decir cada texto escrito en la pregunta por la entidad.
-- Which state each text written under the question for the state means.
-- grain: Una fila por texto. / One row per text.
-- state_key: El texto, sin mayúsculas ni acentos. / The text, without case and accents.
-- cve_ent: Clave de la entidad; NULL si no se reconoce o son varias. / Key of the state; NULL where none is recognised, or several are.
-- state_rule: name, prefix, suffix, typing_error, ambiguous, unknown. / name, prefix, suffix, typing_error, ambiguous, unknown.
with written as (
    select distinct state_key,
    from staging.registrations
    where state_key is not null
),

prefixes as (
    select distinct text_key(wording) as prefix,
    from raw.place_prefixes
    where kind = 'state'
),

-- «Estado de Hidalgo» and «Hidalgo, México» are Hidalgo; «Pachuca, Hidalgo» ends in it. México at the end is the country.
found as (
    select
        written.state_key,
        state_names.cve_ent,
        'name' as state_rule,
        1 as preference,
    from written
    inner join reference.state_names using (state_key)
    union all
    select
        written.state_key,
        state_names.cve_ent,
        'prefix',
        2,
    from written
    inner join prefixes on starts_with(written.state_key, prefixes.prefix || ' ')
    inner join reference.state_names on written.state_key[length(prefixes.prefix) + 2:] = state_names.state_key
    union all
    select
        written.state_key,
        state_names.cve_ent,
        'prefix',
        2,
    from written
    inner join reference.state_names on written.state_key = state_names.state_key || ' mexico'
    union all
    select
        written.state_key,
        state_names.cve_ent,
        'suffix',
        3,
    from written
    inner join reference.state_names
        on
            ends_with(written.state_key, ' ' || state_names.state_key)
            and length(state_names.state_key) >= 3
            and state_names.state_key <> 'mexico'
    union all
    select
        written.state_key,
        state_names.cve_ent,
        'typing_error',
        4,
    from written
    inner join reference.state_names
        on
            length(state_names.state_key) >= 5
            and abs(length(written.state_key) - length(state_names.state_key)) <= 2
            and damerau_levenshtein(written.state_key, state_names.state_key)
            <= case when length(state_names.state_key) >= 9 then 2 else 1 end
),

-- Of «Baja California Sur» the last words are a state too, in other texts; the longest name is meant.
preferred as (
    select
        state_key,
        cve_ent,
        state_rule,
    from found
    qualify rank() over (partition by state_key order by preference) = 1
),

judged as (
    select
        state_key,
        min(cve_ent) as cve_ent,
        min(state_rule) as state_rule,
        count(distinct cve_ent) as candidates,
    from preferred
    group by state_key
)

select
    written.state_key,
    case when judged.candidates = 1 then judged.cve_ent end as cve_ent,
    case
        when judged.candidates = 1 then judged.state_rule
        when judged.candidates > 1 then 'ambiguous'
        else 'unknown'
    end as state_rule,
from written
left join judged using (state_key)
