-- Las sesiones, con su horario y lo que se sabe de su asistencia.
-- The sessions, with their times and what is known of their attendance.
-- grain: Una fila por sesión. / One row per session.
-- session_id: Sesión. / Session.
-- session_order: Lugar en el ciclo, desde 1. / Place in the cycle, from 1.
-- session_date: Día en la zona horaria del ciclo. / Day in the cycle's time zone.
-- title: Título. / Title.
-- scheduled_start: Inicio programado. / Scheduled start.
-- scheduled_end: Fin programado. / Scheduled end.
-- actual_start: Inicio real. / Actual start.
-- actual_end: Fin real. / Actual end.
-- is_end_assumed: El fin es una suposición. / The end is an assumption.
-- opens_at: Desde cuándo cuenta la presencia. / From when presence counts.
-- closes_at: Hasta cuándo cuenta la presencia. / Until when presence counts.
-- session_seconds: Duración que cuenta, en segundos. / Length that counts, in seconds.
-- platform: Plataforma configurada o, si falta, la de los archivos. / Platform configured or, failing that, of the files.
-- is_over: Ya terminó. / It has ended.
-- has_attendance: Hay asistencia aceptada, y la sesión ya empezó. / There is accepted attendance, and the session has started.
-- has_early_attendance: Hay asistencia aceptada de una sesión que aún no empieza: está en la carpeta equivocada. / There is accepted attendance of a session that has not started: it lies in the wrong folder.
-- status: planned, held, incomplete. / planned, held, incomplete.
with files_of_session as (
    select
        folder as session_id,
        string_agg(distinct platform, ', ' order by platform) as platform,
        count(refused) as files_refused,
    from raw.files
    where kind = 'attendance' and is_present
    group by folder
),

attended as (
    select distinct session_id,
    from staging.attendance
),

timed as (
    select
        sessions.*,
        coalesce(sessions.actual_start, sessions.scheduled_start) as opens_at,
        coalesce(sessions.actual_end, sessions.scheduled_end) as closes_at,
        files_of_session.platform as platform_of_files,
        coalesce(files_of_session.files_refused, 0) as files_refused,
        attended.session_id is not null as is_in_a_file,
        cycle.as_of,
    from raw.sessions
    cross join raw.cycle
    left join files_of_session using (session_id)
    left join attended using (session_id)
),

known as (
    select
        *,
        is_in_a_file and as_of >= opens_at as has_attendance,
        is_in_a_file and as_of < opens_at as has_early_attendance,
    from timed
)

select
    session_id,
    session_order,
    session_date,
    title,
    scheduled_start,
    scheduled_end,
    actual_start,
    actual_end,
    is_end_assumed,
    opens_at,
    closes_at,
    (epoch(closes_at) - epoch(opens_at))::bigint as session_seconds,
    coalesce(platform, platform_of_files) as platform,
    as_of >= closes_at as is_over,
    has_attendance,
    has_early_attendance,
    case
        when has_attendance and files_refused = 0 then 'held'
        when as_of < closes_at then 'planned'
        else 'incomplete'
    end as status,
from known
