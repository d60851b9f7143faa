-- Qué columna de cada sección de un archivo contiene cada campo, según quien lo leyó.
-- Which column of each section of a file holds which field, as its reader found.
-- grain: Una fila por archivo y sección leída. / One row per file and section that is read.
-- file_id: Clave del archivo. / Key of the file.
-- section: Sección del archivo. / Section of the file.
-- section_role: Papel de todas las personas de la sección; NULL si la plataforma no lo dice. / Role of all people in the section; NULL where the platform does not say.
-- is_span: Una fila va de la primera entrada a la última salida de una persona, con huecos. / A row goes from a person's first joining to the last leaving, with gaps.
-- width: Columnas del encabezado. / Columns of the header.
-- field_at: Posición (desde 1) de la columna de cada campo. / Position (from 1) of each field's column.
select
    columns.file_id,
    columns.section,
    any_value(sections.role) as section_role,
    any_value(sections.is_span) as is_span,
    any_value(sections.width) as width,
    map_from_entries(list({ 'field': columns.field, 'position': columns.position + 1 } order by columns.position)) as field_at,
from raw.columns
inner join raw.sections using (file_id, section)
where columns.field is not null
group by columns.file_id, columns.section
