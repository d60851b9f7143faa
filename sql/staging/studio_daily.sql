-- Vistas y minutos de cada video por día, según los archivos de YouTube Studio: de cada día cuenta el archivo más nuevo.
-- Views and minutes of each video by day, as YouTube Studio's files have them: of each day the newest file counts.
-- grain: Una fila por video y día del Pacífico. / One row per video and Pacific day.
-- video_id: Video de YouTube. / Video on YouTube.
-- day_pacific: Día en hora del Pacífico. / Day in Pacific time.
-- views: Vistas. / Views.
-- estimated_minutes_watched: Minutos vistos; NULL si el archivo no los da. / Minutes watched; NULL where the file does not give them.
-- average_view_duration_s: Duración media de una vista en segundos; no se suma. / Average duration of a view in seconds; not additive.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
with days as (
    select *,
    from staging.studio_rows
    where
        reject_reason is null
        and not is_total
        and is_by_day
        and (views is not null or estimated_minutes_watched is not null)
),

published as (
    select
        video_id,
        min(published_on) as published_on,
    from staging.studio_rows
    where reject_reason is null
    group by video_id
)

select
    days.video_id,
    days.day_pacific,
    days.views,
    days.estimated_minutes_watched,
    days.average_view_duration_s,
    days.file_id,
    days.line,
from days
inner join raw.files using (file_id)
left join published using (video_id)
where
    -- Studio lists zeros for days on which the video was not there yet: they are no days of it.
    coalesce(days.day_pacific >= published.published_on, true)
    or days.views > 0
    or days.estimated_minutes_watched > 0
-- The parts of one export arrive together; of those the one that also tells the minutes counts.
qualify row_number() over (
    partition by days.video_id, days.day_pacific
    order by
        days.last_day desc, files.arrived_at desc, days.estimated_minutes_watched is null asc, files.path desc, days.line asc
) = 1
