-- Si cada fuente del libro de audiencia está al día, y desde cuándo no.
-- Whether each source of the audience ledger is up to date, and since when it is not.
-- grain: Una fila por fuente. / One row per source.
-- source: public (contadores públicos) u owner (historia de quien es dueño del canal). / public (public counters) or owner (history of the channel's owner).
-- status: fresh, stale, not_configured, not_connected (nadie autorizó su historia). / fresh, stale, not_configured, not_connected (nobody authorised their history).
-- asked_at: Última vez que se preguntó. / Last time asked.
-- answered_at: Última vez que hubo respuesta; NULL si nunca. / Last time answered; NULL where never.
-- reason: Por qué no hubo respuesta. / Why there was no answer.
-- remedy: Qué hacer. / What to do.
-- not_before: Desde cuándo se puede volver a preguntar; NULL si ya. / From when it may be asked again; NULL where at once.
with requests as (
    select
        'public' as source,
        requested_at,
        reason,
        remedy,
        not_before,
        1 as urgency,
    from raw.audience_requests
    union all
    select
        'owner' as source,
        requested_at,
        reason,
        remedy,
        not_before,
        -- A video of somebody else's channel, or a report that a video has not, is refused on every tick.
        case when reason in ('forbidden', 'badRequest') then 2 else 1 end as urgency,
    from raw.owner_requests
    union all
    select
        'owner' as source,
        checked_at as requested_at,
        reason,
        remedy,
        null::timestamptz as not_before,
        1 as urgency,
    from raw.owner_authorisations
    where not is_granted
),

-- The last time each source was asked, and the first thing that went wrong then.
last_requests as (
    select
        source,
        requested_at,
        reason,
        remedy,
        not_before,
    from requests
    qualify row_number() over (
        partition by source
        order by requested_at desc, urgency asc, reason is null asc, reason asc
    ) = 1
),

last_answers as (
    select
        source,
        max(requested_at) as answered_at,
    from requests
    where reason is null
    group by source
),

sources as (
    select
        'public' as source,
        count(*) as videos,
    from raw.session_videos
    union all
    select
        'owner' as source,
        count(*) as videos,
    from raw.session_videos
)

select
    sources.source,
    case
        when sources.videos = 0 then 'not_configured'
        -- Who gave the authorisation back chose so; a history that is not wanted is not stale.
        when last_requests.reason in ('disconnected', 'notConnected') then 'not_connected'
        when sources.source = 'owner' and last_requests.requested_at is null then 'not_connected'
        when last_requests.requested_at is not null and last_requests.reason is null then 'fresh'
        else 'stale'
    end as status,
    last_requests.requested_at as asked_at,
    last_answers.answered_at,
    last_requests.reason,
    last_requests.remedy,
    last_requests.not_before,
from sources
left join last_requests using (source)
left join last_answers using (source)
order by sources.source
