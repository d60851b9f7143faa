-- Qué municipio nombra cada texto, dentro de la entidad que se conoce o sin ella.
-- Which municipality each text names, inside the state that is known or without one.
-- grain: Una fila por entidad y texto. / One row per state and text.
-- cve_ent: Entidad en la que se busca; NULL si no se conoce. / State that is searched; NULL where none is known.
-- place_key: El texto, sin mayúsculas ni acentos. / The text, without case and accents.
-- cvegeo: Clave del municipio; NULL si no se reconoce o son varios. / Key of the municipality; NULL where none is recognised, or several are.
-- place_rule: exact, alias, prefix, short_name, typing_error, unique_in_country, ambiguous, other_state, unknown. / exact, alias, prefix, short_name, typing_error, unique_in_country, ambiguous, other_state, unknown.
-- place_score: De 0 a 1, cuánto se parecen. / From 0 to 1, how alike they are.
-- candidates: Cuántos municipios podrían ser. / How many municipalities it may be.
with answered as (
    select
        place_states.cve_ent,
        registrations.municipality_key as place_key,
    from staging.registrations
    left join identity.place_states using (state_key)
    where registrations.municipality_key is not null
    union
    -- «México» is a state, and to those of the capital their city.
    select
        state_other_meanings.cve_ent,
        registrations.municipality_key,
    from staging.registrations
    inner join raw.state_other_meanings on registrations.state_key = text_key(state_other_meanings.wording)
    where registrations.municipality_key is not null
    union
    select
        cve_ent,
        place_key,
    from identity.organisation_phrases
    where place_key is not null
),

scoped as (
    select
        coalesce(cve_ent, '') || ':' || place_key as place_id,
        cve_ent,
        place_key,
    from answered
),

words as (
    select
        place_id,
        unnest(string_split(place_key, ' ')) as word,
        generate_subscripts(string_split(place_key, ' '), 1) as place,
    from scoped
),

abbreviations as (
    select
        word,
        meaning,
    from raw.organisation_words
    where kind = 'abbreviation'
),

-- «Gral. Escobedo» is General Escobedo; the text as it stands comes first.
spelled as (
    select
        place_id,
        cve_ent,
        place_key as wording,
        0 as steps,
    from scoped
    union
    select
        scoped.place_id,
        scoped.cve_ent,
        string_agg(coalesce(abbreviations.meaning, words.word), ' ' order by words.place),
        1,
    from scoped
    inner join words using (place_id)
    left join abbreviations using (word)
    group by scoped.place_id, scoped.cve_ent
    having count(abbreviations.meaning) > 0
),

-- «Oaxaca de Juárez, Oaxaca» says its state; one that is not the state answered is not taken off.
stateless as (
    select
        place_id,
        cve_ent,
        wording,
        steps,
    from spelled
    union
    select
        spelled.place_id,
        state_names.cve_ent,
        left(spelled.wording, length(spelled.wording) - length(state_names.state_key) - 1),
        spelled.steps + 1,
    from spelled
    inner join reference.state_names
        on
            ends_with(spelled.wording, ' ' || state_names.state_key)
            and coalesce(spelled.cve_ent, state_names.cve_ent) = state_names.cve_ent
),

prefixes as (
    select distinct text_key(wording) as prefix,
    from raw.place_prefixes
    where kind = 'municipality'
    union
    select word,
    from raw.organisation_words
    where kind = 'stop'
),

wordings as (
    select
        place_id,
        cve_ent,
        wording,
        steps,
    from stateless
    union
    select
        stateless.place_id,
        stateless.cve_ent,
        stateless.wording[length(prefixes.prefix) + 2:],
        stateless.steps + 2,
    from stateless
    inner join prefixes on starts_with(stateless.wording, prefixes.prefix || ' ')
),

-- Without a state a name counts only where nobody else in the country has it.
found as (
    select
        wordings.place_id,
        names.cvegeo,
        case
            when wordings.cve_ent is null then 'unique_in_country'
            when names.name_kind = 'short' then 'short_name'
            when names.name_kind = 'alias' then 'alias'
            when wordings.steps > 0 then 'prefix'
            else 'exact'
        end as place_rule,
        wordings.steps + case names.name_kind when 'official' then 0 when 'alias' then 1 else 10 end as steps,
    from wordings
    inner join reference.municipality_names as names on wordings.wording = names.municipality_key
    where
        wordings.cve_ent = names.cve_ent
        or (wordings.cve_ent is null and names.name_kind <> 'short')
),

shortest as (
    select *,
    from found
    qualify rank() over (partition by place_id order by steps asc) = 1
),

named as (
    select
        place_id,
        min(cvegeo) as cvegeo,
        min(place_rule) as place_rule,
        count(distinct cvegeo) as candidates,
        1 - 0.01 * min(steps) as place_score,
    from shortest
    group by place_id
),

elsewhere as (
    select distinct scoped.place_id,
    from scoped
    inner join reference.municipality_names as names on scoped.place_key = names.municipality_key
    where names.name_kind = 'official'
),

slips as (
    select
        wordings.place_id,
        names.cvegeo,
        max(length(replace(names.municipality_key, ' ', ''))) as letters,
        min(damerau_levenshtein(
            replace(wordings.wording, ' ', ''), replace(names.municipality_key, ' ', '')
        )) as distance,
    from wordings
    anti join named using (place_id)
    anti join elsewhere using (place_id)
    inner join reference.municipality_names as names
        on
            wordings.cve_ent = names.cve_ent
            and names.name_kind <> 'short'
            and abs(length(wordings.wording) - length(names.municipality_key)) <= 3
    where length(wordings.wording) >= 5
    group by wordings.place_id, names.cvegeo
),

-- A slip is one letter, or two in a long name; the next best name is further off by as much again.
nearest as (
    select
        place_id,
        cvegeo,
        letters,
        distance,
        coalesce(lead(distance) over (partition by place_id order by distance asc, cvegeo asc), 99) as next_distance,
        row_number() over (partition by place_id order by distance asc, cvegeo asc) as nearness,
    from slips
),

mistyped as (
    select
        place_id,
        cvegeo,
        distance,
        letters,
        next_distance >= 2 * distance as is_clear,
    from nearest
    where nearness = 1 and distance <= case when letters >= 9 then 2 else 1 end
)

select
    scoped.cve_ent,
    scoped.place_key,
    case
        when named.candidates = 1 then named.cvegeo
        when mistyped.is_clear then mistyped.cvegeo
    end as cvegeo,
    case
        when named.candidates = 1 then named.place_rule
        when named.candidates > 1 then 'ambiguous'
        when mistyped.is_clear then 'typing_error'
        when mistyped.place_id is not null then 'ambiguous'
        when elsewhere.place_id is not null then 'other_state'
        else 'unknown'
    end as place_rule,
    case
        when named.candidates = 1 then named.place_score
        when named.candidates > 1 then 1.0 / named.candidates
        when mistyped.is_clear then 1 - mistyped.distance / mistyped.letters
        else 0
    end::double as place_score,
    coalesce(named.candidates, case when mistyped.is_clear then 1 when mistyped.place_id is not null then 2 else 0 end)
        as candidates,
from scoped
left join named using (place_id)
left join mistyped using (place_id)
left join elsewhere using (place_id)
