-- Las conexiones que llevan el nombre de una organización: cuentan a la organización y a una persona desconocida.
-- The connections that bear an organisation's name: they count the organisation and one unknown person.
-- grain: Una fila por sesión y persona sin nombre propio. / One row per session and person without a name of their own.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- organisation_key: Organización cuyo nombre lleva la conexión. / Organisation whose name the connection bears.
with written as (
    select
        registrations.organisation_text_key as text,
        organisation_links.organisation_key,
    from staging.registrations
    inner join core.organisation_links using (file_id, line)
    where not organisation_links.is_abstained
    union
    select
        organisation_text_key as text,
        concat('osc:', cluni) as organisation_key,
    from reference.osc
),

-- A name that two organisations bear tells of neither.
unambiguous as (
    select
        text,
        min(organisation_key) as organisation_key,
    from written
    where text is not null and organisation_key is not null
    group by text
    having count(*) = 1
),

nameless as (
    select distinct
        person_rows.session_id,
        person_rows.person_id,
        organisation_name_key(appearances.name) as text,
    from identity.person_rows
    inner join identity.appearances using (appearance_key)
    where person_rows.ledger = 'attendance' and person_rows.link_rule in ('alone', 'name_alone')
),

-- Somebody may have written their own name for an organisation's: only what says that it is one is taken for one.
organisation_words as (
    select word,
    from raw.name_words
    where kind = 'organisation'
),

spelled as (
    select distinct
        text,
        unnest(string_split(text, ' ')) as word,
    from nameless
    where text is not null
),

worded as (
    select distinct spelled.text,
    from spelled
    inner join organisation_words using (word)
)

select
    nameless.session_id,
    nameless.person_id,
    min(unambiguous.organisation_key) as organisation_key,
from nameless
inner join worded using (text)
inner join unambiguous using (text)
inner join core.organisations on unambiguous.organisation_key = organisations.organisation_key
group by nameless.session_id, nameless.person_id
