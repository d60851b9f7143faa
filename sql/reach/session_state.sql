-- De qué entidades federativas vino la gente de cada sesión, por tipo de actor.
-- From which states the people of each session came, by actor type.
-- grain: Una fila por sesión, entidad y tipo de actor; la entidad NULL es la de quien no se sabe. / One row per session, state and actor_type; the NULL state is that of whom it is not known.
-- session_id: Sesión. / Session.
-- cve_ent: Clave INEGI de la entidad; NULL si no se sabe. / INEGI key of the state; NULL where not known.
-- state: Nombre de la entidad, o `no dato`. / Name of the state, or `no dato`.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- registered_people: Personas registradas. / People registered.
-- attended_people: Personas que asistieron; NULL si la sesión no tiene asistencia. / People who attended; NULL where the session has no attendance.
-- registered_organisations: Organizaciones de las personas registradas. / Organisations of the people registered.
-- attended_organisations: Organizaciones que asistieron; NULL si la sesión no tiene asistencia. / Organisations that attended; NULL where the session has no attendance.
with places as (
    select
        cve_ent,
        short_name as state,
        coalesce(cve_ent, '') as place,
    from reference.states
    union all
    select
        null,
        'no dato',
        '' as place,
),

counted as (
    select
        session_id,
        coalesce(cve_ent, '') as place,
        actor_type,
        count(*) filter (where is_registered) as registered_people,
        count(*) filter (where is_attended) as attended_people,
        count(distinct organisation_key) filter (where is_registered) as registered_organisations,
        count(distinct organisation_key) filter (where is_attended) as attended_organisations,
    from core.members
    where government_level = 'all'
    group by session_id, coalesce(cve_ent, ''), actor_type
)

select
    sessions.session_id,
    places.cve_ent,
    places.state,
    actor_groups.actor_type,
    coalesce(counted.registered_people, 0) as registered_people,
    case when sessions.has_attendance then coalesce(counted.attended_people, 0) end as attended_people,
    coalesce(counted.registered_organisations, 0) as registered_organisations,
    case when sessions.has_attendance then coalesce(counted.attended_organisations, 0) end as attended_organisations,
from core.sessions
cross join places
cross join reference.actor_groups
left join counted
    on
        sessions.session_id = counted.session_id
        and places.place = counted.place
        and actor_groups.actor_type = counted.actor_type
where actor_groups.government_level = 'all'
order by sessions.session_order, places.place, actor_groups.group_order
