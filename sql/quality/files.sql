-- Qué se leyó de cada archivo: filas = aceptadas + rechazadas.
-- What was read of each file: rows = accepted + rejected.
-- grain: Una fila por archivo que está ahora en la carpeta del ciclo. / One row per file that lies in the workspace now.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión, `cycle` o `reference`; NULL si nadie lo reclama. / Session, `cycle` or `reference`; NULL where nobody claims it.
-- kind: Clase de archivo. / Kind of file.
-- sha256: Huella del contenido. / Hash of the content.
-- platform: Plataforma reconocida. / Platform recognised.
-- language: Idioma. / Language.
-- encoding: Codificación. / Encoding.
-- rows: Filas de datos. / Data rows.
-- accepted: Filas aceptadas. / Rows accepted.
-- rejected: Filas rechazadas. / Rows rejected.
-- refused: Por qué se rechazó entero, y qué hacer. / Why it was refused as a whole, and what to do.
with accepted as (
    select
        file_id,
        count(*) as rows,
    from (
        select file_id, from staging.attendance
        union all
        select file_id, from staging.registrations
    ) as accepted_rows
    group by file_id
),

rejected as (
    select
        file_id,
        sum(rows)::bigint as rows,
    from quality.rejects
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
    coalesce(files.data_rows, 0) as rows,
    case
        when files.kind in ('municipalities', 'osc') and files.refused is null then files.data_rows
        else coalesce(accepted.rows, 0)
    end as accepted,
    coalesce(rejected.rows, 0) as rejected,
    files.refused,
from raw.files
left join accepted using (file_id)
left join rejected using (file_id)
where files.is_present
