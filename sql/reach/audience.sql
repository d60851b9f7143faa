-- El libro de audiencia: cada observación de cada video. Las vistas no son personas y no se suman con ellas.
-- The audience ledger: each observation of each video. Views are not people and are never added to them.
-- grain: Una fila por sesión, video e instante de observación. / One row per session, video and observed_at.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- is_assumed: Nadie ha confirmado que el video sea de esta sesión. / Nobody has confirmed that the video is this session's.
-- observed_at: Instante de la observación. / Instant of the observation.
-- views: Vistas; NULL si YouTube no las dio. / Views; NULL where YouTube did not give them.
-- likes: Me gusta; NULL si están ocultos. / Likes; NULL where hidden.
-- comments: Comentarios; NULL si están desactivados. / Comments; NULL where disabled.
-- views_reason: Por qué faltan las vistas. / Why views are missing.
-- likes_reason: Por qué faltan los me gusta. / Why likes are missing.
-- comments_reason: Por qué faltan los comentarios. / Why comments are missing.
-- views_gained: Vistas desde la última vez que se supieron. / Views since they were last known.
-- fallen: Contadores que dijeron menos que alguna vez antes; NULL si ninguno. / Counters that told less than some time before; NULL where none did.
-- obtained: Cómo se obtuvo: public, owner, studio. / How obtained: public, owner, studio.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
select
    session_videos.session_id,
    audience.video_id,
    session_videos.is_assumed,
    audience.observed_at,
    audience.views,
    audience.likes,
    audience.comments,
    audience.views_reason,
    audience.likes_reason,
    audience.comments_reason,
    audience.views_gained,
    audience.fallen,
    audience.obtained,
    audience.keep_until,
from staging.audience
inner join raw.session_videos using (video_id)
order by session_videos.session_id, audience.video_id, audience.observed_at
