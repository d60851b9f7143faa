-- A quién alcanzó cada sesión, por tipo de actor: personas y organizaciones, cada una una vez.
-- Whom each session reached, by actor type: people and organisations, each once.
-- grain: Una fila por sesión, tipo de actor y nivel de gobierno. / One row per session, actor_type and government_level.
-- session_id: Sesión. / Session.
-- session_date: Día de la sesión. / Day of the session.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- government_level: `all`; para gobiernos locales también municipal y state. / `all`; for local governments municipal and state too.
-- registered_people: Personas registradas para la sesión. / People registered for the session.
-- registered_organisations: Organizaciones de esas personas. / Organisations of those people.
-- attended_people: Personas que asistieron; NULL si la sesión no tiene asistencia. / People who attended; NULL where the session has no attendance.
-- attended_people_low: Cota inferior: al menos 95 de cada 100 veces la cifra verdadera queda entre las dos. / Lower bound: at least 95 times in 100 the true figure lies between the two.
-- attended_people_high: Cota superior. / Upper bound.
-- attended_registered_people: De ellas, las registradas. / Of these, the registered.
-- attended_unregistered_people: De ellas, las que llegaron sin registro. / Of these, those who came without registering.
-- attended_unknown_duration_people: De ellas, las que no se sabe cuánto estuvieron. / Of these, those present for an unknown time.
-- attended_organisations: Organizaciones que asistieron. / Organisations that attended.
-- attended_organisations_low: Cota inferior: al menos 95 de cada 100 veces la cifra verdadera queda entre las dos. / Lower bound: at least 95 times in 100 the true figure lies between the two.
-- attended_organisations_high: Cota superior. / Upper bound.
-- certificate_people: Personas con derecho a constancia. / People who are owed a certificate.
-- attendance_rate: attended_registered_people / registered_people. / attended_registered_people / registered_people.
-- median_minutes: Mediana de minutos presentes entre quienes asistieron con duración conocida. / Median minutes present of those who attended for a known time.
-- states_with_attendees: Entidades federativas con asistentes. / States with attendees.
-- municipalities_with_attendees: Municipios con asistentes; NULL sin catálogo de municipios. / Municipalities with attendees; NULL without a catalogue of municipalities.
-- municipal_governments_attended: Gobiernos municipales que asistieron; NULL sin catálogo de municipios. / Municipal governments that attended; NULL without a catalogue of municipalities.
-- first_time_people: Personas para quienes fue la primera sesión del ciclo. / People for whom it was the cycle's first session.
-- returning_people: Personas que ya habían asistido a otra. / People who had attended another before.
with catalogue as (
    select count(*) > 0 as has_municipalities,
    from reference.municipalities
),

members as (
    select
        participation.*,
        actor_groups.actor_type as group_type,
        actor_groups.government_level as group_level,
    from core.participation
    inner join reference.actor_groups
        on
            actor_groups.actor_type in ('all', participation.actor_type)
            and actor_groups.government_level in ('all', participation.government_level)
),

counted as (
    select
        session_id,
        group_type,
        group_level,
        count(*) filter (where is_registered) as registered_people,
        count(distinct organisation_key) filter (where is_registered) as registered_organisations,
        count(*) filter (where is_attended) as attended_people,
        count(*) filter (where is_attended and is_registered) as attended_registered_people,
        count(*) filter (where is_attended and not is_registered) as attended_unregistered_people,
        count(*) filter (where is_duration_unknown) as attended_unknown_duration_people,
        count(distinct organisation_key) filter (where is_attended) as attended_organisations,
        count(*) filter (where is_certified) as certificate_people,
        median(present_seconds / 60.0) filter (where is_attended) as median_minutes,
        count(distinct cve_ent) filter (where is_attended) as states_with_attendees,
        count(distinct cvegeo) filter (where is_attended) as municipalities_with_attendees,
        count(distinct governs_cvegeo) filter (where is_attended) as municipal_governments_attended,
        count(*) filter (where is_attended and is_first_attended) as first_time_people,
        count(*) filter (where is_attended and not is_first_attended) as returning_people,
    from members
    group by session_id, group_type, group_level
),

