-- Cuán probable es que quien llega a una sesión sin correo se haya registrado: lo dicen quienes llegan con correo.
-- How likely whoever comes to a session without an e-mail has registered: those who come with one tell.
-- grain: Una fila por sesión. / One row per session.
-- session_id: Sesión. / Session.
-- known_people: Personas conocidas del ciclo. / People known in the cycle.
-- absent_registered: Registradas que ninguna llave sitúa en la sesión. / Registered, and by no key at the session.
-- present_registered: Registradas que una llave sitúa en la sesión. / Registered, and by a key at the session.
-- registered_share: Parte registrada para la sesión. / Share registered for the session.
-- elsewhere_share: Parte conocida del ciclo, pero no registrada para la sesión. / Share known in the cycle and not registered for the session.
-- unknown_share: Parte que nadie conoce. / Share that nobody knows.
with priors as (
    select map_from_entries(list((name, value) order by name)) as prior,
    from reference.identity_priors
),

known as (
    select count(distinct seed) as known_people,
    from identity.seeds
    where is_known
),

registered as (
    select distinct seed,
    from identity.seeds
    where is_registered
),

counted as (
    select
        session_seeds.session_id,
        count(*) filter (where session_seeds.is_signed_up and not session_seeds.is_there) as absent_registered,
        count(*) filter (where session_seeds.is_signed_up and session_seeds.is_there) as present_registered,
        count(*) filter (
            where session_seeds.is_there and not session_seeds.is_signed_up and registered.seed is not null
        ) as present_elsewhere,
        count(*) filter (where session_seeds.is_there) as present,
    from identity.session_seeds
    left join registered using (seed)
    group by session_seeds.session_id
),

-- What is usual keeps a small session's shares from being all or nothing.
shared as (
    select
        sessions.session_id,
        known.known_people,
        coalesce(counted.absent_registered, 0) as absent_registered,
        coalesce(counted.present_registered, 0) as present_registered,
        (coalesce(counted.present_registered, 0) + prior ['usual_people'] * prior ['usual_registered'])
        / (coalesce(counted.present, 0) + prior ['usual_people']) as registered_share,
        (coalesce(counted.present_elsewhere, 0) + prior ['usual_people'] * prior ['usual_elsewhere'])
        / (coalesce(counted.present, 0) + prior ['usual_people']) as elsewhere_share,
    from core.sessions
    cross join known
    cross join priors
    left join counted using (session_id)
)

select
    session_id,
    known_people,
    absent_registered,
    present_registered,
    registered_share,
    elsewhere_share,
    1 - registered_share - elsewhere_share as unknown_share,
from shared
