-- Lo que YouTube dijo de cada video, con lo que ganó desde la vez anterior y hasta cuándo se puede guardar.
-- What YouTube said of each video, with what it gained since the time before and until when it may be kept.
-- grain: Una fila por video e instante de observación. / One row per video and observed_at.
-- video_id: Video de YouTube. / Video on YouTube.
-- observed_at: Instante de la observación. / Instant of the observation.
-- is_returned: YouTube devolvió el video. / YouTube returned the video.
-- views: Vistas. / Views.
-- likes: Me gusta. / Likes.
-- comments: Comentarios. / Comments.
-- views_reason: Por qué faltan las vistas. / Why views are missing.
-- likes_reason: Por qué faltan los me gusta. / Why likes are missing.
-- comments_reason: Por qué faltan los comentarios. / Why comments are missing.
-- views_gained: Vistas desde la observación anterior. / Views since the observation before.
-- obtained: Cómo se obtuvo: public, owner, studio. / How obtained: public, owner, studio.
-- keep_until: Hasta cuándo se puede guardar sin renovar. / Until when it may be kept without refreshing.
select
    video_id,
    observed_at,
    is_returned,
    views,
    likes,
    comments,
    views_reason,
    likes_reason,
    comments_reason,
    views - lag(views) over (partition by video_id order by observed_at) as views_gained,
    obtained,
    observed_at + interval 30 day as keep_until,
from raw.video_observations
