-- Cada fila de asistencia, con su presencia recortada al horario que cuenta de la sesión.
-- Each attendance row, with its presence clipped to the session's time that counts.
-- grain: Una fila por fila aceptada de asistencia que dice que alguien estuvo. / One row per accepted attendance row that says somebody was there.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- is_staff: El papel es de quien organiza o expone. / The role is that of an organiser or speaker.
-- is_present: Cuenta como presencia (no es sala de espera ni fila anónima). / Counts as presence (neither waiting room nor anonymous row).
-- is_timed: Tiene entrada y salida utilizables, sin huecos. / Has a usable joining and leaving time, without gaps.
-- started_at: Comienzo de la presencia que cuenta. / Start of the presence that counts.
-- ended_at: Fin de la presencia que cuenta; igual al comienzo si fue fuera del horario. / End of the presence that counts; equals its start where it fell outside.
-- reported_minutes: Minutos según la plataforma, donde no hay horas; donde puede haber huecos, a lo más los del horario que cuenta. / The platform's minutes, where there are no times; where there may be gaps, at most those of the time that counts.
with marked as (
    select
        attendance.*,
        person_rows.person_id,
        roles.value is not null as is_excluded_role,
        attendance.role in ('waiting_room', 'anonymous') as is_nobodys_role,
        attendance.joined_at is not null and attendance.left_at is not null as has_times,
        attendance.is_span and attendance.reported_minutes is not null as has_gaps,
        least(greatest(attendance.joined_at, sessions.opens_at), sessions.closes_at) as started_at,
        greatest(
            least(attendance.left_at, sessions.closes_at),
            least(greatest(attendance.joined_at, sessions.opens_at), sessions.closes_at)
        ) as ended_at,
    from staging.attendance
    inner join identity.person_rows
        on attendance.file_id = person_rows.file_id and attendance.line = person_rows.line
    inner join core.sessions on attendance.session_id = sessions.session_id
    left join raw.exclusions as roles on roles.kind = 'role' and attendance.role = roles.value
    where attendance.is_said_attended is distinct from false and sessions.has_attendance
)

select
    session_id,
    person_id,
    file_id,
    line,
    is_excluded_role and not is_nobodys_role as is_staff,
    not(is_excluded_role and is_nobodys_role) as is_present,
    has_times and not has_gaps as is_timed,
    case when has_times and not has_gaps then started_at end as started_at,
    case when has_times and not has_gaps then ended_at end as ended_at,
    case
        when has_times and has_gaps then least(reported_minutes, (epoch(ended_at) - epoch(started_at)) / 60)
        when not has_times then reported_minutes
    end as reported_minutes,
from marked
