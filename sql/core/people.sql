-- Las personas, cada una una vez.
-- The people, each once.
-- grain: Una fila por persona. / One row per person.
-- person_id: Clave de la persona en esta base. / Key of the person in this warehouse.
-- person_key: De qué se reconoce a la persona. / What the person is known by.
-- email: Uno de sus correos, de preferencia el de un registro. / One of its e-mails, a registration's where there is one.
-- name: Uno de sus nombres, de preferencia el de un registro y el más largo. / One of its names, a registration's where there is one, and the longest.
-- is_registered: Se registró. / Registered.
-- is_excluded: El ciclo dice que no es público. / The cycle says that it is not audience.
with appearances as (
    select distinct
        person_rows.person_id,
        person_rows.person_key,
        appearances.ledger,
        appearances.email,
        appearances.name,
    from identity.person_rows
    inner join identity.appearances using (appearance_key)
),

persons as (
    select
        person_id,
        any_value(person_key) as person_key,
        min(ledger) filter (where ledger = 'registration') is not null as is_registered,
    from appearances
    group by person_id
),

emails as (
    select
        person_id,
        email,
    from appearances
    where email is not null
    qualify row_number() over (partition by person_id order by ledger desc, email asc) = 1
),

names as (
    select
        person_id,
        name,
    from appearances
    where name is not null
    qualify row_number() over (partition by person_id order by ledger desc, length(name) desc, name asc) = 1
),

excluded as (
    select distinct appearances.person_id,
    from appearances
    inner join raw.exclusions
        on
            (exclusions.kind = 'person' and appearances.email = exclusions.value)
            or (exclusions.kind = 'domain' and split_part(appearances.email, '@', 2) = exclusions.value)
)

select
    persons.person_id,
    persons.person_key,
    emails.email,
    names.name,
    persons.is_registered,
    excluded.person_id is not null as is_excluded,
from persons
left join emails using (person_id)
left join names using (person_id)
left join excluded using (person_id)
