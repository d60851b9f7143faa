-- Totales de cada video en un periodo, tal como los da YouTube Studio: del mismo periodo cuenta el archivo más nuevo.
-- Totals of each video in a period, as YouTube Studio tells them: of one period the newest file counts.
-- grain: Una fila por video y periodo. / One row per video and period.
-- video_id: Video de YouTube. / Video on YouTube.
-- first_day: Primer día del periodo, en hora del Pacífico. / First day of the period, in Pacific time.
-- last_day: Último día del periodo, en hora del Pacífico. / Last day of the period, in Pacific time.
-- published_on: Día en que se publicó el video; NULL si el archivo no lo dice. / Day on which the video was published; NULL where the file does not say.
-- views: Vistas. / Views.
-- estimated_minutes_watched: Minutos vistos. / Minutes watched.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
select
    studio_rows.video_id,
    studio_rows.first_day,
    studio_rows.last_day,
    studio_rows.published_on,
    studio_rows.views,
    studio_rows.estimated_minutes_watched,
    studio_rows.file_id,
    studio_rows.line,
from staging.studio_rows
inner join raw.files using (file_id)
where
    studio_rows.reject_reason is null
    and studio_rows.video_id is not null
    and studio_rows.first_day is not null
    and studio_rows.last_day is not null
    -- A video's row of a table without days, or the total of a table of one video's days.
    and (studio_rows.is_total or not studio_rows.is_by_day)
    and not (studio_rows.is_total and studio_rows.is_by_video)
qualify row_number() over (
    partition by studio_rows.video_id, studio_rows.first_day, studio_rows.last_day
    order by files.arrived_at desc, studio_rows.is_total asc, files.path desc, studio_rows.line asc
) = 1
