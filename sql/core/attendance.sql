-- Quién estuvo en cada sesión y cuánto tiempo.
-- Who was at each session, and for how long.
-- grain: Una fila por sesión y persona que nombran sus archivos de asistencia. / One row per session and person named by its attendance exports.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- is_staff: Organiza o expone en la sesión, o el ciclo la excluye. / Organises or speaks in the session, or the cycle excludes the person.
-- is_audience: No organiza ni expone, y no estuvo solo en sala de espera. / Neither organises nor speaks, and was not in the waiting room only.
-- present_seconds: Segundos presente; NULL si la duración es desconocida; al menos tantos donde una parte no se pudo medir y el resto basta para la constancia. / Seconds present; NULL where the duration is unknown; at least so many where a part could not be timed and the rest is enough for the certificate.
-- is_attended: Presente el mínimo, o nombrada sin horas utilizables. / Present the minimum, or named without usable times.
with named_in_file as (
    select
        session_id,
        person_id,
        file_id,
        bool_or(is_staff) as is_staff,
        bool_or(is_present) as is_present,
        bool_or(is_present and not is_timed and reported_minutes is null) as has_unknown_stay,
        sum(reported_minutes) filter (where is_present) * 60 as reported_seconds,
    from core.stays
    group by session_id, person_id, file_id
),

-- Two files with total minutes may tell of the same minutes: the longer total counts, never their sum.
named as (
    select
        session_id,
        person_id,
        bool_or(is_staff) as is_staff,
        bool_or(is_present) as is_present,
        bool_or(has_unknown_stay) as has_unknown_stay,
        max(reported_seconds) as reported_seconds,
    from named_in_file
    group by session_id, person_id
),

-- Not a bare least(): that passes over NULL and would give who is unknown the whole session.
measured as (
    select
        named.session_id,
        named.person_id,
        named.is_staff or people.is_excluded as is_staff,
        named.is_present and not named.is_staff and not people.is_excluded as is_audience,
        named.has_unknown_stay,
        greatest(
            presence.present_seconds,
            case
                when named.reported_seconds is not null
                    then least(round(named.reported_seconds), sessions.session_seconds)::bigint
            end
        ) as known_seconds,
        sessions.session_seconds,
        cycle.attended_minutes,
        cycle.certificate_share,
    from named
    inner join core.people using (person_id)
    inner join core.sessions using (session_id)
    left join core.presence using (session_id, person_id)
    cross join raw.cycle
)

-- A known stay beside one that nobody can time is a lower bound: it may decide, and is no duration until it has.
select
    session_id,
    person_id,
    is_staff,
    is_audience,
    case
        when not has_unknown_stay or known_seconds / session_seconds >= certificate_share then known_seconds
    end as present_seconds,
    is_audience and (has_unknown_stay or coalesce(known_seconds / 60 >= attended_minutes, true)) as is_attended,
from measured
