-- Quién es quién: por ahora un correo es una persona, y un nombre sin correo lo es solo dentro de su sesión.
-- Who is who: so far an e-mail is a person, and a name without one is a person within its session only.
-- grain: Una fila por persona. / One row per person.
-- person_id: Clave de la persona en esta base. / Key of the person in this warehouse.
-- person_key: De qué se reconoce a la persona. / What the person is known by.
-- email: Correo. / E-mail.
-- name: Nombre, el del registro si lo hay. / Name, the registration's where there is one.
-- link_rule: email, name_in_session, row_alone. / email, name_in_session, row_alone.
-- link_probability: Probabilidad de que sus filas sean de una sola persona y de nadie más; NULL si no se ha estimado. / Probability that its rows are one person's and nobody else's; NULL where not estimated.
-- is_excluded: El ciclo dice que no es público. / The cycle says that it is not audience.
with appearances as (
    select
        person_key,
        email,
        name as registered_name,
        null as shown_name,
    from staging.registrations
    union all
    select
        person_key,
        email,
        null,
        name,
    from staging.attendance
),

persons as (
    select
        person_key,
        max(email) as email,
        coalesce(max(registered_name), max(shown_name)) as name,
    from appearances
    group by person_key
),

excluded as (
    select distinct persons.person_key,
    from persons
    inner join raw.exclusions
        on
            (exclusions.kind = 'person' and persons.email = exclusions.value)
            or (exclusions.kind = 'domain' and split_part(persons.email, '@', 2) = exclusions.value)
)

select
    row_number() over (order by persons.person_key) as person_id,
    persons.person_key,
    persons.email,
    persons.name,
    case
        when persons.email is not null then 'email'
        when persons.person_key like 'name:%' then 'name_in_session'
        else 'row_alone'
    end as link_rule,
    case when persons.email is not null then 1.0::double end as link_probability,
    excluded.person_key is not null as is_excluded,
from persons
left join excluded using (person_key)
