-- Archivos de YouTube Studio con tipos, y el motivo de cada fila que no se acepta.
-- YouTube Studio's files typed, with the reason of each row that is not accepted.
-- grain: Una fila por fila de datos o de totales de un archivo que cuenta. / One row per row of data or of totals of a file that counts.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- is_total: Es la suma que da Studio: sirve de prueba y no se cuenta. / It is Studio's own sum: it serves as a check and is not counted.
-- is_by_day: La tabla es por día. / The table is by day.
-- is_by_video: La tabla es por video. / The table is by video.
-- video_id: Video de YouTube; NULL en la suma de varios. / Video on YouTube; NULL in the sum of several.
-- day_pacific: Día en hora del Pacífico; NULL en tablas sin días. / Day in Pacific time; NULL in tables without days.
-- first_day: Primer día que abarca el archivo. / First day that the file covers.
-- last_day: Último día que abarca el archivo. / Last day that the file covers.
-- published_on: Día en que se publicó el video, según el archivo. / Day on which the video was published, by the file's word.
-- views: Vistas; NULL donde Studio no dice ninguna. / Views; NULL where Studio tells none.
-- estimated_minutes_watched: Minutos vistos, de las horas que da Studio. / Minutes watched, of the hours that Studio gives.
-- average_view_duration_s: Duración media de una vista en segundos; no se suma. / Average duration of a view in seconds; not additive.
-- reject_reason: Motivo del rechazo; NULL si se acepta. / Why rejected; NULL where accepted.
with stamped as (
    select
        *,
        stamp_text(case when contains(day_text, ':') then day_text else day_text || ' 00:00' end) as day_stamp,
        stamp_text(
            case when contains(published_text, ':') then published_text else published_text || ' 00:00' end
        ) as published_stamp,
    from staging.studio_cells
),

-- Studio writes the year first; a spreadsheet rewrites dates, and only some of them prove their order.
rewritten as (
    select
        file_id,
        first_day,
        last_day,
        unnest([local_time(day_stamp, 'dmy')::date, local_time(day_stamp, 'mdy')::date]) as day_pacific,
        unnest(['dmy', 'mdy']) as date_order,
    from stamped
    where not is_total and regexp_matches(day_stamp, '^\d{1,2}/\d{1,2}/\d{2,4} ')
),

possible_orders as (
    select
        file_id,
        date_order,
    from rewritten
    group by file_id, date_order
    having bool_and(day_pacific is not null and coalesce(day_pacific between first_day and last_day, true))
),

orders as (
    select
        possible_orders.file_id,
        case when count(*) = 1 then any_value(possible_orders.date_order) else any_value(files.stated_date_order) end
            as date_order,
        count(*) > 1 and any_value(files.stated_date_order) is null as is_ambiguous,
    from possible_orders
    inner join raw.files using (file_id)
    group by possible_orders.file_id
),

-- Thousands may be parted in views; in hours a lone comma before three digits may part thousands or decimals.
figures as (
    select
        *,
        case
            when regexp_full_match(views_text, '\d{1,15}') then views_text::bigint
            when regexp_full_match(views_text, '\d{1,3}([., \x{202F}]\d{3}){1,4}')
                then regexp_replace(views_text, '[^0-9]', '', 'g')::bigint
        end as views,
        case
            when regexp_full_match(watch_hours_text, '[1-9]\d{0,2}(,\d{3})+') then null
            when regexp_full_match(watch_hours_text, '\d{1,9}([.,]\d{1,9})?') then replace(watch_hours_text, ',', '.')::double
            when regexp_full_match(watch_hours_text, '\d{1,3}(,\d{3}){1,3}\.\d{1,9}')
                then replace(watch_hours_text, ',', '')::double
            when regexp_full_match(watch_hours_text, '\d{1,3}([. \x{202F}]\d{3}){1,3},\d{1,9}')
                then replace(regexp_replace(watch_hours_text, '[. \x{202F}]', '', 'g'), ',', '.')::double
        end as watch_hours,
        case
            when regexp_full_match(average_duration_text, '\d{1,6}:\d{2}:\d{2}')
                then
                    3600 * split_part(average_duration_text, ':', 1)::double
                    + 60 * split_part(average_duration_text, ':', 2)::double
                    + split_part(average_duration_text, ':', 3)::double
            when regexp_full_match(average_duration_text, '\d{1,3}:\d{2}')
                then 60 * split_part(average_duration_text, ':', 1)::double + split_part(average_duration_text, ':', 2)::double
            when regexp_full_match(average_duration_text, '\d{1,6}([.,]\d{1,9})?')
                then replace(average_duration_text, ',', '.')::double
        end as average_view_duration_s,
    from stamped
),