-- Every session has every group: who was not there is a 0, and what is not known yet is no number.
complete as (
    select
        sessions.session_id,
        sessions.session_date,
        sessions.session_order,
        sessions.has_attendance,
        catalogue.has_municipalities,
        actor_groups.actor_type,
        actor_groups.government_level,
        actor_groups.group_order,
        coalesce(counted.registered_people, 0) as registered_people,
        coalesce(counted.registered_organisations, 0) as registered_organisations,
        coalesce(counted.attended_people, 0) as attended_people,
        coalesce(counted.attended_registered_people, 0) as attended_registered_people,
        coalesce(counted.attended_unregistered_people, 0) as attended_unregistered_people,
        coalesce(counted.attended_unknown_duration_people, 0) as attended_unknown_duration_people,
        coalesce(counted.attended_organisations, 0) as attended_organisations,
        coalesce(counted.certificate_people, 0) as certificate_people,
        counted.median_minutes,
        coalesce(counted.states_with_attendees, 0) as states_with_attendees,
        coalesce(counted.municipalities_with_attendees, 0) as municipalities_with_attendees,
        coalesce(counted.municipal_governments_attended, 0) as municipal_governments_attended,
        coalesce(counted.first_time_people, 0) as first_time_people,
        coalesce(counted.returning_people, 0) as returning_people,
        coalesce(people_bounds.lowest_change, 0) as people_lowest_change,
        coalesce(people_bounds.highest_change, 0) as people_highest_change,
        coalesce(organisation_bounds.lowest_change, 0) as organisations_lowest_change,
        coalesce(organisation_bounds.highest_change, 0) as organisations_highest_change,
    from core.sessions
    cross join reference.actor_groups
    cross join catalogue
    left join counted
        on
            sessions.session_id = counted.session_id
            and actor_groups.actor_type = counted.group_type
            and actor_groups.government_level = counted.group_level
    left join core.bounds as people_bounds
        on
            people_bounds.unit = 'people'
            and sessions.session_id = people_bounds.scope
            and actor_groups.actor_type = people_bounds.actor_type
            and actor_groups.government_level = people_bounds.government_level
    left join core.bounds as organisation_bounds
        on
            organisation_bounds.unit = 'organisations'
            and sessions.session_id = organisation_bounds.scope
            and actor_groups.actor_type = organisation_bounds.actor_type
            and actor_groups.government_level = organisation_bounds.government_level
)

select
    session_id,
    session_date,
    actor_type,
    government_level,
    registered_people,
    registered_organisations,
    case when has_attendance then attended_people end as attended_people,
    case when has_attendance then attended_people + people_lowest_change end as attended_people_low,
    case when has_attendance then attended_people + people_highest_change end as attended_people_high,
    case when has_attendance then attended_registered_people end as attended_registered_people,
    case when has_attendance then attended_unregistered_people end as attended_unregistered_people,
    case when has_attendance then attended_unknown_duration_people end as attended_unknown_duration_people,
    case when has_attendance then attended_organisations end as attended_organisations,
    case when has_attendance then attended_organisations + organisations_lowest_change end as attended_organisations_low,
    case when has_attendance then attended_organisations + organisations_highest_change end as attended_organisations_high,
    case when has_attendance then certificate_people end as certificate_people,
    case when has_attendance then attended_registered_people / nullif(registered_people, 0) end as attendance_rate,
    case when has_attendance then median_minutes end as median_minutes,
    case when has_attendance then states_with_attendees end as states_with_attendees,
    case when has_attendance and has_municipalities then municipalities_with_attendees end as municipalities_with_attendees,
    case when has_attendance and has_municipalities then municipal_governments_attended end as municipal_governments_attended,
    case when has_attendance then first_time_people end as first_time_people,
    case when has_attendance then returning_people end as returning_people,
from complete
order by session_order, group_order
