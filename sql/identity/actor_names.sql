-- Qué tipo de actor dice cada nombre de organización por sus palabras o su forma legal.
-- Which actor type each name of an organisation tells by its words or its legal form.
-- grain: Una fila por texto que dice alguno. / One row per text that tells one.
-- text: El texto tal como se escribió. / The text as written.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno, si lo dice. / Level of government, where it tells one.
-- strength: strong si vale más que la respuesta de ser gobierno; weak si solo vale sin respuesta. / strong where it outweighs the answer of being a government; weak where it counts only without an answer.
with registered as (
    select distinct organisation as text,
    from staging.registrations
    where organisation is not null
),

patterns as (
    select
        text_key(words) as pattern,
        position,
        actor_type,
        government_level,
        strength,
    from raw.actor_patterns
),

told as (
    select
        organisation_texts.text,
        patterns.actor_type,
        patterns.government_level,
        patterns.strength,
        case patterns.strength when 'strong' then 1 else 3 end as preference,
        length(patterns.pattern) as letters,
    from registered
    inner join identity.organisation_texts using (text)
    inner join patterns
        on
            organisation_texts.bare_key = patterns.pattern
            or starts_with(organisation_texts.bare_key, patterns.pattern || ' ')
            or (
                patterns.position = 'anywhere'
                and contains(' ' || organisation_texts.bare_key || ' ', ' ' || patterns.pattern || ' ')
            )
    union all
    select
        organisation_texts.text,
        organisation_texts.legal_actor_type,
        null,
        'strong',
        2,
        0,
    from registered
    inner join identity.organisation_texts using (text)
    where organisation_texts.legal_actor_type is not null
    union all
    select
        organisation_texts.text,
        organisation_texts.national_type,
        null,
        'strong',
        0,
        0,
    from registered
    inner join identity.organisation_texts using (text)
    where organisation_texts.national_type is not null
    union all
    select
        organisation_texts.text,
        organisation_texts.nobody_type,
        null,
        'weak',
        4,
        0,
    from registered
    inner join identity.organisation_texts using (text)
    where organisation_texts.nobody_type is not null
)

select
    text,
    actor_type,
    government_level,
    strength,
from told
qualify row_number() over (partition by text order by preference asc, letters desc, actor_type asc) = 1
