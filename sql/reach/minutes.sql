-- Cuántas personas estaban presentes al comienzo de cada minuto de la sesión.
-- How many people were present at the beginning of each minute of the session.
-- grain: Una fila por sesión y minuto, de las sesiones con asistencia. / One row per session and minute, of the sessions with attendance.
-- session_id: Sesión. / Session.
-- minute: Minuto desde el comienzo que cuenta, desde 0. / Minute since the start that counts, from 0.
-- people: Personas que asistieron y estaban presentes en ese instante, con horas conocidas; NULL si de nadie se conocen. / People who attended and were present at that instant, with known times; NULL where nobody's are known.
with spans as (
    select
        spans.session_id,
        -- The first whole minute at or after the start, and the first at or after the end: then the person is gone.
        ceil((spans.started - epoch(sessions.opens_at)) / 60)::bigint as first_minute,
        ceil((spans.ended - epoch(sessions.opens_at)) / 60)::bigint as gone_minute,
    from core.spans
    inner join core.sessions using (session_id)
    semi join core.participation
        on
            spans.session_id = participation.session_id
            and spans.person_id = participation.person_id
            and participation.is_attended
),

changes as (
    select
        session_id,
        first_minute as minute,
        count(*) as change,
    from spans
    where first_minute < gone_minute
    group by session_id, first_minute
    union all
    select
        session_id,
        gone_minute as minute,
        -count(*) as change,
    from spans
    where first_minute < gone_minute
    group by session_id, gone_minute
),

attended as (
    select
        session_id,
        bool_and(is_duration_unknown) as is_nobody_timed,
    from core.participation
    where is_attended
    group by session_id
),

session_minutes as (
    select
        sessions.session_id,
        sessions.session_order,
        coalesce(attended.is_nobody_timed, false) as is_nobody_timed,
        unnest(generate_series(0, ceil(sessions.session_seconds / 60)::bigint - 1)) as minute,
    from core.sessions
    left join attended using (session_id)
    where sessions.has_attendance
),

counted as (
    select
        session_id,
        minute,
        sum(change)::bigint as change,
    from changes
    group by session_id, minute
)

select
    session_minutes.session_id,
    session_minutes.minute,
    case
        when not session_minutes.is_nobody_timed
            then
                (sum(coalesce(counted.change, 0)) over (
                    partition by session_minutes.session_id
                    order by session_minutes.minute
                ))::bigint
    end as people,
from session_minutes
left join counted using (session_id, minute)
order by session_minutes.session_order, session_minutes.minute
