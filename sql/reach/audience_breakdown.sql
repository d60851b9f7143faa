-- De dónde y cómo se vio cada video desde que se publicó. YouTube no distingue los estados de México.
-- From where and how each video was watched since its publication. YouTube does not tell Mexico's states apart.
-- grain: Una fila por video, dimensión y valor. / One row per video, dimension and value.
-- session_id: Sesión. / Session.
-- video_id: Video de YouTube. / Video on YouTube.
-- dimension: traffic_source, device, country, city. / traffic_source, device, country, city.
-- value: Valor, como YouTube lo llama. / Value, as YouTube calls it.
-- first_day_pacific: Primer día contado. / First day counted.
-- last_day_pacific: Último día contado. / Last day counted.
-- views: Vistas. / Views.
-- views_of_all_values: Vistas de todos los valores que YouTube lista; calla los pequeños. / Views of all values that YouTube lists; it is silent on small ones.
-- share_of_views: Vistas del valor entre las de todos los listados. / Views of the value divided by those of all listed.
-- estimated_minutes_watched: Minutos vistos, estimados por YouTube. / Minutes watched, as YouTube estimates.
-- obtained: Cómo se obtuvo: owner. / How obtained: owner.
-- obtained_at: Cuándo se obtuvo. / When it was obtained.
-- keep_until: Hasta cuándo se puede guardar. / Until when it may be kept.
select
    session_videos.session_id,
    breakdown.video_id,
    breakdown.dimension,
    breakdown.value,
    breakdown.first_day as first_day_pacific,
    breakdown.last_day as last_day_pacific,
    breakdown.views,
    (sum(breakdown.views) over listed)::bigint as views_of_all_values,
    breakdown.views / nullif(sum(breakdown.views) over listed, 0) as share_of_views,
    breakdown.estimated_minutes_watched,
    'owner' as obtained,
    breakdown.obtained_at,
    terms.keep_until,
from raw.owner_breakdown as breakdown
inner join raw.session_videos using (video_id)
cross join staging.owner_terms as terms
window listed as (partition by breakdown.video_id, breakdown.dimension)
order by session_videos.session_id, breakdown.video_id, breakdown.dimension, breakdown.value
