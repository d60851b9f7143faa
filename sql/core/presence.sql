-- Segundos de presencia: la unión de las estancias de cada persona, de modo que dos aparatos a la vez cuentan una vez.
-- Seconds of presence: the union of each person's stays, so that two devices at once count once.
-- grain: Una fila por sesión y persona con alguna estancia con horas. / One row per session and person with a timed stay.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- present_seconds: Segundos presente. / Seconds present.
select
    session_id,
    person_id,
    sum(ended - started)::bigint as present_seconds,
from core.spans
group by session_id, person_id
