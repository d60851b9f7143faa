-- Huecos en la historia diaria de los videos, y por qué.
-- Gaps in the videos' daily history, and why.
-- grain: Una fila por video y hueco. / One row per video and gap.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- first_day_pacific: Primer día del hueco. / First day of the gap.
-- last_day_pacific: Último día del hueco. / Last day of the gap.
-- days: Días del hueco. / Days of the gap.
-- reason: never_asked, o por qué no contestó YouTube la última vez. / never_asked, or why YouTube did not answer last time.
with last_refusals as (
    select
        gaps.video_id,
        gaps.first_day_pacific,
        requests.reason,
    from core.audience_gaps as gaps
    inner join raw.owner_requests as requests
        on
            gaps.video_id = requests.video_id
            and requests.report = 'daily'
            and requests.reason is not null
            and gaps.last_day_pacific >= requests.first_day
            and gaps.first_day_pacific <= requests.last_day
    qualify row_number() over (
        partition by gaps.video_id, gaps.first_day_pacific
        order by requests.requested_at desc
    ) = 1
)

select
    session_videos.session_id,
    gaps.video_id,
    gaps.first_day_pacific,
    gaps.last_day_pacific,
    gaps.days,
    coalesce(last_refusals.reason, 'never_asked') as reason,
from core.audience_gaps as gaps
inner join raw.session_videos using (video_id)
left join last_refusals using (video_id, first_day_pacific)
order by session_videos.session_id, gaps.video_id, gaps.first_day_pacific
