-- Cuándo se publicó cada video: lo que dice YouTube, si no el archivo de Studio, si no su primer día con historia.
-- When each video was published: as YouTube says, else Studio's file, else its first day with history.
-- grain: Una fila por video del que se sabe algo. / One row per video of which something is known.
-- video_id: Video de YouTube. / Video on YouTube.
-- published_day_pacific: Día del Pacífico en que se publicó. / Pacific day of its publication.
with tellings as (
    select
        video_id,
        1 as preference,
        (published_at at time zone 'America/Los_Angeles')::date as day_pacific,
    from staging.audience
    where published_at is not null
    union all
    select
        video_id,
        2 as preference,
        published_on as day_pacific,
    from staging.studio_totals
    where published_on is not null
    union all
    select
        video_id,
        3 as preference,
        day_pacific,
    from staging.audience_daily
)

select
    video_id,
    min(day_pacific) as published_day_pacific,
from (
    select
        video_id,
        preference,
        day_pacific,
    from tellings
    qualify preference = min(preference) over (partition by video_id)
) as best
group by video_id
