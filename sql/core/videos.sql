-- Los videos de cada sesión y qué se sabe de ellos.
-- Each session's videos, and what is known of them.
-- grain: Una fila por sesión y video; una con video NULL si no hay ninguno configurado. / One row per session and video; one with a NULL video where none is configured.
-- session_id: Sesión. / Session.
-- video_id: Video; NULL si cycle.toml aún no lo da. / Video; NULL where cycle.toml does not give it yet.
-- is_assumed: Nadie ha confirmado que el video sea de esta sesión. / Nobody has confirmed that the video is this session's.
-- status: observed, not_returned, never_observed, not_configured. / observed, not_returned, never_observed, not_configured.
with latest as (
    select
        video_id,
        is_returned,
    from raw.video_observations
    qualify row_number() over (partition by video_id order by observed_at desc) = 1
)

select
    sessions.session_id,
    session_videos.video_id,
    session_videos.is_assumed,
    case
        when session_videos.video_id is null then 'not_configured'
        when latest.is_returned is null then 'never_observed'
        when latest.is_returned then 'observed'
        else 'not_returned'
    end as status,
from raw.sessions
left join raw.session_videos using (session_id)
left join latest using (video_id)
