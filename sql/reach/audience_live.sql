-- En vivo y a la carta: cuánto de la audiencia de cada video vino de cada modo, según quien es dueño del canal.
-- Live and on demand: how much of each video's audience came in each mode, as the channel's owner sees it.
-- grain: Una fila por video y modo. / One row per video and mode.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- live_or_on_demand: Modo: live, on_demand; unknown en archivos de Studio. / Mode: live, on_demand; unknown in Studio's files.
-- first_day_pacific: Primer día con vistas. / First day with views.
-- last_day_pacific: Último día con vistas. / Last day with views.
-- views: Vistas. / Views.
-- views_of_all_modes: Vistas del video en todos los modos. / Views of the video in all modes.
-- share_of_views: Vistas del modo entre las de todos. / Views of the mode divided by those of all.
-- estimated_minutes_watched: Minutos vistos, estimados por YouTube; NULL si algún día no los dice. / Minutes watched, as YouTube estimates; NULL where some day does not tell them.
-- average_view_duration_s: Minutos vistos entre vistas de los días que dicen ambos, en segundos. / Minutes watched divided by views of the days that tell both, in seconds.
-- obtained: Cómo se obtuvo: owner, studio. / How obtained: owner, studio.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
with totals as (
    select
        session_id,
        video_id,
        live_or_on_demand,
        min(day_pacific) as first_day_pacific,
        max(day_pacific) as last_day_pacific,
        sum(views)::bigint as views,
        -- Of some days Studio tells no minutes; then the sum would be that of fewer days.
        case when count(*) = count(estimated_minutes_watched) then sum(estimated_minutes_watched) end::decimal(18, 3)
            as estimated_minutes_watched,
        -- Of the days that tell both.
        60.0 * sum(estimated_minutes_watched) filter (where views is not null)
        / nullif(sum(views) filter (where estimated_minutes_watched is not null), 0) as average_view_duration_s,
        min(obtained) as obtained,
        min(keep_until) as keep_until,
    from reach.audience_daily
    group by session_id, video_id, live_or_on_demand
)

select
    session_id,
    video_id,
    live_or_on_demand,
    first_day_pacific,
    last_day_pacific,
    views,
    (sum(views) over (partition by video_id))::bigint as views_of_all_modes,
    views / nullif(sum(views) over (partition by video_id), 0) as share_of_views,
    estimated_minutes_watched,
    average_view_duration_s,
    -- A mode's share tells of the other modes too: it is the owner's where one of them is, and expires with it.
    min(obtained) over (partition by video_id) as obtained,
    min(keep_until) over (partition by video_id) as keep_until,
from totals
order by session_id, video_id, live_or_on_demand
