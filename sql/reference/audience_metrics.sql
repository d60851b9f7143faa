-- Las métricas de la audiencia: en qué se miden, y si se pueden sumar entre días y entre videos.
-- The audience's metrics: in what they are measured, and whether they add up over days and over videos.
-- grain: Una fila por métrica. / One row per metric.
-- metric: Métrica. / Metric.
-- column_names: Columnas que la llevan, separadas por espacios. / Columns that bear it, parted by spaces.
-- unit: Unidad. / Unit.
-- is_additive_over_days: La suma de días dice algo. / The sum of days means something.
-- is_additive_over_videos: La suma de videos dice algo. / The sum of videos means something.
-- note_es: Por qué, en español. / Why, in Spanish.
-- note_en: Por qué, en inglés. / Why, in English.
select
    metric,
    column_names,
    unit,
    is_additive_over_days::boolean as is_additive_over_days,
    is_additive_over_videos::boolean as is_additive_over_videos,
    note_es,
    note_en,
from raw.audience_metrics
