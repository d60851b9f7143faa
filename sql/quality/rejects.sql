-- Cada fila que no se aceptó, con su motivo.
-- Each row that was not accepted, with its reason.
-- grain: Una fila por fila rechazada; una con línea NULL por archivo rechazado entero. / One row per rejected data row; one with a NULL line per file refused as a whole.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión, `cycle` o `reference`; NULL si nadie lo reclama. / Session, `cycle` or `reference`; NULL where nobody claims it.
-- kind: Clase de archivo. / Kind of file.
-- line: Línea del archivo. / Line of the file.
-- reason: Motivo, y qué hacer. / Reason, and what to do.
-- rows: Filas de datos que se pierden por él. / Data rows lost to it.
with rejected as (
    select
        file_id,
        line,
        reject_reason as reason,
        1 as rows,
    from staging.attendance_rows
    where reject_reason is not null
    union all
    select
        file_id,
        line,
        reject_reason,
        1,
    from staging.registration_rows
    where reject_reason is not null
    union all
    select
        file_id,
        line,
        reject_reason,
        1,
    from staging.studio_rows
    where reject_reason is not null
    union all
    select
        file_id,
        null,
        refused,
        coalesce(data_rows, 0),
    from raw.files
    where refused is not null and is_present
)

select
    rejected.file_id,
    files.folder,
    files.kind,
    rejected.line,
    rejected.reason,
    rejected.rows,
from rejected
inner join raw.files using (file_id)
