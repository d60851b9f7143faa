-- Asistencia como texto, con cada columna bajo el nombre de su campo.
-- Attendance as text, each column under its field's name.
-- grain: Una fila por fila de datos de un archivo de asistencia que cuenta. / One row per data row of an attendance export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión en cuya carpeta está el archivo; NULL si no está en ninguna. / Session in whose folder the file lies; NULL where in none.
-- line: Línea del archivo, desde 1. / Line of the file, from 1.
-- is_cut: La fila está incompleta porque el archivo termina en ella. / The row is incomplete because the file breaks off in it.
-- is_too_wide: Tiene celdas llenas más allá del encabezado. / It has filled cells beyond the header.
-- is_span: Va de la primera entrada a la última salida, con huecos. / It goes from first joining to last leaving, with gaps.
-- section_role: Papel que da la sección. / Role that the section gives.
-- name: Nombre tal como aparece. / Name as shown.
-- email: Correo tal como aparece. / E-mail as shown.
-- joined_text: Hora de entrada. / Time of joining.
-- left_text: Hora de salida. / Time of leaving.
-- submitted_text: Cuándo se llenó (formulario de asistencia). / When filled in (attendance form).
-- minutes_text: Minutos según la plataforma. / The platform's minutes.
-- role_text: Papel que da la fila. / Role that the row gives.
-- is_moderator: La fila dice que modera. / The row says that the person moderates.
-- is_said_attended: Si asistió, según la plataforma. / Whether attended, by the platform's word.
-- is_in_waiting_room: Está en sala de espera. / Is in the waiting room.
-- event_text: Acción (lista de Teams). / Action (Teams list).
-- event_at_text: Hora de la acción (lista de Teams). / Time of the action (Teams list).
with cells as (
    select
        attendance.file_id,
        attendance.folder,
        attendance.line,
        coalesce(attendance.line = files.cut_line, false) as is_cut,
        layouts.section_role,
        layouts.is_span,
        has_more_cells(attendance.cells, layouts.width) as is_too_wide,
        facts.file_date,
        cell_text(attendance.cells[layouts.field_at['name']]) as full_name,
        cell_text(attendance.cells[layouts.field_at['first_name']]) as first_name,
        cell_text(attendance.cells[layouts.field_at['last_name']]) as last_name,
        cell_text(attendance.cells[layouts.field_at['email']]) as email,
        stamp_text(cell_text(attendance.cells[layouts.field_at['joined']])) as joined_text,
        stamp_text(cell_text(attendance.cells[layouts.field_at['left']])) as left_text,
        stamp_text(cell_text(attendance.cells[layouts.field_at['submitted_at']])) as submitted_text,
        cell_text(attendance.cells[layouts.field_at['minutes']]) as minutes_text,
        cell_text(attendance.cells[layouts.field_at['role']]) as role_text,
        is_yes(attendance.cells[layouts.field_at['moderator']]) as is_moderator,
        is_yes(attendance.cells[layouts.field_at['attended']]) as is_said_attended,
        is_yes(attendance.cells[layouts.field_at['waiting_room']]) as is_in_waiting_room,
        cell_text(attendance.cells[layouts.field_at['event']]) as event_text,
        stamp_text(cell_text(attendance.cells[layouts.field_at['event_at']])) as event_at_text,
    from raw.attendance
    inner join staging.layouts using (file_id, section)
    inner join raw.files using (file_id)
    left join staging.facts using (file_id)
    where
        attendance.is_data
        and files.is_present
        and files.refused is null
)

select
    file_id,
    folder,
    line,
    is_cut,
    is_too_wide,
    is_span,
    section_role,
    coalesce(full_name, nullif(concat_ws(' ', first_name, last_name), '')) as name,
    email,
    with_date(joined_text, file_date) as joined_text,
    with_date(left_text, file_date) as left_text,
    submitted_text,
    minutes_text,
    role_text,
    coalesce(is_moderator, false) as is_moderator,
    is_said_attended,
    coalesce(is_in_waiting_room, false) as is_in_waiting_room,
    event_text,
    event_at_text,
from cells
