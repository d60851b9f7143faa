-- Registros con tipos y zona horaria, y el motivo de cada fila que no se acepta.
-- Registrations typed and time-zoned, with the reason of each row that is not accepted.
-- grain: Una fila por fila de datos de un archivo de registros que cuenta. / One row per data row of a registrations export that counts.
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
-- cluni: CLUNI en mayúsculas; NULL si el texto no puede serlo. / CLUNI in capitals; NULL where the text cannot be one.
-- state_key: Entidad federativa como clave. / State as a key.
-- municipality_key: Municipio como clave. / Municipality as a key.
-- position: Cargo. / Position.
-- gender: Género. / Gender.
-- how_heard: Cómo se enteró. / How they heard of it.
-- telephone: Teléfono, solo dígitos; NULL si Excel lo convirtió en potencia de diez. / Telephone, digits only; NULL where Excel made it a power of ten.
-- privacy_accepted_text: Respuesta al aviso de privacidad. / Answer to the privacy notice.
-- reject_reason: Motivo del rechazo; NULL si se acepta. / Why rejected; NULL where accepted.
with timed as (
    select
        cells.*,
        date_orders.date_order,
        date_orders.proof,
        local_time(cells.submitted_text, date_orders.date_order) at time zone cycle.registrations_time_zone as submitted_at,
    from staging.registration_cells as cells
    left join staging.date_orders using (file_id)
    cross join raw.cycle
)

select
    file_id,
    folder,
    line,
    person_key(email_key(email), folder, name, file_id, line) as person_key,
    submitted_at,
    email_key(email) as email,
    name,
    organisation,
    organisation_name_key(organisation) as organisation_text_key,
    text_key(actor_type_text) as actor_answer_key,
    cluni_key(cluni) as cluni,
    text_key(state) as state_key,
    text_key(municipality) as municipality_key,
    position,
    gender,
    how_heard,
    case
        when not regexp_matches(telephone, '[0-9][eE][+]') then nullif(regexp_replace(telephone, '[^0-9]', '', 'g'), '')
    end as telephone,
    privacy_accepted_text,
    case
        when is_cut then 'cut line: the file breaks off here; download it again'
        when email is null and name is null then 'nobody: neither a name nor an e-mail'
        when date_order is null then coalesce(proof, 'no stamp: export the sheet with its first column')
        when submitted_at is null then 'stamp not readable: correct it in the sheet and export it again'
    end as reject_reason,
from timed
