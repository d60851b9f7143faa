-- Cuántas personas y organizaciones asistieron exactamente a cada conjunto de sesiones.
-- How many people and organisations attended exactly each set of sessions.
-- grain: Una fila por conjunto de sesiones y tipo de actor; con más de ocho sesiones, solo los conjuntos que ocurren. / One row per set of sessions and actor_type; with more than eight sessions, only the sets that occur.
-- sessions: Sesiones del conjunto, en orden. / Sessions of the set, in order.
-- session_count: Cuántas son. / How many they are.
-- actor_type: Tipo de actor como el que asistieron; `all` para todos. / Actor type as which they attended; `all` for everybody.
-- people: Personas que asistieron a todas esas y a ninguna otra. / People who attended all of these and no other.
-- organisations: Organizaciones que asistieron a todas esas y a ninguna otra. / Organisations that attended all of these and no other.
with attended as (
    select
        members.session_id,
        members.person_id,
        members.organisation_key,
        members.actor_type,
        struct_pack(session_order := sessions.session_order, session_id := members.session_id) as session,
    from core.members
    inner join core.sessions using (session_id)
    where members.is_attended and members.government_level = 'all'
),

person_sets as (
    select
        actor_type,
        person_id,
        list_sort(list(session)) as session_set,
    from attended
    group by actor_type, person_id
),

organisation_sessions as (
    select distinct
        actor_type,
        organisation_key,
        session,
    from attended
    where organisation_key is not null
),

organisation_sets as (
    select
        actor_type,
        organisation_key,
        list_sort(list(session)) as session_set,
    from organisation_sessions
    group by actor_type, organisation_key
),

sessions_held as (
    select
        struct_pack(session_order := session_order, session_id := session_id) as session,
        row_number() over (order by session_order) - 1 as place,
        count(*) over () as sessions,
    from core.sessions
    where has_attendance
),

-- Each number from 1 to 2^n - 1 is a set: its binary digits say who is in it.
numbers as (
    select unnest(generate_series(1, pow(2, max(sessions))::bigint - 1)) as number,
    from sessions_held
    having max(sessions) <= 8
),

possible_sets as (
    select list_sort(list(sessions_held.session)) as session_set,
    from numbers
    inner join sessions_held on floor(numbers.number / pow(2, sessions_held.place)) % 2 = 1
    group by numbers.number
),

counted as (
    select
        actor_type,
        session_set,
        count(*) as people,
        0 as organisations,
    from person_sets
    group by actor_type, session_set
    union all
    select
        actor_type,
        session_set,
        0 as people,
        count(*) as organisations,
    from organisation_sets
    group by actor_type, session_set
    union all
    select
        actor_groups.actor_type,
        possible_sets.session_set,
        0 as people,
        0 as organisations,
    from possible_sets
    cross join reference.actor_groups
    where actor_groups.government_level = 'all'
),

summed as (
    select
        counted.session_set,
        counted.actor_type,
        actor_groups.group_order,
        sum(counted.people)::bigint as people,
        sum(counted.organisations)::bigint as organisations,
    from counted
    inner join reference.actor_groups
        on counted.actor_type = actor_groups.actor_type and actor_groups.government_level = 'all'
    group by counted.session_set, counted.actor_type, actor_groups.group_order
)

select
    list_transform(session_set, lambda one: struct_extract(one, 'session_id')) as sessions,
    array_length(session_set) as session_count,
    actor_type,
    people,
    organisations,
from summed
order by session_count, session_set, group_order
