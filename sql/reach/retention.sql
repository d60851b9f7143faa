-- Cuánta gente de cada sesión volvió a cada una de las siguientes.
-- How many people of each session came back to each of the later ones.
-- grain: Una fila por sesión, sesión posterior y tipo de actor. / One row per session, later session and actor_type.
-- from_session_id: Sesión de la que se parte. / Session from which one starts.
-- to_session_id: Sesión posterior. / Later session.
-- actor_type: Tipo de actor en la sesión de la que se parte; `all` para todos. / Actor type at the session from which one starts; `all` for everybody.
-- people: Personas que asistieron a ambas; NULL si alguna no tiene asistencia. / People who attended both; NULL where one has no attendance.
-- from_people: Personas que asistieron a la primera; NULL si no tiene asistencia. / People who attended the first; NULL where it has no attendance.
-- share: people / from_people. / people / from_people.
with attended as (
    select
        session_id,
        person_id,
        actor_type,
    from core.members
    where is_attended and government_level = 'all'
),

from_counted as (
    select
        session_id,
        actor_type,
        count(*) as from_people,
    from attended
    group by session_id, actor_type
),

both_counted as (
    select
        attended.session_id as from_session_id,
        later.session_id as to_session_id,
        attended.actor_type,
        count(*) as people,
    from attended
    inner join core.participation as later
        on attended.person_id = later.person_id and later.is_attended
    where attended.session_id <> later.session_id
    group by attended.session_id, later.session_id, attended.actor_type
)

select
    sessions.session_id as from_session_id,
    later.session_id as to_session_id,
    actor_groups.actor_type,
    case when sessions.has_attendance and later.has_attendance then coalesce(both_counted.people, 0) end as people,
    case when sessions.has_attendance then coalesce(from_counted.from_people, 0) end as from_people,
    case
        when sessions.has_attendance and later.has_attendance
            then coalesce(both_counted.people, 0) / nullif(from_counted.from_people, 0)
    end as share,
from core.sessions
inner join core.sessions as later on sessions.session_order < later.session_order
cross join reference.actor_groups
left join from_counted
    on sessions.session_id = from_counted.session_id and actor_groups.actor_type = from_counted.actor_type
left join both_counted
    on
        sessions.session_id = both_counted.from_session_id
        and later.session_id = both_counted.to_session_id
        and actor_groups.actor_type = both_counted.actor_type
where actor_groups.government_level = 'all'
order by sessions.session_order, later.session_order, actor_groups.group_order
