-- Las palabras por las que un nombre dice que es un gobierno local, y el lugar que nombra después.
-- The words by which a name tells that it is a local government, and the place that it names after them.
-- grain: Una fila por texto, entidad y trozo que puede ser un lugar. / One row per text, state and piece that may be a place.
-- text: El nombre tal como se escribió. / The name as written.
-- cve_ent: Entidad que se contestó. / State answered.
-- government_level: municipal, state, o any si lo decide el lugar. / municipal, state, or any where the place decides.
-- strength: strong si basta el nombre; weak si además debe decirlo la respuesta. / strong where the name is enough; weak where the answer has to say so too.
-- piece: 0 para todo lo que sigue, y más para lo que sigue a cada «de». / 0 for all that follows, and more for what follows each «de».
-- place_key: El trozo como clave; NULL si no sigue nada. / The piece as a key; NULL where nothing follows.
with registered as (
    select distinct
        registrations.organisation as text,
        place_states.cve_ent,
        organisation_texts.bare_key,
    from staging.registrations
    inner join identity.organisation_texts on registrations.organisation = organisation_texts.text
    left join identity.place_states using (state_key)
    left join identity.actor_names on registrations.organisation = actor_names.text
    where organisation_texts.bare_key is not null and coalesce(actor_names.strength, 'weak') = 'weak'
),

patterns as (
    select
        text_key(words) as pattern,
        position,
        government_level,
        strength,
    from raw.government_names
),

-- The longest words at the beginning tell; else the last that stand anywhere.
told as (
    select
        registered.text,
        registered.cve_ent,
        patterns.government_level,
        patterns.strength,
        regexp_replace(trim(case
            when registered.bare_key = patterns.pattern then ''
            when patterns.position = 'begins' then registered.bare_key[length(patterns.pattern) + 2:]
            when ends_with(registered.bare_key, ' ' || patterns.pattern)
                then left(registered.bare_key, length(registered.bare_key) - length(patterns.pattern) - 1)
            else string_split(' ' || registered.bare_key || ' ', ' ' || patterns.pattern || ' ')[-1]
        -- The years of an administration are no part of its place.
        end), '( ?[0-9]{4})+$', '') as rest,
    from registered
    inner join patterns
        on
            (
                patterns.position = 'begins'
                and (
                    registered.bare_key = patterns.pattern
                    or starts_with(registered.bare_key, patterns.pattern || ' ')
                )
            )
            or (
                patterns.position = 'anywhere'
                and contains(' ' || registered.bare_key || ' ', ' ' || patterns.pattern || ' ')
            )
    qualify row_number() over (
        partition by registered.text, registered.cve_ent
        order by
            patterns.strength asc,
            patterns.government_level = 'any' asc,
            length(patterns.pattern) desc,
            patterns.government_level asc,
            patterns.position desc
    ) = 1
),

worded as (
    select
        *,
        string_split(rest, ' ') as words,
    from told
),

places as (
    select
        *,
        unnest(range(1, len(words))) as place,
    from worded
),

pieces as (
    select
        text,
        cve_ent,
        government_level,
        strength,
        0 as piece,
        nullif(rest, '') as place_key,
    from worded
    union all
    select
        text,
        cve_ent,
        government_level,
        strength,
        place,
        array_to_string(words[place + 1:], ' '),
    from places
    where words[place] in ('de', 'del', 'en')
)

select
    text,
    cve_ent,
    government_level,
    strength,
    piece::integer as piece,
    place_key,
from pieces
