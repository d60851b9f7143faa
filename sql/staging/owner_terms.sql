-- Si la autorización del canal sigue en pie, y hasta cuándo se puede guardar lo que se obtuvo con ella.
-- Whether the channel's authorisation stands, and until when what was obtained with it may be kept.
-- grain: Una fila. / One row.
-- last_granted_at: Última vez que se vio en pie; NULL si nunca. / Last time it was seen to stand; NULL where never.
-- withdrawn_at: Desde cuándo se sabe retirada; NULL si está en pie. / Since when it is known to be withdrawn; NULL where it stands.
-- keep_until: Treinta días desde que se vio en pie, o siete desde su retiro. / Thirty days from when it was seen to stand, or seven from its withdrawal.
with granted as (
    select max(stood_at) as last_granted_at,
    from (
        select checked_at as stood_at,
        from raw.owner_authorisations
        where is_granted
        union all
        -- An answer shows by itself that the authorisation stood when it was asked for.
        select requested_at as stood_at,
        from raw.owner_requests
        where reason is null
    ) as seen
),

withdrawn as (
    select min(authorisations.checked_at) as withdrawn_at,
    from raw.owner_authorisations as authorisations
    cross join granted
    where
        not authorisations.is_granted
        and (granted.last_granted_at is null or authorisations.checked_at > granted.last_granted_at)
)

select
    granted.last_granted_at,
    withdrawn.withdrawn_at,
    owner_keep_until(null::timestamptz, granted.last_granted_at, withdrawn.withdrawn_at) as keep_until,
from granted
cross join withdrawn
