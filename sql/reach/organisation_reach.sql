-- Cada organización que tomó parte en el ciclo, y en cuántas sesiones.
-- Each organisation that took part in the cycle, and in how many sessions.
-- grain: Una fila por organización que se registró o asistió. / One row per organisation that registered or attended.
-- organisation_key: Clave de la organización. / Key of the organisation.
-- name: Nombre en su registro; NULL si no está en ninguno. / Name in its register; NULL where it stands in none.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno; NULL si no es gobierno local. / Level of government; NULL where not a local government.
-- cluni: CLUNI, si está en el registro de OSC. / CLUNI, where it stands in the register of OSC.
-- cvegeo: Municipio de su sede, o la entidad de dos dígitos para un gobierno estatal. / Municipality of its seat, or the two-digit state for a state government.
-- sessions_registered: Sesiones para las que se registró alguien suyo. / Sessions for which somebody of it registered.
-- sessions_attended: Sesiones a las que asistió alguien suyo; NULL si ninguna tiene asistencia. / Sessions that somebody of it attended; NULL where none has attendance.
-- attended_people: Personas suyas que asistieron, cada una una vez; NULL si ninguna sesión tiene asistencia. / People of it who attended, each once; NULL where no session has attendance.
with counted as (
    select
        organisation_key,
        count(distinct session_id) filter (where is_registered) as sessions_registered,
        count(distinct session_id) filter (where is_attended) as sessions_attended,
        count(distinct person_id) filter (where is_attended) as attended_people,
    from core.participation
    where organisation_key is not null and (is_registered or is_attended)
    group by organisation_key
),

cycle_state as (
    select bool_or(has_attendance) as has_attendance,
    from core.sessions
)

select
    organisations.organisation_key,
    organisations.official_name as name,
    organisations.actor_type,
    organisations.government_level,
    case when organisations.official_name is not null then organisations.cluni end as cluni,
    -- A government's key is made of its own, whatever its people say of its level.
    case
        when starts_with(organisations.organisation_key, 'gov:') then split_part(organisations.organisation_key, ':', 2)
        when organisations.cvegeo is null and organisations.government_level = 'state' then organisations.cve_ent
        else organisations.cvegeo
    end as cvegeo,
    counted.sessions_registered,
    case when cycle_state.has_attendance then counted.sessions_attended end as sessions_attended,
    case when cycle_state.has_attendance then counted.attended_people end as attended_people,
from core.organisations
inner join counted using (organisation_key)
cross join cycle_state
order by organisations.organisation_key
