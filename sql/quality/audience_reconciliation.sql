-- Si el contador público de cada video y la suma de su historia diaria dicen lo mismo, y si no, por qué.
-- Whether each video's public counter and the sum of its daily history say the same, and if not, why.
-- grain: Una fila por video del que se conocen ambos o uno. / One row per video of which both or one are known.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- last_day_pacific: Último día de la historia. / Last day of the history.
-- history_views: Suma de la historia hasta ese día. / Sum of the history through that day.
-- observed_at: Observación del contador más cercana al fin de ese día. / Observation of the counter nearest to the end of that day.
-- counter_views: Vistas del contador entonces. / Views of the counter then.
-- difference: Contador menos historia. / Counter minus history.
-- tolerance: Diferencia que no dice nada: 2 % del contador, y al menos 10 vistas. / Difference that says nothing: 2 % of the counter, and at least 10 views.
-- cause: within_tolerance, no_counter, no_history, days_missing, history_goes_on, days_withdrawn, counter_fell, later_views, days_not_told_yet, unexplained. / within_tolerance, no_counter, no_history, days_missing, history_goes_on, days_withdrawn, counter_fell, later_views, days_not_told_yet, unexplained.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
with histories as (
    select
        video_id,
        max(day_pacific) as last_day_pacific,
        -- The first instant after the history's last day.
        (max(day_pacific) + 1)::timestamp at time zone 'America/Los_Angeles' as ended_at,
        sum(views)::bigint as history_views,
        bool_or(is_withdrawn) as has_withdrawn_days,
        bool_or(is_settled is false) as has_unsettled_days,
        bool_or(views is null) as has_silent_days,
        min(keep_until) as keep_until,
    from staging.audience_daily
    group by video_id
),

counters as (
    select
        audience.video_id,
        audience.observed_at,
        audience.views as counter_views,
        audience.keep_until,
        bool_or(audience.fallen is not null and contains(audience.fallen, 'views'))
            over (partition by audience.video_id) as has_fallen,
    from staging.audience
    left join histories using (video_id)
    where audience.views is not null
    qualify row_number() over (
        partition by audience.video_id
        order by abs(epoch(audience.observed_at) - epoch(histories.ended_at)) nulls last, audience.observed_at desc
    ) = 1
),

-- A gap after the history's last day takes nothing from the sum through that day.
gaps as (
    select
        audience_gaps.video_id,
        sum(audience_gaps.days) as days,
    from core.audience_gaps
    inner join histories using (video_id)
    where audience_gaps.first_day_pacific <= histories.last_day_pacific
    group by audience_gaps.video_id
),

compared as (
    select
        session_videos.session_id,
        session_videos.video_id,
        histories.last_day_pacific,
        histories.ended_at,
        histories.history_views,
        counters.observed_at,
        counters.counter_views,
        counters.counter_views - histories.history_views as difference,
        case when counters.counter_views is not null then greatest(10, ceil(0.02 * counters.counter_views)) end::bigint
            as tolerance,
        coalesce(gaps.days > 0, false) or histories.has_silent_days as has_missing_days,
        histories.has_withdrawn_days,
        histories.has_unsettled_days,
        counters.has_fallen,
        least(histories.keep_until, counters.keep_until) as keep_until,
    from raw.session_videos
    left join histories using (video_id)
    left join counters using (video_id)
    left join gaps using (video_id)
    where histories.video_id is not null or counters.video_id is not null
)

select
    session_id,
    video_id,
    last_day_pacific,
    history_views,
    observed_at,
    counter_views,
    difference,
    tolerance,
    case
        when counter_views is null then 'no_counter'
        when history_views is null then 'no_history'
        when abs(difference) <= tolerance then 'within_tolerance'
        when has_missing_days and difference > 0 then 'days_missing'
        when observed_at < ended_at and difference < 0 then 'history_goes_on'
        when has_fallen and difference < 0 then 'counter_fell'
        when has_withdrawn_days then 'days_withdrawn'
        when observed_at > ended_at + interval 1 day and difference > 0 then 'later_views'
        when has_unsettled_days then 'days_not_told_yet'
        else 'unexplained'
    end as cause,
    keep_until,
from compared
order by session_id, video_id
