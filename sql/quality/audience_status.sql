-- Si el libro de audiencia está al día, y desde cuándo no.
-- Whether the audience ledger is up to date, and since when it is not.
-- grain: Una fila. / One row.
-- status: fresh, stale, not_configured. / fresh, stale, not_configured.
-- asked_at: Última vez que se preguntó. / Last time asked.
-- answered_at: Última vez que hubo respuesta; NULL si nunca. / Last time answered; NULL where never.
-- reason: Por qué no hubo respuesta. / Why there was no answer.
-- remedy: Qué hacer. / What to do.
with last_request as (
    select
        requested_at,
        reason,
        remedy,
    from raw.audience_requests
    qualify row_number() over (order by requested_at desc) = 1
),

last_answer as (
    select max(observed_at) as answered_at,
    from raw.video_observations
),

configured as (
    select count(*) as videos,
    from raw.session_videos
)

select
    case
        when configured.videos = 0 then 'not_configured'
        when last_request.requested_at is not null and last_request.reason is null then 'fresh'
        else 'stale'
    end as status,
    last_request.requested_at as asked_at,
    last_answer.answered_at,
    last_request.reason,
    last_request.remedy,
from configured
cross join last_answer
left join last_request on true
