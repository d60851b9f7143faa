-- Cómo crecieron las vistas de cada video desde que se publicó: por la historia diaria y por los contadores públicos.
-- How each video's views grew since its publication: by the daily history and by the public counters.
-- grain: Una fila por video, fuente y día del Pacífico. / One row per video, source and Pacific day.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- source: history (lo que sabe quien es dueño del canal) o counter (contador público). / history (what the channel's owner knows) or counter (public counter).
-- day_pacific: Día en hora del Pacífico. / Day in Pacific time.
-- days_since_publication: Días desde la publicación; 0 es el día mismo. / Days since publication; 0 is the day itself.
-- views: Vistas de ese día; NULL para el contador, que solo da totales. / Views of that day; NULL for the counter, which tells totals only.
-- views_total: Vistas desde la publicación hasta ese día; NULL tras un hueco en la historia. / Views from publication to that day; NULL after a gap in the history.
-- obtained: Cómo se obtuvo: public, owner, studio. / How obtained: public, owner, studio.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
with days as (
    select
        video_id,
        day_pacific,
        sum(views)::bigint as views,
        min(obtained) as obtained,
        min(keep_until) as keep_until,
    from reach.audience_daily
    group by video_id, day_pacific
),

first_gaps as (
    select
        video_id,
        min(first_day_pacific) as first_day_pacific,
    from core.audience_gaps
    group by video_id
),

by_history as (
    select
        days.video_id,
        'history' as source,
        days.day_pacific,
        days.views,
        case
            when
                (first_gaps.first_day_pacific is null or days.day_pacific < first_gaps.first_day_pacific)
                and bool_and(days.views is not null) over so_far
                then (sum(days.views) over so_far)::bigint
        end as views_total,
        -- A total tells of all days that it adds up: it is the owner's from the first of theirs, and expires with it.
        min(days.obtained) over so_far as obtained,
        min(days.keep_until) over so_far as keep_until,
    from days
    left join first_gaps using (video_id)
    window so_far as (partition by days.video_id order by days.day_pacific)
),

by_counter as (
    select
        video_id,
        'counter' as source,
        (observed_at at time zone 'America/Los_Angeles')::date as day_pacific,
        null::bigint as views,
        views as views_total,
        obtained,
        keep_until,
    from staging.audience
    where views is not null
    qualify row_number() over (
        partition by video_id, (observed_at at time zone 'America/Los_Angeles')::date
        order by observed_at desc
    ) = 1
),

curves as (
    select
        video_id,
        source,
        day_pacific,
        views,
        views_total,
        obtained,
        keep_until,
    from by_history
    union all
    select
        video_id,
        source,
        day_pacific,
        views,
        views_total,
        obtained,
        keep_until,
    from by_counter
)

select
    videos.session_id,
    curves.video_id,
    curves.source,
    curves.day_pacific,
    datediff('day', videos.published_day_pacific, curves.day_pacific) as days_since_publication,
    curves.views,
    curves.views_total,
    curves.obtained,
    curves.keep_until,
from curves
inner join core.videos using (video_id)
order by videos.session_id, curves.video_id, curves.source, curves.day_pacific
