-- Registros aceptados.
-- Registrations, as accepted.
-- grain: Una fila por fila de datos aceptada. / One row per accepted data row.
-- file_id: Clave del archivo. / Key of the file.
-- folder: Sesión, o `cycle`. / Session, or `cycle`.
-- line: Línea del archivo. / Line of the file.
-- person_key: De quién trata la fila, según la fila misma. / Whom the row is about, by its own word.
-- submitted_at: Cuándo se registró. / When submitted.
-- email: Correo normalizado. / Normalised e-mail.
-- name: Nombre. / Name.
-- organisation: Organización tal como se escribió. / Organisation as written.
-- organisation_text_key: Su texto como clave. / Its text as a key.
-- actor_answer_key: La respuesta sobre el tipo, como clave. / The answer on the kind, as a key.
-- cluni: CLUNI. / CLUNI.
-- rfc: RFC de la organización. / RFC of the organisation.
-- is_key_malformed: Se escribió una CLUNI o un RFC que no puede serlo. / A CLUNI or an RFC was written that cannot be one.
-- state_key: Entidad federativa como clave. / State as a key.
-- municipality_key: Municipio como clave. / Municipality as a key.
-- position: Cargo. / Position.
-- gender: Género. / Gender.
-- how_heard: Cómo se enteró. / How they heard of it.
-- telephone: Teléfono, solo dígitos. / Telephone, digits only.
-- chosen_sessions: Sesiones que eligió; NULL si el formulario no pregunta. / Sessions chosen; NULL where the form does not ask.
-- privacy_accepted_text: Respuesta al aviso de privacidad. / Answer to the privacy notice.
with counted as (
    select file_id,
    from staging.file_versions
    where is_counted
)

select
    file_id,
    folder,
    line,
    person_key,
    submitted_at,
    email,
    name,
    organisation,
    organisation_text_key,
    actor_answer_key,
    cluni,
    rfc,
    is_key_malformed,
    state_key,
    municipality_key,
    position,
    gender,
    how_heard,
    telephone,
    chosen_sessions,
    privacy_accepted_text,
from staging.registration_rows
where
    reject_reason is null
    and file_id in (select counted.file_id, from counted)
