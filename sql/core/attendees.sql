-- Quienes asistieron, con lo que no se sabe de ellos.
-- Those who attended, with what is not known of them.
-- grain: Una fila por sesión y persona que asistió. / One row per session and person who attended.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno. / Level of government.
-- organisation_key: Organización. / Organisation.
-- link_probability: Probabilidad de que sea esa persona. / Probability that it is that person.
-- is_unnamed: Nada la une a nadie conocido. / Nothing joins it to anybody known.
-- is_unplaced: No se sabe de qué organización ni de qué tipo es. / Of which organisation and type is not known.
-- known_share: Parte de quienes llegan a la sesión y son conocidos del ciclo. / Share of those who come to the session and are known in the cycle.
-- returning_share: Parte de quienes asistieron a la sesión, con nombre, y a otra. / Share of those who attended the session, by name, and another.
with attended as (
    select
        session_id,
        person_id,
        actor_type,
        government_level,
        organisation_key,
        link_probability,
        link_rule in ('alone', 'name_alone') as is_unnamed,
        actor_type = 'unknown' and not is_registered and organisation_key is null as is_unplaced,
        count(*) over (partition by person_id) > 1 as is_returning,
    from core.participation
    where is_attended
),

shares as (
    select
        session_id,
        avg(case when is_returning then 1.0 else 0.0 end) as returning_share,
    from attended
    where not is_unnamed
    group by session_id
)

select
    attended.session_id,
    attended.person_id,
    attended.actor_type,
    attended.government_level,
    attended.organisation_key,
    attended.link_probability,
    attended.is_unnamed,
    attended.is_unplaced,
    crowds.registered_share + crowds.elsewhere_share as known_share,
    coalesce(shares.returning_share, 0) as returning_share,
from attended
inner join identity.crowds using (session_id)
left join shares using (session_id)
