-- Quién estuvo en cada sesión y cuánto tiempo.
-- Who was at each session, and for how long.
-- grain: Una fila por sesión y persona que nombran sus archivos de asistencia. / One row per session and person named by its attendance exports.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- is_staff: Organiza o expone en la sesión, o el ciclo la excluye. / Organises or speaks in the session, or the cycle excludes the person.
-- is_audience: No organiza ni expone, y no estuvo solo en sala de espera. / Neither organises nor speaks, and was not in the waiting room only.
-- present_seconds: Segundos presente; NULL si la duración es desconocida. / Seconds present; NULL where the duration is unknown.
-- is_attended: Presente el mínimo, o nombrada sin horas utilizables. / Present the minimum, or named without usable times.
with named as (
    select
        session_id,
        person_id,
        bool_or(is_staff) as is_staff,
        bool_or(is_present) as is_present,
        bool_or(is_present and not is_timed and reported_minutes is null) as has_unknown_stay,
        sum(reported_minutes) filter (where is_present) * 60 as reported_seconds,
    from core.stays
    group by session_id, person_id
),

measured as (
    select
        named.session_id,
        named.person_id,
        named.is_staff or people.is_excluded as is_staff,
        named.is_present and not named.is_staff and not people.is_excluded as is_audience,
        named.has_unknown_stay,
        -- Not a bare least(): that passes over NULL and would give who is unknown the whole session.
        coalesce(presence.present_seconds, case
            when named.reported_seconds is not null
                then least(round(named.reported_seconds), sessions.session_seconds)::bigint
        end) as known_seconds,
        cycle.attended_minutes,
    from named
    inner join core.people using (person_id)
    inner join core.sessions using (session_id)
    left join core.presence using (session_id, person_id)
    cross join raw.cycle
),

-- Too little is known of who was seen too short a time and, besides, for a time that nobody can tell.
judged as (
    select
        *,
        case when known_seconds / 60 >= attended_minutes or not has_unknown_stay then known_seconds end as present_seconds,
    from measured
)

select
    session_id,
    person_id,
    is_staff,
    is_audience,
    present_seconds,
    is_audience and coalesce(present_seconds / 60 >= attended_minutes, true) as is_attended,
from judged
