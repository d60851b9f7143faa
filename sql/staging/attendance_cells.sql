-- Asistencia como texto, con cada columna bajo el nombre de su campo.
-- Attendance as text, each column under its field's name.
-- grain: Una fila por fila de datos de un archivo de asistencia que cuenta. / One row per data row of an attendance export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión en cuya carpeta está el archivo. / Session in whose folder the file lies.
-- line: Línea del archivo, desde 1. / Line of the file, from 1.
-- is_cut: La fila está incompleta porque el archivo termina en ella. / The row is incomplete because the file breaks off in it.
-- section_role: Papel que da la sección. / Role that the section gives.
-- name: Nombre tal como aparece. / Name as shown.
-- email: Correo tal como aparece. / E-mail as shown.
-- joined_text: Hora de entrada. / Time of joining.
-- left_text: Hora de salida. / Time of leaving.
-- minutes_text: Minutos según la plataforma. / The platform's minutes.
-- role_text: Papel que da la fila. / Role that the row gives.
-- attended_text: Si asistió, según la plataforma. / Whether attended, by the platform's word.
-- waiting_room_text: Si está en sala de espera. / Whether in the waiting room.
-- event_text: Acción (lista de Teams). / Action (Teams list).
-- event_at_text: Hora de la acción (lista de Teams). / Time of the action (Teams list).
select
    attendance.file_id,
    attendance.folder as session_id,
    attendance.line,
    coalesce(attendance.line = files.cut_line, false) as is_cut,
    layouts.section_role,
    cell_text(attendance.cells[layouts.field_at['name']]) as name,
    cell_text(attendance.cells[layouts.field_at['email']]) as email,
    cell_text(attendance.cells[layouts.field_at['joined']]) as joined_text,
    cell_text(attendance.cells[layouts.field_at['left']]) as left_text,
    cell_text(attendance.cells[layouts.field_at['minutes']]) as minutes_text,
    cell_text(attendance.cells[layouts.field_at['role']]) as role_text,
    cell_text(attendance.cells[layouts.field_at['attended']]) as attended_text,
    cell_text(attendance.cells[layouts.field_at['waiting_room']]) as waiting_room_text,
    cell_text(attendance.cells[layouts.field_at['event']]) as event_text,
    cell_text(attendance.cells[layouts.field_at['event_at']]) as event_at_text,
from raw.attendance
inner join staging.layouts using (file_id, section)
inner join raw.files using (file_id)
where
    attendance.is_data
    and files.is_present
    and files.refused is null
