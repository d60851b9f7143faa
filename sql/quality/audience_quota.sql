-- Cuota de YouTube gastada por día del Pacífico; los intentos sin respuesta también gastan.
-- YouTube's quota spent by Pacific day; attempts without an answer spend too.
-- grain: Una fila por día del Pacífico y cuota. / One row per Pacific day and quota.
-- day_pacific: Día en hora del Pacífico, en que la cuota vuelve a empezar. / Day in Pacific time, with which the quota begins anew.
-- bucket: Cuota: default, batch_get_stats, analytics. / Quota: default, batch_get_stats, analytics.
-- calls: Llamadas enviadas. / Calls sent.
-- units: Unidades gastadas. / Units spent.
-- daily_units: Unidades que cycle.toml permite al día. / Units that cycle.toml allows a day.
select
    (quota_spent.spent_at at time zone 'America/Los_Angeles')::date as day_pacific,
    quota_spent.bucket,
    count(*) as calls,
    sum(quota_spent.units)::bigint as units,
    cycle.audience_daily_units as daily_units,
from raw.quota_spent
cross join raw.cycle
group by all
order by day_pacific, quota_spent.bucket
