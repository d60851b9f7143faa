-- Cuántas reproducciones simultáneas tuvo cada transmisión en cada momento. No son personas ni se suman.
-- How many viewings at once each broadcast had at each moment. They are not people and are not added.
-- grain: Una fila por video y posición de la transmisión. / One row per video and position of the broadcast.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- livestream_position: Posición dentro de la transmisión, en pasos de YouTube. / Position within the broadcast, in YouTube's steps.
-- average_concurrent_viewers: Promedio de reproducciones simultáneas; no se suma. / Average viewings at once; not additive.
-- peak_concurrent_viewers: Máximo de reproducciones simultáneas; no se suma. / Most viewings at once; not additive.
-- obtained: Cómo se obtuvo: owner. / How obtained: owner.
-- obtained_at: Cuándo se obtuvo. / When it was obtained.
-- keep_until: Hasta cuándo se puede guardar. / Until when it may be kept.
select
    session_videos.session_id,
    concurrent.video_id,
    concurrent.livestream_position,
    concurrent.average_concurrent_viewers,
    concurrent.peak_concurrent_viewers,
    'owner' as obtained,
    concurrent.obtained_at,
    terms.keep_until,
from raw.owner_concurrent as concurrent
inner join raw.session_videos using (video_id)
cross join staging.owner_terms as terms
order by session_videos.session_id, concurrent.video_id, concurrent.livestream_position
