-- Lo que la dueña o el dueño del canal sabe de cada día: por la API si autorizó, si no por sus archivos de Studio.
-- What the channel's owner knows of each day: from the API where authorised, else from their files of Studio.
-- grain: Una fila por video, día del Pacífico y modo. / One row per video, Pacific day and mode.
-- video_id: Video de YouTube. / Video on YouTube.
-- day_pacific: Día en hora del Pacífico. / Day in Pacific time.
-- live_or_on_demand: Modo: live, on_demand; unknown en archivos de Studio. / Mode: live, on_demand; unknown in Studio's files.
-- views: Vistas. / Views.
-- estimated_minutes_watched: Minutos vistos, estimados por YouTube. / Minutes watched, as YouTube estimates.
-- average_view_duration_s: Duración media de una vista en segundos; no se suma. / Average duration of a view in seconds; not additive.
-- obtained: Cómo se obtuvo: owner, studio. / How obtained: owner, studio.
-- is_settled: YouTube ya no corrige el día; NULL si no se sabe. / YouTube corrects the day no more; NULL where not known.
-- is_withdrawn: YouTube ya no lo devolvió al volver a preguntar. / YouTube did not return it when asked again.
-- keep_until: Hasta cuándo se puede guardar; NULL si no hay límite. / Until when it may be kept; NULL where there is no limit.
with from_owner as (
    select
        owner_daily.video_id,
        owner_daily.day_pacific,
        owner_daily.live_or_on_demand,
        owner_daily.views,
        owner_daily.estimated_minutes_watched::decimal(18, 3) as estimated_minutes_watched,
        owner_daily.average_view_duration_s,
        'owner' as obtained,
        datediff('day', owner_daily.day_pacific, (owner_daily.obtained_at at time zone 'America/Los_Angeles')::date)
        > cycle.audience_trailing_days as is_settled,
        owner_daily.is_withdrawn,
        terms.keep_until,
    from raw.owner_daily
    cross join raw.cycle
    cross join staging.owner_terms as terms
),

from_studio as (
    select
        studio_daily.video_id,
        studio_daily.day_pacific,
        'unknown' as live_or_on_demand,
        studio_daily.views,
        -- Decimals, so that a sum is the same in whatever order it is made.
        studio_daily.estimated_minutes_watched::decimal(18, 3) as estimated_minutes_watched,
        studio_daily.average_view_duration_s,
        'studio' as obtained,
        null::boolean as is_settled,
        false as is_withdrawn,
        null::timestamptz as keep_until,
    from staging.studio_daily
    anti join from_owner using (video_id, day_pacific)
)

select
    video_id,
    day_pacific,
    live_or_on_demand,
    views,
    estimated_minutes_watched,
    average_view_duration_s,
    obtained,
    is_settled,
    is_withdrawn,
    keep_until,
from from_owner
union all
select
    video_id,
    day_pacific,
    live_or_on_demand,
    views,
    estimated_minutes_watched,
    average_view_duration_s,
    obtained,
    is_settled,
    is_withdrawn,
    keep_until,
from from_studio
