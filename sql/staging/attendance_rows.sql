-- Asistencia con tipos y zona horaria, y el motivo de cada fila que no se acepta.
-- Attendance typed and time-zoned, with the reason of each row that is not accepted.
-- grain: Una fila por fila de datos de un archivo de asistencia que cuenta. / One row per data row of an attendance export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión; NULL si el archivo no es de ninguna. / Session; NULL where the file is of none.
-- line: Línea del archivo. / Line of the file.
-- person_key: De quién trata la fila, según la fila misma. / Whom the row is about, by its own word.
-- email: Correo normalizado; NULL si no es una dirección. / Normalised e-mail; NULL where it is no address.
-- name: Nombre tal como aparece. / Name as shown.
-- role: Papel: host, panelist, organizer, presenter, attendee, waiting_room, anonymous. / Role.
-- joined_at: Entrada. / Joined.
-- left_at: Salida; NULL si falta o si es anterior a la entrada. / Left; NULL where missing or before joining.
-- is_span: Entre ambas puede haber huecos. / There may be gaps between the two.
-- reported_minutes: Minutos según la plataforma, donde no da horas o puede haber huecos. / The platform's minutes, where it gives no times or there may be gaps.
-- is_said_attended: Si asistió, según la plataforma. / Whether attended, by the platform's word.
-- is_stay: Es una estancia con entrada y salida. / Is a stay with joining and leaving.
-- is_time_unreadable: Tiene una hora que no se pudo leer. / It has a time that could not be read.
-- reject_reason: Motivo del rechazo; NULL si se acepta. / Why rejected; NULL where accepted.
with timed as (
    select
        cells.*,
        times.event,
        times.first_at,
        times.last_at,
        times.order_problem,
        slots.session_id,
        slots.is_outside,
        slots.likely_session_id,
        slots.likely_time_zone,
        files.platform,
        files.time_zone,
        facts.host_email,
        (coalesce(cells.joined_text, cells.event_at_text) is not null and times.first_at is null)
        or (cells.left_text is not null and times.last_at is null) as is_time_unreadable,
    from staging.attendance_cells as cells
    inner join staging.attendance_times as times using (file_id, line)
    inner join staging.slots using (file_id)
    inner join raw.files using (file_id)
    left join staging.facts using (file_id)
),

-- A list of events has a row for joining and one for leaving: both tell of the stay between them.
stays as (
    select
        *,
        coalesce(event = 'left', false) as is_leaving,
        lead(first_at) over persons_events as next_at,
        lead(event) over persons_events as next_event,
        lag(first_at) over persons_events as previous_at,
        lag(event) over persons_events as previous_event,
    from timed
    window persons_events as (partition by file_id, event is null, name, email order by first_at, line)
),

paired as (
    select
        *,
        case
            when not is_leaving then first_at
            when previous_event = 'joined' then previous_at
        end as joined_at,
        case
            when event is null and last_at >= first_at then last_at
            when is_leaving then first_at
            when event = 'joined' and next_event = 'left' then next_at
        end as left_at,
    from stays
)

select
    paired.file_id,
    paired.session_id,
    paired.line,
    person_key(email_key(paired.email), paired.session_id, paired.name, paired.file_id, paired.line) as person_key,
    email_key(paired.email) as email,
    paired.name,
    case
        when paired.is_in_waiting_room then 'waiting_room'
        when
            paired.platform = 'bigbluebutton' and paired.email is null
            and regexp_matches(text_key(paired.name), '^(anonym|anonim)')
            then 'anonymous'
        when paired.is_moderator then 'host'
        when roles.role is not null then roles.role
        when paired.section_role is not null then paired.section_role
        when email_key(paired.email) = paired.host_email then 'host'
        when regexp_matches(paired.name, '\((Host|Anfitrión|Anfitriona)\)') then 'host'
        else 'attendee'
    end as role,
    paired.joined_at,
    paired.left_at,
    coalesce(paired.is_span, false) as is_span,
    case
        when paired.is_span or (paired.joined_text is null and paired.left_text is null) then minutes_of(paired.minutes_text)
    end as reported_minutes,
    paired.is_said_attended,
    paired.joined_at is not null and paired.left_at is not null and not paired.is_leaving as is_stay,
    paired.is_time_unreadable,
    case
        when paired.is_cut then 'cut line: the file breaks off here; download it again'
        when paired.name is null and paired.email is null then 'nobody: neither a name nor an e-mail'
        when paired.order_problem is not null then paired.order_problem
        when
            paired.is_too_wide
            and (paired.is_time_unreadable or (paired.email is not null and email_key(paired.email) is null))
            then 'more cells than columns: a separator stands in a cell without quotation marks; export the file again unedited'
        when paired.event_text is not null and paired.event is null
            then 'action not known: it is neither joining nor leaving; export the report of the whole meeting'
        when paired.is_outside then concat(
            'outside the session: no stay falls into the time of ', paired.session_id,
            case
                when paired.likely_session_id is not null
                    then concat(
                        '; they fall into ', paired.likely_session_id, ': move the file to inbox/', paired.likely_session_id,
                        '/attendance/'
                    )
                when paired.likely_time_zone is not null
                    then concat(
                        '; read in ', paired.time_zone, ' they are hours off, and in ', paired.likely_time_zone,
                        ' they would fit: state time_zone under [sources] in cycle.toml'
                    )
                else
                    '; move the file to the session that it is of, or correct its date or its times in cycle.toml'
            end
        )
    end as reject_reason,
from paired
left join staging.roles on roles.answer_key = text_key(paired.role_text)
