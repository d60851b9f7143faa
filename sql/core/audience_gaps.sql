-- Días de los que la historia de un video no dice nada, aunque ya debería: nadie preguntó, o no hubo respuesta.
-- Days of which a video's history says nothing though it should by now: nobody asked, or nobody answered.
-- grain: Una fila por video y hueco. / One row per video and gap.
-- video_id: Video de YouTube. / Video on YouTube.
-- first_day_pacific: Primer día del hueco. / First day of the gap.
-- last_day_pacific: Último día del hueco. / Last day of the gap.
-- days: Días del hueco. / Days of the gap.
with histories as (
    select
        publications.video_id,
        publications.published_day_pacific as first_day,
        -- YouTube tells a day two or three days later.
        (cycle.as_of at time zone 'America/Los_Angeles')::date - 3 as last_day,
    from staging.publications
    cross join raw.cycle
    semi join staging.audience_daily on publications.video_id = audience_daily.video_id
),

-- What was removed because it might be kept no longer is not covered by the answers that it came with.
last_removals as (
    select max(purged_at) as removed_at,
    from raw.purges
    where source_table = 'raw.owner_daily'
),

answers as (
    select
        requests.video_id,
        requests.first_day,
        -- Asked for too early, a day is not told, or not all of it.
        least(requests.last_day, (requests.requested_at at time zone 'America/Los_Angeles')::date - 3) as last_day,
    from raw.owner_requests as requests
    cross join last_removals
    where
        requests.report = 'daily'
        and requests.reason is null
        and (last_removals.removed_at is null or requests.requested_at > last_removals.removed_at)
),

-- Days that were told; the two stretches without length close a history on both sides.
stretches as (
    select
        video_id,
        first_day,
        last_day,
    from answers
    where first_day <= last_day
    union all
    -- A table of videos tells a period's sum and none of its days.
    select
        totals.video_id,
        totals.first_day,
        totals.last_day,
    from staging.studio_totals as totals
    semi join staging.studio_daily using (file_id, video_id)
    union all
    select
        video_id,
        day_pacific as first_day,
        day_pacific as last_day,
    from staging.studio_daily
    union all
    select
        video_id,
        first_day - 1 as first_day,
        first_day - 1 as last_day,
    from histories
    union all
    select
        video_id,
        last_day + 1 as first_day,
        last_day + 1 as last_day,
    from histories
),

reached as (
    select
        stretches.video_id,
        -- What was asked of days before the publication leaves no gap before it.
        greatest(
            max(stretches.last_day) over (
                partition by stretches.video_id
                order by stretches.first_day, stretches.last_day
                rows between unbounded preceding and 1 preceding
            ) + 1,
            histories.first_day
        ) as first_day_pacific,
        least(stretches.first_day - 1, histories.last_day) as last_day_pacific,
    from stretches
    inner join histories using (video_id)
)

select
    video_id,
    first_day_pacific,
    last_day_pacific,
    last_day_pacific - first_day_pacific + 1 as days,
from reached
where first_day_pacific <= last_day_pacific
