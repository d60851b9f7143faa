-- Los nombres por los que se conoce a cada municipio: el oficial, los de la lista de alias y los cortos.
-- The names that each municipality goes by: the official one, those of the list of aliases, and short ones.
-- grain: Una fila por municipio y nombre. / One row per municipality and name.
-- cvegeo: Clave del municipio. / Key of the municipality.
-- cve_ent: Clave de la entidad. / Key of the state.
-- municipality_key: El nombre, sin mayúsculas ni acentos. / The name, without case and accents.
-- name_kind: official, alias, short; uno corto es el comienzo o el final de un solo nombre oficial de la entidad. / official, alias, short; a short one begins or ends one official name of the state alone.
-- is_unique_in_state: Nadie más en la entidad se llama así. / Nobody else in the state has this name.
-- is_unique_in_country: Nadie más en el catálogo se llama así. / Nobody else in the catalogue has this name.
with official as (
    select
        cvegeo,
        cve_ent,
        municipality_key,
        string_split(municipality_key, ' ') as words,
    from reference.municipalities
    where municipality_key is not null
),

aliased as (
    select distinct
        official.cvegeo,
        official.cve_ent,
        text_key(municipality_aliases.alias) as municipality_key,
    from raw.municipality_aliases
    inner join official
        on
            municipality_aliases.cve_ent = official.cve_ent
            and text_key(municipality_aliases.name) = official.municipality_key
),

stop_words as (
    select list(word) as words,
    from raw.organisation_words
    where kind = 'stop'
),

-- «Mártires de Tacubaya» ends in no short name: what follows a particle is mostly somebody's surname.
ends as (
    select
        official.cvegeo,
        official.cve_ent,
        official.words,
        stop_words.words as stops,
        unnest(range(1, len(official.words))) as cut,
    from official
    cross join stop_words
),

short as (
    select
        cvegeo,
        cve_ent,
        array_to_string(words[:cut], ' ') as municipality_key,
    from ends
    where not list_contains(stops, words[cut])
    union
    select
        cvegeo,
        cve_ent,
        array_to_string(words[cut + 1:], ' '),
    from ends
    where not list_contains(stops, words[cut]) and not list_contains(stops, words[cut + 1])
),

named as (
    select
        cvegeo,
        cve_ent,
        municipality_key,
        'official' as name_kind,
    from official
    union all
    select
        aliased.cvegeo,
        aliased.cve_ent,
        aliased.municipality_key,
        'alias',
    from aliased
    anti join official using (cve_ent, municipality_key)
    union all
    select
        short.cvegeo,
        short.cve_ent,
        short.municipality_key,
        'short',
    from short
    anti join official using (cve_ent, municipality_key)
    anti join aliased using (cve_ent, municipality_key)
    where length(short.municipality_key) >= 5
)

select
    cvegeo,
    cve_ent,
    municipality_key,
    name_kind,
    count(*) over (partition by cve_ent, municipality_key) = 1 as is_unique_in_state,
    count(*) over (partition by municipality_key) = 1 as is_unique_in_country,
from named
