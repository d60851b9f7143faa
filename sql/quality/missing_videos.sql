-- Videos que se pidieron y YouTube no devuelve: borrados, privados o mal escritos. Nada de ellos se vuelve cero.
-- Videos that were asked for and YouTube does not return: deleted, private or mistyped. Nothing of them turns into zero.
-- grain: Una fila por sesión y video que falta. / One row per session and missing video.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- first_returned_at: Primera vez que YouTube lo devolvió; NULL si nunca. / First time YouTube returned it; NULL where never.
-- last_returned_at: Última vez que YouTube lo devolvió; NULL si nunca. / Last time YouTube returned it; NULL where never.
-- missing_since: Desde cuándo falta. / Since when it is missing.
-- last_observed_at: Instante de lo último que se sabe y aún se puede guardar. / Instant of what was last known and may still be kept.
-- last_title: Último título conocido. / Last title known.
-- last_views: Últimas vistas conocidas. / Last views known.
-- last_likes: Últimos me gusta conocidos. / Last likes known.
-- last_comments: Últimos comentarios conocidos. / Last comments known.
-- keep_until: Hasta cuándo se puede guardar. / Until when it may be kept.
with last_known as (
    select
        video_id,
        observed_at,
        title,
        views,
        likes,
        comments,
        keep_until,
    from staging.audience
    where is_returned
    qualify row_number() over (partition by video_id order by observed_at desc) = 1
)

select
    videos.session_id,
    videos.video_id,
    videos.first_returned_at,
    videos.last_returned_at,
    videos.missing_since,
    last_known.observed_at as last_observed_at,
    last_known.title as last_title,
    last_known.views as last_views,
    last_known.likes as last_likes,
    last_known.comments as last_comments,
    last_known.keep_until,
from core.videos
left join last_known using (video_id)
where videos.status = 'not_returned'
order by videos.session_id, videos.video_id
