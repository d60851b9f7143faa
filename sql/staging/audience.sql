-- Lo que YouTube dijo de cada video, con lo que ganó desde la vez anterior y hasta cuándo se puede guardar.
-- What YouTube said of each video, with what it gained since the time before and until when it may be kept.
-- grain: Una fila por video e instante de observación. / One row per video and observed_at.
-- video_id: Video de YouTube. / Video on YouTube.
-- observed_at: Instante de la observación. / Instant of the observation.
-- is_returned: YouTube devolvió el video. / YouTube returned the video.
-- title: Título del video. / Title of the video.
-- published_at: Instante de publicación, o de inicio si se transmitió antes. / Instant of publication, or of the broadcast's start where that was earlier.
-- views: Vistas. / Views.
-- likes: Me gusta. / Likes.
-- comments: Comentarios. / Comments.
-- views_reason: Por qué faltan las vistas. / Why views are missing.
-- likes_reason: Por qué faltan los me gusta. / Why likes are missing.
-- comments_reason: Por qué faltan los comentarios. / Why comments are missing.
-- views_gained: Vistas desde la última vez que se supieron. / Views since they were last known.
-- fallen: Contadores que dijeron menos que alguna vez antes; NULL si ninguno. / Counters that told less than some time before; NULL where none did.
-- obtained: Cómo se obtuvo: public, owner, studio. / How obtained: public, owner, studio.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
with before as (
    select
        observations.*,
        lag(views ignore nulls) over earlier as views_before,
        max(views) over earlier_still as most_views,
        max(likes) over earlier_still as most_likes,
        max(comments) over earlier_still as most_comments,
    from raw.video_observations as observations
    window
        earlier as (partition by video_id order by observed_at),
        earlier_still as (
            partition by video_id order by observed_at rows between unbounded preceding and 1 preceding
        )
)

select
    before.video_id,
    before.observed_at,
    before.is_returned,
    before.title,
    least(before.published_at, before.live_started_at) as published_at,
    before.views,
    before.likes,
    before.comments,
    before.views_reason,
    before.likes_reason,
    before.comments_reason,
    before.views - before.views_before as views_gained,
    nullif(concat_ws(
        ', ',
        case when before.views < before.most_views then 'views' end,
        case when before.likes < before.most_likes then 'likes' end,
        case when before.comments < before.most_comments then 'comments' end
    ), '') as fallen,
    before.obtained,
    public_keep_until(before.observed_at, cycle.terms_amendment, cycle.time_zone) as keep_until,
from before
cross join raw.cycle
