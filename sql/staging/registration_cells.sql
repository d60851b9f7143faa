-- Registros como texto, con cada pregunta bajo el nombre de su campo.
-- Registrations as text, each question under its field's name.
-- grain: Una fila por fila de datos de un archivo de registros que cuenta. / One row per data row of a registrations export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión en cuya carpeta está el archivo, o `cycle`. / Session in whose folder the file lies, or `cycle`.
-- line: Línea del archivo, desde 1. / Line of the file, from 1.
-- is_cut: La fila está incompleta porque el archivo termina en ella. / The row is incomplete because the file breaks off in it.
-- is_too_wide: Tiene celdas llenas más allá del encabezado. / It has filled cells beyond the header.
-- submitted_text: Marca temporal. / Stamp.
-- email: Correo. / E-mail.
-- name: Nombre. / Name.
-- organisation: Organización o institución. / Organisation or institution.
-- actor_type_text: Tipo de organización. / Kind of organisation.
-- cluni: CLUNI. / CLUNI.
-- rfc: RFC de la organización. / RFC of the organisation.
-- state: Entidad federativa. / State.
-- municipality: Municipio o alcaldía. / Municipality.
-- position: Cargo. / Position.
-- gender: Género. / Gender.
-- how_heard: Cómo se enteró. / How they heard of it.
-- telephone: Teléfono. / Telephone.
-- sessions_text: Sesiones que eligió. / Sessions chosen.
-- approval_text: Estado de aprobación (Zoom). / Approval status (Zoom).
-- privacy_accepted_text: Respuesta al aviso de privacidad. / Answer to the privacy notice.
with answers as (
    select *,
    from raw.registrations
    union all
    select *,
    from raw.cycle_registrations
)

select
    answers.file_id,
    answers.folder,
    answers.line,
    coalesce(answers.line = files.cut_line, false) as is_cut,
    has_more_cells(answers.cells, layouts.width) as is_too_wide,
    stamp_text(cell_text(answers.cells[layouts.field_at['submitted_at']])) as submitted_text,
    cell_text(answers.cells[layouts.field_at['email']]) as email,
    coalesce(
        cell_text(answers.cells[layouts.field_at['name']]),
        nullif(concat_ws(
            ' ',
            cell_text(answers.cells[layouts.field_at['first_name']]),
            cell_text(answers.cells[layouts.field_at['last_name']])
        ), '')
    ) as name,
    cell_text(answers.cells[layouts.field_at['organisation']]) as organisation,
    cell_text(answers.cells[layouts.field_at['actor_type']]) as actor_type_text,
    cell_text(answers.cells[layouts.field_at['cluni']]) as cluni,
    cell_text(answers.cells[layouts.field_at['rfc']]) as rfc,
    cell_text(answers.cells[layouts.field_at['state']]) as state,
    cell_text(answers.cells[layouts.field_at['municipality']]) as municipality,
    cell_text(answers.cells[layouts.field_at['position']]) as position,
    cell_text(answers.cells[layouts.field_at['gender']]) as gender,
    cell_text(answers.cells[layouts.field_at['how_heard']]) as how_heard,
    cell_text(answers.cells[layouts.field_at['telephone']]) as telephone,
    cell_text(answers.cells[layouts.field_at['sessions']]) as sessions_text,
    cell_text(answers.cells[layouts.field_at['approval']]) as approval_text,
    cell_text(answers.cells[layouts.field_at['privacy_accepted']]) as privacy_accepted_text,
from answers
inner join staging.layouts using (file_id, section)
inner join raw.files using (file_id)
where
    answers.is_data
    and files.is_present
    and files.refused is null
