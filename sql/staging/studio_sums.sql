-- Los totales que da YouTube Studio junto a la suma de los días del mismo archivo o de la misma exportación.
-- The totals that YouTube Studio tells beside the sum of the days of the same file or the same export.
-- grain: Una fila por archivo con días y medida con total. / One row per file with days and measure with a total.
-- file_id: Clave del archivo que tiene los días. / Key of the file that has the days.
-- session_id: Sesión del video; NULL si son de varias. / Session of the video; NULL where they are of several.
-- measure: views, minutes_watched. / views, minutes_watched.
-- platform_count: Total según Studio, en unidades enteras. / Total by Studio's word, in whole units.
-- our_count: Suma de los días aceptados, en unidades enteras. / Sum of the days accepted, in whole units.
-- rule: Qué sumamos. / What we add up.
-- explaining: Diferencia que explican las palabras. / Difference that the words explain.
-- words: Qué la explica. / What explains it.
with days as (
    select
        studio_rows.*,
        regexp_replace(files.path, '/[^/]*$', '') as folder,
    from staging.studio_rows
    inner join raw.files using (file_id)
    where not studio_rows.is_total and studio_rows.is_by_day
),

sums as (
    select
        file_id,
        count(*) filter (where reject_reason is null) as rows,
        count(*) filter (
            where reject_reason is not null and not starts_with(reject_reason, 'video_not_of_this_cycle')
        ) as rows_rejected,
        sum(views) filter (where reject_reason is null) as views,
        sum(estimated_minutes_watched) filter (where reject_reason is null) as minutes,
    from days
    group by file_id
),

totals_of_files as (
    select
        file_id,
        views,
        estimated_minutes_watched as minutes,
    from staging.studio_rows
    where is_total and is_by_day and not is_by_video
),

-- The days of videos have no total in their own file: it stands in the table by video of the same export.
videos_of_files as (
    select distinct
        file_id,
        folder,
        first_day,
        last_day,
        video_id,
    from days
    where is_by_video and reject_reason is null
),

tables_by_video as (
    select
        regexp_replace(files.path, '/[^/]*$', '') as folder,
        studio_rows.first_day,
        studio_rows.last_day,
        studio_rows.video_id,
        studio_rows.views,
        studio_rows.estimated_minutes_watched as minutes,
    from staging.studio_rows
    inner join raw.files using (file_id)
    where not studio_rows.is_total and not studio_rows.is_by_day and studio_rows.reject_reason is null
),

totals_of_exports as (
    select
        videos_of_files.file_id,
        sum(tables_by_video.views) as views,
        sum(tables_by_video.minutes) as minutes,
    from videos_of_files
    inner join tables_by_video using (folder, first_day, last_day, video_id)
    group by videos_of_files.file_id
),

totals as (
    select *,
    from totals_of_files
    union all by name
    select *,
    from totals_of_exports
),

sessions as (
    select
        days.file_id,
        case when count(distinct session_videos.session_id) = 1 then any_value(session_videos.session_id) end as session_id,
    from days
    inner join raw.session_videos using (video_id)
    group by days.file_id
),

measures as (
    select
        sums.file_id,
        unnest(['views', 'minutes_watched']) as measure,
        unnest([totals.views::double, totals.minutes]) as platform_count,
        unnest([sums.views::double, sums.minutes]) as our_count,
        unnest([0, ceil(0.003 * (sums.rows + 1))]) as rounding,
        sums.rows,
        sums.rows_rejected,
    from sums
    inner join totals using (file_id)
)

select
    measures.file_id,
    sessions.session_id,
    measures.measure,
    round(measures.platform_count)::bigint as platform_count,
    round(measures.our_count)::bigint as our_count,
    'sum over the days of the same export' as rule,
    case
        when measures.rows_rejected > 0 or measures.rows >= 500
            then greatest(round(measures.platform_count)::bigint - coalesce(round(measures.our_count)::bigint, 0), 0)
        else measures.rounding::bigint
    end as explaining,
    case
        when measures.rows_rejected > 0 then concat(measures.rows_rejected, ' rows of the file were rejected')
        when measures.rows >= 500 then 'Studio exports 500 rows at most: export fewer days at once'
        else 'hours that Studio rounds in each row'
    end as words,
from measures
left join sessions using (file_id)
where
    measures.platform_count is not null
    -- A measure that no day has is not compared; of days that were all rejected the sum is none of it.
    and (measures.our_count is not null or measures.rows = 0)
