-- Qué se leyó de cada archivo: filas = aceptadas + rechazadas; las de otras secciones se guardan sin leer.
-- What was read of each file: rows = accepted + rejected; those of other sections are kept unread.
-- grain: Una fila por archivo que está ahora en la carpeta del ciclo. / One row per file that lies in the workspace now.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión, `cycle` o `reference`; NULL si nadie lo reclama. / Session, `cycle` or `reference`; NULL where nobody claims it.
-- kind: Clase de archivo. / Kind of file.
-- sha256: Huella del contenido. / Hash of the content.
-- platform: Plataforma reconocida. / Platform recognised.
-- language: Idioma. / Language.
-- encoding: Codificación. / Encoding.
-- date_order: Orden de día, mes y año que demuestra. / Order of day, month and year that it proves.
-- date_order_proof: Qué lo demuestra. / What proves it.
-- time_zone: Zona horaria en que se leyó. / Time zone in which it was read.
-- rows: Filas de datos. / Data rows.
-- skipped: Filas de otras secciones. / Rows of other sections.
-- accepted: Filas aceptadas. / Rows accepted.
-- rejected: Filas rechazadas. / Rows rejected.
-- stays: Estancias con entrada y salida. / Stays with joining and leaving.
-- first_join: Primera entrada aceptada. / First joining accepted.
-- last_leave: Última salida aceptada. / Last leaving accepted.
-- invisible_characters: Caracteres invisibles que se quitaron. / Invisible characters removed.
-- damaged_characters: Caracteres que no se pudieron leer. / Characters that could not be read.
-- superseded_by: Clave de la versión más nueva que lo sustituye. / Key of the newer version that supersedes it.
-- refused: Por qué se rechazó entero, y qué hacer. / Why it was refused as a whole, and what to do.
with accepted as (
    select
        file_id,
        count(*) as rows,
        count(*) filter (where is_stay) as stays,
        min(joined_at) as first_join,
        max(left_at) as last_leave,
    from staging.attendance_rows
    where reject_reason is null
    group by file_id
    union all
    select
        file_id,
        count(*),
        null,
        null,
        null,
    from staging.registration_rows
    where reject_reason is null
    group by file_id
    union all
    select
        file_id,
        count(*),
        null,
        null,
        null,
    from staging.studio_rows
    where reject_reason is null and not is_total
    group by file_id
),

rejected as (
    select
        file_id,
        sum(rows)::bigint as rows,
    from quality.rejects
    group by file_id
),

unread as (
    select file_id,
    from raw.attendance
    where not is_data
    union all
    select file_id,
    from raw.registrations
    where not is_data
    union all
    select file_id,
    from raw.cycle_registrations
    where not is_data
    union all
    select file_id,
    from raw.audience_exports
    where not is_data
),

skipped as (
    select
        file_id,
        count(*) as rows,
    from unread
    group by file_id
)

select
    files.file_id,
    files.folder,
    files.kind,
    files.sha256,
    files.platform,
    files.language,
    files.encoding,
    date_orders.date_order,
    date_orders.proof as date_order_proof,
    files.time_zone,
    coalesce(files.data_rows, 0) as rows,
    coalesce(skipped.rows, 0) as skipped,
    case
        when files.kind in ('municipalities', 'osc') and files.refused is null then files.data_rows
        else coalesce(accepted.rows, 0)
    end as accepted,
    coalesce(rejected.rows, 0) as rejected,
    accepted.stays,
    accepted.first_join,
    accepted.last_leave,
    coalesce(files.invisible_characters, 0) as invisible_characters,
    coalesce(files.damaged_characters, 0) as damaged_characters,
    file_versions.superseded_by,
    files.refused,
from raw.files
left join accepted using (file_id)
left join rejected using (file_id)
left join skipped using (file_id)
left join staging.date_orders using (file_id)
left join staging.file_versions using (file_id)
where files.is_present
