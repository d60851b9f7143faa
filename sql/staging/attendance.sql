-- Asistencia aceptada.
-- Attendance, as accepted.
-- grain: Una fila por fila de datos aceptada. / One row per accepted data row.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión. / Session.
-- line: Línea del archivo. / Line of the file.
-- person_key: De quién trata la fila, según la fila misma. / Whom the row is about, by its own word.
-- email: Correo normalizado. / Normalised e-mail.
-- name: Nombre tal como aparece. / Name as shown.
-- role: Papel. / Role.
-- joined_at: Entrada. / Joined.
-- left_at: Salida. / Left.
-- is_span: Entre ambas puede haber huecos. / There may be gaps between the two.
-- reported_minutes: Minutos según la plataforma, donde no da horas o puede haber huecos. / The platform's minutes, where it gives no times or there may be gaps.
-- is_said_attended: Si asistió, según la plataforma. / Whether attended, by the platform's word.
with counted as (
    select file_id,
    from staging.file_versions
    where is_counted
)

select
    file_id,
    session_id,
    line,
    person_key,
    email,
    name,
    role,
    joined_at,
    left_at,
    is_span,
    reported_minutes,
    is_said_attended,
from staging.attendance_rows
where
    reject_reason is null
    and session_id is not null
    and file_id in (select counted.file_id, from counted)