typed as (
    select
        figures.*,
        nullif(
            case
                when figures.is_by_video then regexp_extract(figures.video_text, '^[A-Za-z0-9_-]{11}$')
                else figures.named_video_id
            end,
            ''
        ) as video_id,
        coalesce(orders.is_ambiguous, false) as is_ambiguous,
        case
            when orders.date_order is not null or regexp_matches(figures.day_stamp, '^\d{4}/')
                then local_time(figures.day_stamp, coalesce(orders.date_order, 'ymd'))::date
        end as day_pacific,
        case
            when orders.date_order is not null or regexp_matches(figures.published_stamp, '^\d{4}/')
                then local_time(figures.published_stamp, coalesce(orders.date_order, 'ymd'))::date
        end as published_on,
        round(60 * figures.watch_hours, 4) as estimated_minutes_watched,
    from figures
    left join orders using (file_id)
),

-- Unpacked into one folder, the totals of an export by content lie beside its videos: they are sums of several.
folders_by_video as (
    select distinct regexp_replace(files.path, '/[^/]*$', '') as folder,
    from typed
    inner join raw.files using (file_id)
    where typed.is_by_video
),

sums_of_several as (
    select files.file_id,
    from raw.files
    inner join folders_by_video on regexp_replace(files.path, '/[^/]*$', '') = folders_by_video.folder
    where regexp_matches(lower(files.path), '/total(s|es)\b[^/]*$')
),

videos as (
    select coalesce(list(video_id), []) as video_ids,
    from raw.session_videos
),

judged as (
    select
        typed.*,
        case
            when typed.is_total then null
            when typed.is_cut then 'cut line: the file breaks off here; download it again'
            when typed.is_too_wide
                then 'more cells than columns: a separator stands in a cell without quotation marks; export it again unedited'
            when text_key(coalesce(typed.day_text, typed.video_text)) in ('total', 'totals', 'totales')
                then 'total: a sum is no day and no video; export the file again and do not sort it'
            when typed.video_id is null
                then 'no video: what stands in the place of its id has not its shape; export the file again unedited'
            when not list_contains(videos.video_ids, typed.video_id)
                then 'video_not_of_this_cycle: no session of cycle.toml has this video; name it there if it shows one'
            when sums_of_several.file_id is not null
                then 'sum of several videos: the file adds up those of the table beside it; take it out of the folder'
            when typed.is_by_day and typed.is_ambiguous
                then 'date_order ambiguous: no day is above 12; state date_order under [sources.audience] in cycle.toml'
            when typed.is_by_day and typed.day_pacific is null then 'day not readable: export the file again unedited'
            when typed.is_by_day and typed.day_pacific > (cycle.as_of at time zone 'America/Los_Angeles')::date
                then 'day to come: the day is not there yet in Pacific time; see that this machine has the right date'
            when
                (typed.views_text is not null and typed.views is null)
                or (typed.watch_hours_text is not null and typed.estimated_minutes_watched is null)
                or (typed.average_duration_text is not null and typed.average_view_duration_s is null)
                then 'figure not readable: export the file again unedited'
        end as reject_reason,
    from typed
    cross join videos
    cross join raw.cycle
    left join sums_of_several using (file_id)
),

accepted as (
    select
        file_id,
        line,
        video_id,
        day_pacific,
        concat_ws('/', views, estimated_minutes_watched, average_view_duration_s) as figures,
    from judged
    where reject_reason is null and not is_total
),

repeated as (
    select
        file_id,
        line,
        row_number() over (partition by file_id, video_id, day_pacific order by line) as place,
        min(figures) over (partition by file_id, video_id, day_pacific)
        <> max(figures) over (partition by file_id, video_id, day_pacific) as is_contradicted,
    from accepted
)

select
    judged.file_id,
    judged.line,
    judged.is_total,
    judged.is_by_day,
    judged.is_by_video,
    judged.video_id,
    judged.day_pacific,
    coalesce(
        judged.first_day,
        min(judged.day_pacific) filter (where judged.reject_reason is null) over (partition by judged.file_id)
    ) as first_day,
    coalesce(
        judged.last_day,
        max(judged.day_pacific) filter (where judged.reject_reason is null) over (partition by judged.file_id)
    ) as last_day,
    judged.published_on,
    judged.views,
    judged.estimated_minutes_watched,
    judged.average_view_duration_s,
    case
        when judged.reject_reason is not null then judged.reject_reason
        when repeated.is_contradicted
            then 'contradicted: the same video and day stand in the file with other figures; export it again unedited'
        when repeated.place > 1 then 'repeated: the same video and day stand in the file already'
    end as reject_reason,
from judged
left join repeated using (file_id, line)
