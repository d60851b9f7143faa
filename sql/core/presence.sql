-- Segundos de presencia: la unión de las estancias de cada persona, de modo que dos aparatos a la vez cuentan una vez.
-- Seconds of presence: the union of each person's stays, so that two devices at once count once.
-- grain: Una fila por sesión y persona con alguna estancia con horas. / One row per session and person with a timed stay.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- present_seconds: Segundos presente. / Seconds present.
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

select
    session_id,
    person_id,
    sum(greatest(ended - greatest(started, coalesce(covered_until, started)), 0))::bigint as present_seconds,
from ordered
group by session_id, person_id
