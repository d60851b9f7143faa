-- Cuánto del libro de audiencia se guarda, con qué permiso y hasta cuándo, y cuánto se ha quitado ya.
-- How much of the audience ledger is kept, by what permission and until when, and how much was removed.
-- grain: Una fila por modo de obtención. / One row per way of obtaining.
-- obtained: Cómo se obtuvo: public, owner, studio. / How obtained: public, owner, studio.
-- rows: Filas que se guardan. / Rows kept.
-- next_expiry: Cuándo vence la primera; NULL si ninguna vence. / When the first expires; NULL where none does.
-- expired_rows: Filas vencidas que aún se guardan; debe ser 0. / Expired rows still kept; must be 0.
-- removed_rows: Filas quitadas por haber vencido. / Rows removed because they had expired.
-- last_removed_at: Última vez que se quitaron. / Last time some were removed.
with kept as (
    select
        obtained,
        keep_until,
    from staging.audience
    union all
    select
        obtained,
        keep_until,
    from staging.audience_daily
    union all
    select
        'owner' as obtained,
        terms.keep_until,
    from (
        select video_id,
        from raw.owner_breakdown
        union all
        select video_id,
        from raw.owner_concurrent
        union all
        select video_id,
        from raw.owner_retention
    ) as others
    cross join staging.owner_terms as terms
),

counted as (
    select
        kept.obtained,
        count(*) as rows,
        min(kept.keep_until) as next_expiry,
        count(*) filter (where kept.keep_until < cycle.as_of) as expired_rows,
    from kept
    cross join raw.cycle
    group by kept.obtained
),

removed as (
    select
        obtained,
        sum(rows)::bigint as removed_rows,
        max(purged_at) as last_removed_at,
    from raw.purges
    group by obtained
)

select
    obtained,
    coalesce(counted.rows, 0) as rows,
    counted.next_expiry,
    coalesce(counted.expired_rows, 0) as expired_rows,
    coalesce(removed.removed_rows, 0) as removed_rows,
    removed.last_removed_at,
from counted
full join removed using (obtained)
order by obtained
