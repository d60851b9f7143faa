-- Cada registro, en cada sesión para la que vale, con la persona y la organización que se le reconocen.
-- Each registration, in each session it counts for, with the person and the organisation it is found to mean.
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
select
    signups.session_id,
    person_rows.person_id,
    signups.file_id,
    signups.line,
    answers.submitted_at,
    answers.actor_type,
    answers.government_level,
    organisation_links.organisation_key,
    answers.cve_ent,
    answers.cvegeo,
from core.signups
inner join core.answers using (file_id, line)
inner join core.organisation_links using (file_id, line)
inner join identity.person_rows
    on signups.file_id = person_rows.file_id and signups.line = person_rows.line
