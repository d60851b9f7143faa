-- Qué personas conocidas se registraron para cada sesión, y cuáles ya están en ella por una llave exacta.
-- Which known people registered for each session, and which are at it already by an exact key.
-- grain: Una fila por sesión y persona conocida. / One row per session and person known.
-- session_id: Sesión. / Session.
-- seed: La persona. / The person.
-- is_signed_up: Se registró para la sesión. / Registered for the session.
-- is_there: Una llave exacta la une a la asistencia. / An exact key joins it to the attendance.
with signed_up as (
    select distinct
        signups.session_id,
        seeds.seed,
    from core.signups
    inner join identity.appearance_rows using (file_id, line)
    inner join identity.seeds using (appearance_key)
),

there as (
    select distinct
        appearances.session_id,
        seeds.seed,
    from identity.appearances
    inner join identity.seeds using (appearance_key)
    where appearances.ledger = 'attendance' and not appearances.is_absent and seeds.is_known
)

select
    coalesce(signed_up.session_id, there.session_id) as session_id,
    coalesce(signed_up.seed, there.seed) as seed,
    signed_up.seed is not null as is_signed_up,
    there.seed is not null as is_there,
from signed_up
full join there on signed_up.session_id = there.session_id and signed_up.seed = there.seed
