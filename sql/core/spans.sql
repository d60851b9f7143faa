-- Los ratos en que cada persona estuvo presente, sin traslapes: dos aparatos a la vez cuentan una vez.
-- The spans of time in which each person was present, without overlaps: two devices at once count once.
-- grain: Una fila por sesión, persona y rato. / One row per session, person and span.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- started: Comienzo, en segundos desde 1970. / Start, in seconds since 1970.
-- ended: Fin, en segundos desde 1970. / End, in seconds since 1970.
with ordered as (
    select
        session_id,
        person_id,
        epoch(started_at) as started,
        epoch(ended_at) as ended,
        max(epoch(ended_at)) over (
            partition by session_id, person_id
            order by started_at, ended_at, file_id, line
            rows between unbounded preceding and 1 preceding
        ) as covered_until,
    from core.stays
    where is_timed and is_present
)

-- What earlier stays cover is taken off the front; where nothing is left, the span has no length.
select
    session_id,
    person_id,
    greatest(started, coalesce(covered_until, started)) as started,
    greatest(started, coalesce(covered_until, started), ended) as ended,
from ordered
