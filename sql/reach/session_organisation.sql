-- Qué organizaciones y gobiernos tomaron parte en cada sesión.
-- Which organisations and governments took part in each session.
-- grain: Una fila por sesión y organización. / One row per session and organisation.
-- session_id: Sesión. / Session.
-- organisation_key: Clave de la organización. / Key of the organisation.
-- name: Nombre en su registro; NULL si no está en ninguno. / Name in its register; NULL where it stands in none.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno; NULL si no es gobierno local. / Level of government; NULL where not a local government.
-- cvegeo: Municipio de su sede, o la entidad de dos dígitos para un gobierno estatal. / Municipality of its seat, or the two-digit state for a state government.
-- registered_people: Personas suyas registradas. / People of it registered.
-- attended_people: Personas suyas que asistieron; NULL si la sesión no tiene asistencia. / People of it who attended; NULL where the session has no attendance.
select
    participation.session_id,
    participation.organisation_key,
    any_value(organisations.official_name) as name,
    any_value(organisations.actor_type) as actor_type,
    any_value(organisations.government_level) as government_level,
    -- A government's key is made of its own, whatever its people say of its level.
    case
        when starts_with(participation.organisation_key, 'gov:') then split_part(participation.organisation_key, ':', 2)
        else
            any_value(coalesce(
                organisations.cvegeo,
                case when organisations.government_level = 'state' then organisations.cve_ent end
            ))
    end as cvegeo,
    count(*) filter (where participation.is_registered) as registered_people,
    case when any_value(sessions.has_attendance) then count(*) filter (where participation.is_attended) end as attended_people,
from core.participation
inner join core.organisations using (organisation_key)
inner join core.sessions using (session_id)
group by participation.session_id, participation.organisation_key
having bool_or(participation.is_registered or participation.is_attended)
order by participation.session_id, participation.organisation_key
