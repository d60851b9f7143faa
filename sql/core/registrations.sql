-- Cada registro, en cada sesión para la que vale, con la organización que se le reconoce.
-- Each registration, in each session it counts for, with the organisation it is found to mean.
-- grain: Una fila por registro aceptado y sesión. / One row per accepted registration and session.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- submitted_at: Cuándo se registró. / When submitted.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno. / Level of government.
-- organisation_key: Organización. / Organisation.
-- cve_ent: Entidad contestada. / State answered.
-- cvegeo: Municipio contestado. / Municipality answered.
with scoped as (
    select
        answers.*,
        organisation_links.organisation_key,
        answers.folder = 'cycle' or cycle.registration_scope = 'cycle' as is_for_cycle,
    from core.answers
    inner join core.organisation_links using (file_id, line)
    cross join raw.cycle
),

for_sessions as (
    select
        sessions.session_id,
        scoped.*,
    from scoped
    inner join core.sessions on scoped.folder = sessions.session_id
    where not scoped.is_for_cycle
    union all
    select
        sessions.session_id,
        scoped.*,
    from scoped
    inner join core.sessions on scoped.submitted_at < sessions.closes_at
    where scoped.is_for_cycle
)

select
    session_id,
    person_id,
    file_id,
    line,
    submitted_at,
    actor_type,
    government_level,
    organisation_key,
    cve_ent,
    cvegeo,
from for_sessions
