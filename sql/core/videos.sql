-- Los videos de cada sesión y qué se sabe de ellos.
-- Each session's videos, and what is known of them.
-- grain: Una fila por sesión y video; una con video NULL si no hay ninguno configurado. / One row per session and video; one with a NULL video where none is configured.
-- session_id: Sesión. / Session.
-- video_id: Video; NULL si cycle.toml aún no lo da. / Video; NULL where cycle.toml does not give it yet.
-- is_assumed: Nadie ha confirmado que el video sea de esta sesión. / Nobody has confirmed that the video is this session's.
-- status: observed, not_returned, never_observed, not_configured. / observed, not_returned, never_observed, not_configured.
-- first_returned_at: Primera vez que YouTube lo devolvió. / First time YouTube returned it.
-- last_returned_at: Última vez que YouTube lo devolvió. / Last time YouTube returned it.
-- missing_since: Desde cuándo falta; NULL si no falta. / Since when it is missing; NULL where it is not.
-- published_day_pacific: Día del Pacífico en que se publicó; NULL si no se sabe. / Pacific day of its publication; NULL where not known.
select
    sessions.session_id,
    session_videos.video_id,
    session_videos.is_assumed,
    case
        when session_videos.video_id is null then 'not_configured'
        when sightings.missing_since is not null then 'not_returned'
        when sightings.last_returned_at is not null then 'observed'
        else 'never_observed'
    end as status,
    sightings.first_returned_at,
    sightings.last_returned_at,
    sightings.missing_since,
    publications.published_day_pacific,
from raw.sessions
left join raw.session_videos using (session_id)
left join raw.video_sightings as sightings using (video_id)
left join staging.publications using (video_id)
