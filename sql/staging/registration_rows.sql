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
-- rfc: RFC de la organización, aunque se haya escrito en lugar de la CLUNI; NULL si el texto no puede serlo. / RFC of the organisation, even where written in the CLUNI's place; NULL where the text cannot be one.
-- is_key_malformed: Se escribió una CLUNI o un RFC que no puede serlo. / A CLUNI or an RFC was written that cannot be one.
-- state_key: Entidad federativa como clave. / State as a key.
-- municipality_key: Municipio como clave. / Municipality as a key.
-- position: Cargo. / Position.
-- gender: Género. / Gender.
-- how_heard: Cómo se enteró. / How they heard of it.
-- telephone: Teléfono, solo dígitos; NULL si Excel lo convirtió en potencia de diez. / Telephone, digits only; NULL where Excel made it a power of ten.
-- chosen_sessions: Sesiones que eligió; NULL si el formulario no pregunta. / Sessions chosen; NULL where the form does not ask.
-- privacy_accepted_text: Respuesta al aviso de privacidad. / Answer to the privacy notice.
-- reject_reason: Motivo del rechazo; NULL si se acepta. / Why rejected; NULL where accepted.
with timed as (
    select
        cells.*,
        date_orders.date_order,
        date_orders.proof,
        instant_of(cells.submitted_text, date_orders.date_order, files.time_zone) as submitted_at,
    from staging.registration_cells as cells
    inner join raw.files using (file_id)
    left join staging.date_orders using (file_id)
),

chosen as (
    select
        timed.file_id,
        timed.line,
        list(session_choices.session_id order by session_choices.session_id) as chosen_sessions,
    from timed
    inner join staging.session_choices using (sessions_text)
    group by timed.file_id, timed.line
)

select
    timed.file_id,
    timed.folder,
    timed.line,
    person_key(email_key(timed.email), timed.folder, timed.name, timed.file_id, timed.line) as person_key,
    timed.submitted_at,
    email_key(timed.email) as email,
    timed.name,
    timed.organisation,
    organisation_name_key(timed.organisation) as organisation_text_key,
    text_key(timed.actor_type_text) as actor_answer_key,
    cluni_key(timed.cluni) as cluni,
    coalesce(rfc_key(timed.rfc), rfc_key(timed.cluni)) as rfc,
    coalesce(
        (regexp_matches(timed.cluni, '[0-9]{3}') and cluni_key(timed.cluni) is null and rfc_key(timed.cluni) is null)
        or (regexp_matches(timed.rfc, '[0-9]{3}') and rfc_key(timed.rfc) is null),
        false
    ) as is_key_malformed,
    text_key(timed.state) as state_key,
    text_key(timed.municipality) as municipality_key,
    timed.position,
    timed.gender,
    timed.how_heard,
    case
        when not regexp_matches(timed.telephone, '[0-9][eE][+]')
            then nullif(regexp_replace(timed.telephone, '[^0-9]', '', 'g'), '')
    end as telephone,
    chosen.chosen_sessions,
    timed.privacy_accepted_text,
    case
        when timed.is_cut then 'cut line: the file breaks off here; download it again'
        when timed.email is null and timed.name is null then 'nobody: neither a name nor an e-mail'
        when timed.date_order is null then coalesce(timed.proof, 'no stamp: export the sheet with its first column')
        when
            timed.is_too_wide
            and (timed.submitted_at is null or (timed.email is not null and email_key(timed.email) is null))
            then
                'more cells than columns: a separator stands in a cell without quotation marks; export the file again unedited'
        when timed.submitted_at is null then 'stamp not readable: correct it in the sheet and export it again'
        when
            text_key(timed.approval_text)
            in ('denied', 'cancelled', 'canceled', 'denegado', 'rechazado', 'cancelado', 'negado')
            then 'registration denied or cancelled on the platform'
        when timed.sessions_text is not null and chosen.chosen_sessions is null
            then 'chosen sessions not understood: write the form''s words under also_called in the session of cycle.toml'
    end as reject_reason,
from timed
left join chosen using (file_id, line)
