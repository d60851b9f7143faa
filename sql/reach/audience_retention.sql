-- Qué parte de la audiencia sigue viendo en cada momento del video. No se suma ni se promedia.
-- Which share of the audience still watches at each moment of the video. Neither added nor averaged.
-- grain: Una fila por video y parte transcurrida. / One row per video and share elapsed.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- elapsed_ratio: Parte del video que ha transcurrido, de 0 a 1. / Share of the video that has passed, from 0 to 1.
-- audience_watch_ratio: Reproducciones de ese momento entre vistas; pasa de 1 si se repite. / Viewings of that moment divided by views; above 1 where it is watched again.
-- obtained: Cómo se obtuvo: owner. / How obtained: owner.
-- obtained_at: Cuándo se obtuvo. / When it was obtained.
-- keep_until: Hasta cuándo se puede guardar. / Until when it may be kept.
select
    session_videos.session_id,
    retention.video_id,
    retention.elapsed_ratio,
    retention.audience_watch_ratio,
    'owner' as obtained,
    retention.obtained_at,
    terms.keep_until,
from raw.owner_retention as retention
inner join raw.session_videos using (video_id)
cross join staging.owner_terms as terms
order by session_videos.session_id, retention.video_id, retention.elapsed_ratio
