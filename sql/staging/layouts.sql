-- Qué columna de cada sección de un archivo contiene cada campo, según quien lo leyó.
-- Which column of each section of a file holds which field, as its reader found.
-- grain: Una fila por archivo y sección leída. / One row per file and section that is read.
-- file_id: Clave del archivo. / Key of the file.
-- section: Sección del archivo. / Section of the file.
-- section_role: Papel de todas las personas de la sección; NULL si la plataforma no lo dice. / Role of all people in the section; NULL where the platform does not say.
-- field_at: Posición (desde 1) de la columna de cada campo. / Position (from 1) of each field's column.
select
    file_id,
    section,
    any_value(role) as section_role,
    map_from_entries(list({ 'field': field, 'position': position + 1 } order by position)) as field_at,
from raw.columns
where field is not null
group by file_id, section
