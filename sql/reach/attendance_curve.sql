-- Cuántas personas asistieron con cada umbral de presencia, para que nadie tenga que aceptar el nuestro.
-- How many people attended by each threshold of presence, so that nobody has to take ours.
-- grain: Una fila por sesión, tipo de actor y umbral. / One row per session, actor_type and threshold.
-- session_id: Sesión. / Session.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- threshold: 1 min, 25 %, 50 %, 75 %, 85 %, 100 % de la sesión. / 1 min, 25 %, 50 %, 75 %, 85 %, 100 % of the session.
-- threshold_order: Orden del umbral, desde 1. / Order of the threshold, from 1.
-- people: Personas presentes al menos ese tiempo; NULL si la sesión no tiene asistencia. / People present at least as long; NULL where the session has no attendance.
-- unknown_duration_people: Personas que asistieron un tiempo desconocido, no contadas en `people`. / People who attended for an unknown time, not counted in `people`.
with thresholds as (
    select
        '1 min' as threshold,
        1 as threshold_order,
        60.0 as least_seconds,
        0.0 as least_share,
    union all
    select
        '25 %',
        2,
        0.0,
        0.25,
    union all
    select
        '50 %',
        3,
        0.0,
        0.5,
    union all
    select
        '75 %',
        4,
        0.0,
        0.75,
    union all
    select
        '85 %',
        5,
        0.0,
        0.85,
    union all
    select
        '100 %',
        6,
        0.0,
        1.0,
),

members as (
    select
        participation.session_id,
        actor_groups.actor_type,
        participation.present_seconds,
        participation.present_share,
        participation.is_duration_unknown,
    from core.participation
    inner join reference.actor_groups
        on
            actor_groups.government_level = 'all'
            and actor_groups.actor_type in ('all', participation.actor_type)
)

select
    sessions.session_id,
    actor_groups.actor_type,
    thresholds.threshold,
    thresholds.threshold_order,
    case
        when sessions.has_attendance
            then
                count(*) filter (
                    where
                    members.present_seconds >= thresholds.least_seconds
                    and members.present_share >= thresholds.least_share
                )
    end as people,
    case when sessions.has_attendance then count(*) filter (where members.is_duration_unknown) end as unknown_duration_people,
from core.sessions
cross join reference.actor_groups
cross join thresholds
left join members
    on sessions.session_id = members.session_id and actor_groups.actor_type = members.actor_type
where actor_groups.government_level = 'all'
group by
    sessions.session_id,
    sessions.session_order,
    sessions.has_attendance,
    actor_groups.actor_type,
    actor_groups.group_order,
    thresholds.threshold,
    thresholds.threshold_order
order by sessions.session_order, actor_groups.group_order, thresholds.threshold_order
