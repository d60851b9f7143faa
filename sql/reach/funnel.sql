-- El embudo de cada sesión: conjuntos anidados de personas registradas.
-- Each session's funnel: nested sets of registered people.
-- grain: Una fila por sesión, tipo de actor y etapa. / One row per session, actor_type and stage.
-- session_id: Sesión. / Session.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- stage: registered, attended, half (50 %), certificate. / registered, attended, half (50 %), certificate.
-- stage_order: Orden de la etapa, desde 1. / Order of the stage, from 1.
-- people: Personas registradas que llegaron a la etapa; NULL si no se sabe. / Registered people who got to the stage; NULL where not known.
-- share_of_previous: Parte de la etapa anterior. / Share of the stage before.
-- share_of_first: Parte de las registradas. / Share of the registered.
with counted as (
    select
        sessions.session_id,
        sessions.session_order,
        actor_groups.actor_type,
        actor_groups.group_order,
        count(participation.person_id) as registered_people,
        case
            when sessions.has_attendance then count(participation.person_id) filter (where participation.is_attended)
        end as attended_people,
        case
            when sessions.has_attendance then count(participation.person_id) filter (where participation.is_half)
        end as half_people,
        case
            when sessions.has_attendance
                then count(participation.person_id) filter (where participation.is_half and participation.is_certified)
        end as certificate_people,
    from core.sessions
    cross join reference.actor_groups
    left join core.participation
        on
            sessions.session_id = participation.session_id
            and participation.is_registered
            and actor_groups.actor_type in ('all', participation.actor_type)
    where actor_groups.government_level = 'all'
    group by
        sessions.session_id,
        sessions.session_order,
        sessions.has_attendance,
        actor_groups.actor_type,
        actor_groups.group_order
),

stages as (
    select
        session_id,
        session_order,
        actor_type,
        group_order,
        'registered' as stage,
        1 as stage_order,
        registered_people as people,
        null as previous_people,
        registered_people as first_people,
    from counted
    union all
    select
        session_id,
        session_order,
        actor_type,
        group_order,
        'attended',
        2,
        attended_people,
        registered_people as previous_people,
        registered_people as first_people,
    from counted
    union all
    select
        session_id,
        session_order,
        actor_type,
        group_order,
        'half',
        3,
        half_people,
        attended_people,
        registered_people,
    from counted
    union all
    select
        session_id,
        session_order,
        actor_type,
        group_order,
        'certificate',
        4,
        certificate_people,
        half_people,
        registered_people,
    from counted
)

select
    session_id,
    actor_type,
    stage,
    stage_order,
    people,
    people / nullif(previous_people, 0) as share_of_previous,
    people / nullif(first_people, 0) as share_of_first,
from stages
order by session_order, group_order, stage_order
