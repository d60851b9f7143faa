-- Archivos de YouTube Studio como texto, con lo que sus nombres dicen del video y del periodo.
-- YouTube Studio's files as text, with what their names say of the video and the period.
-- grain: Una fila por fila de datos o de totales de un archivo que cuenta. / One row per row of data or of totals of a file that counts.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo, desde 1. / Line of the file, from 1.
-- is_total: Es la suma que da Studio, no un día ni un video. / It is Studio's own sum, neither a day nor a video.
-- is_cut: La fila está incompleta porque el archivo termina en ella. / The row is incomplete because the file breaks off in it.
-- is_too_wide: Tiene celdas llenas más allá del encabezado. / It has filled cells beyond the header.
-- is_by_day: La tabla tiene una columna de fechas. / The table has a column of dates.
-- is_by_video: La tabla tiene una columna de videos. / The table has a column of videos.
-- day_text: Día. / Day.
-- video_text: Video. / Video.
-- published_text: Cuándo se publicó el video. / When the video was published.
-- views_text: Vistas. / Views.
-- watch_hours_text: Horas vistas. / Hours watched.
-- average_duration_text: Duración media de una vista. / Average duration of a view.
-- named_video_id: Video que dicen los nombres de la carpeta, el zip o el archivo. / Video that the names of folder, zip or file give.
-- first_day: Primer día del periodo según los nombres. / First day of the period, by the names.
-- last_day: Último día del periodo según los nombres. / Last day of the period, by the names.
with layouts as (
    select
        file_id,
        width,
        field_at,
        field_at['day'] is not null as is_by_day,
        field_at['video'] is not null as is_by_video,
    from staging.layouts
),

named as (
    select
        file_id,
        any_value(value) filter (where fact = 'video_id') as video_id,
        any_value(try_cast(value as date)) filter (where fact = 'first_day') as first_day,
        any_value(try_cast(value as date)) filter (where fact = 'last_day') as last_day,
    from raw.facts
    group by file_id
)

select
    exports.file_id,
    exports.line,
    not exports.is_data as is_total,
    coalesce(exports.line = files.cut_line, false) as is_cut,
    has_more_cells(exports.cells, layouts.width) as is_too_wide,
    layouts.is_by_day,
    layouts.is_by_video,
    cell_text(exports.cells[layouts.field_at['day']]) as day_text,
    cell_text(exports.cells[layouts.field_at['video']]) as video_text,
    cell_text(exports.cells[layouts.field_at['published']]) as published_text,
    cell_text(exports.cells[layouts.field_at['views']]) as views_text,
    cell_text(exports.cells[layouts.field_at['watch_hours']]) as watch_hours_text,
    cell_text(exports.cells[layouts.field_at['average_duration']]) as average_duration_text,
    named.video_id as named_video_id,
    named.first_day,
    named.last_day,
from raw.audience_exports as exports
inner join layouts using (file_id)
inner join raw.files using (file_id)
left join named using (file_id)
where
    (exports.is_data or exports.section = 'total')
    and files.is_present
    and files.refused is null
