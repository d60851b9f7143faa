-- La audiencia por día según la dueña o el dueño del canal. Las vistas no son personas y no se suman con ellas.
-- The audience by day as the channel's owner sees it. Views are not people and are never added to them.
-- grain: Una fila por video, día del Pacífico y modo. / One row per video, Pacific day and mode.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- day_pacific: Día en hora del Pacífico, no en la del ciclo. / Day in Pacific time, not in the cycle's.
-- live_or_on_demand: Modo: live, on_demand; unknown en archivos de Studio. / Mode: live, on_demand; unknown in Studio's files.
-- views: Vistas. / Views.
-- estimated_minutes_watched: Minutos vistos, estimados por YouTube. / Minutes watched, as YouTube estimates.
-- average_view_duration_s: Duración media de una vista en segundos; no se suma ni se promedia. / Average duration of a view in seconds; neither added nor averaged.
-- obtained: Cómo se obtuvo: owner, studio. / How obtained: owner, studio.
-- is_settled: YouTube ya no corrige el día; NULL si no se sabe. / YouTube corrects the day no more; NULL where not known.
-- is_withdrawn: YouTube ya no lo devolvió al volver a preguntar. / YouTube did not return it when asked again.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
select
    session_videos.session_id,
    daily.video_id,
    daily.day_pacific,
    daily.live_or_on_demand,
    daily.views,
    daily.estimated_minutes_watched,
    daily.average_view_duration_s,
    daily.obtained,
    daily.is_settled,
    daily.is_withdrawn,
    daily.keep_until,
from staging.audience_daily as daily
inner join raw.session_videos using (video_id)
order by session_videos.session_id, daily.video_id, daily.day_pacific, daily.live_or_on_demand
