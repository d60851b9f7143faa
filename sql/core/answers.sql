-- Qué dice cada registro sobre el actor, su organización y su lugar.
-- What each registration says of the actor, its organisation and its place.
-- grain: Una fila por registro aceptado. / One row per accepted registration.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- folder: Sesión, o `cycle`. / Session, or `cycle`.
-- person_id: Persona. / Person.
-- submitted_at: Cuándo se registró. / When submitted.
-- chosen_sessions: Sesiones que eligió; NULL si el formulario no pregunta. / Sessions chosen; NULL where the form does not ask.
-- organisation: Organización tal como se escribió. / Organisation as written.
-- organisation_text_key: Su texto como clave. / Its text as a key.
-- actor_type: Tipo de actor; `unknown` si la respuesta no lo dice. / Actor type; `unknown` where the answer does not say.
-- government_level: municipal o state para gobiernos locales. / municipal or state for local governments.
-- cluni: CLUNI. / CLUNI.
-- cve_ent: Entidad que contestó. / State answered.
-- cvegeo: Municipio que contestó. / Municipality answered.
with placed as (
    select
        registrations.*,
        coalesce(actor_answers.actor_type, 'unknown') as actor_type,
        actor_answers.government_level as answered_level,
        state_names.cve_ent,
        municipalities.cvegeo,
    from staging.registrations
    left join reference.actor_answers using (actor_answer_key)
    left join reference.state_names using (state_key)
    left join reference.municipalities
        on
            state_names.cve_ent = municipalities.cve_ent
            and registrations.municipality_key = municipalities.municipality_key
            and municipalities.is_name_unique
)

select
    placed.file_id,
    placed.line,
    placed.folder,
    people.person_id,
    placed.submitted_at,
    placed.chosen_sessions,
    placed.organisation,
    placed.organisation_text_key,
    placed.actor_type,
    case when placed.actor_type = 'local_government' then placed.answered_level end as government_level,
    placed.cluni,
    placed.cve_ent,
    placed.cvegeo,
from placed
inner join core.people using (person_key)
