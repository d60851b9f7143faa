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

-- Who chose sessions in the form is registered for those, wherever the form lies.
chosen as (
    select
        file_id,
        line,
        submitted_at,
        unnest(chosen_sessions) as session_id,
    from scoped
    where chosen_sessions is not null
),

for_sessions as (
    select
        sessions.session_id,
        scoped.file_id,
        scoped.line,
    from scoped
    inner join core.sessions on scoped.folder = sessions.session_id
    where scoped.chosen_sessions is null and not scoped.is_for_cycle
    union all
    select
        sessions.session_id,
        scoped.file_id,
        scoped.line,
    from scoped
    inner join core.sessions on scoped.submitted_at < sessions.closes_at
    where scoped.chosen_sessions is null and scoped.is_for_cycle
    union all
    select
        sessions.session_id,
        chosen.file_id,
        chosen.line,
    from chosen
    inner join core.sessions on chosen.session_id = sessions.session_id and chosen.submitted_at < sessions.closes_at
)

select
    for_sessions.session_id,
    scoped.person_id,
    for_sessions.file_id,
    for_sessions.line,
    scoped.submitted_at,
    scoped.actor_type,
    scoped.government_level,
    scoped.organisation_key,
    scoped.cve_ent,
    scoped.cvegeo,
from for_sessions
inner join scoped using (file_id, line)
