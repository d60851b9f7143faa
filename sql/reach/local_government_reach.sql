-- Cada gobierno local del registro, alcanzado o no.
-- Each local government of the register, reached or not.
-- grain: Una fila por gobierno local; los municipales solo con catálogo de municipios. / One row per local government; municipal ones only with a catalogue of municipalities.
-- cvegeo: Clave INEGI: cinco dígitos de municipio o alcaldía, dos de entidad. / INEGI key: five digits of a municipality, two of a state.
-- name: Nombre oficial. / Official name.
-- government_level: municipal o state. / municipal or state.
-- state: Entidad federativa. / State.
-- population: Habitantes; NULL si el catálogo no los dice. / Inhabitants; NULL where the catalogue does not tell.
-- reached: Asistió a alguna sesión; NULL si ninguna tiene asistencia. / Attended some session; NULL where none has attendance.
-- sessions_attended: Sesiones a las que asistió; NULL si ninguna tiene asistencia. / Sessions that it attended; NULL where none has attendance.
-- first_session_id: Primera sesión a la que asistió; NULL si ninguna. / First session that it attended; NULL where none.
-- attended_people: Personas suyas que asistieron, cada una una vez; NULL si ninguna sesión tiene asistencia. / People of it who attended, each once; NULL where no session has attendance.
-- edition: Edición del catálogo. / Edition of the catalogue.
with governments as (
    select
        municipalities.cvegeo,
        municipalities.name,
        'municipal' as government_level,
        states.short_name as state,
        municipalities.population,
        municipalities.edition,
    from reference.municipalities
    inner join reference.states using (cve_ent)
    union all
    select
        cve_ent as cvegeo,
        name,
        'state' as government_level,
        short_name as state,
        population,
        edition,
    from reference.states
),

attended as (
    select
        -- A government's key is made of its own.
        split_part(organisations.organisation_key, ':', 2) as cvegeo,
        count(distinct participation.session_id) as sessions_attended,
        min(sessions.session_order) as first_session_order,
        count(distinct participation.person_id) as attended_people,
    from core.participation
    inner join core.organisations using (organisation_key)
    inner join core.sessions using (session_id)
    where
        participation.is_attended
        and organisations.is_listed
        and starts_with(organisations.organisation_key, 'gov:')
    group by all
),

cycle_state as (
    select bool_or(has_attendance) as has_attendance,
    from core.sessions
)

select
    governments.cvegeo,
    governments.name,
    governments.government_level,
    governments.state,
    governments.population,
    case when cycle_state.has_attendance then attended.cvegeo is not null end as reached,
    case when cycle_state.has_attendance then coalesce(attended.sessions_attended, 0) end as sessions_attended,
    sessions.session_id as first_session_id,
    case when cycle_state.has_attendance then coalesce(attended.attended_people, 0) end as attended_people,
    governments.edition,
from governments
cross join cycle_state
left join attended using (cvegeo)
left join core.sessions on attended.first_session_order = sessions.session_order
order by governments.cvegeo
