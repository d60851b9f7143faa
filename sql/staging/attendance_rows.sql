-- Asistencia con tipos y zona horaria, y el motivo de cada fila que no se acepta.
-- Attendance typed and time-zoned, with the reason of each row that is not accepted.
-- grain: Una fila por fila de datos de un archivo de asistencia que cuenta. / One row per data row of an attendance export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión. / Session.
-- line: Línea del archivo. / Line of the file.
-- person_key: De quién trata la fila, según la fila misma. / Whom the row is about, by its own word.
-- email: Correo normalizado; NULL si no es una dirección. / Normalised e-mail; NULL where it is no address.
-- name: Nombre tal como aparece. / Name as shown.
-- role: Papel: host, panelist, organizer, presenter, attendee, waiting_room. / Role.
-- joined_at: Entrada. / Joined.
-- left_at: Salida; NULL si falta o si es anterior a la entrada. / Left; NULL where missing or before joining.
-- reported_minutes: Minutos según la plataforma, donde no da horas. / The platform's minutes, where it gives no times.
-- is_said_attended: Si asistió, según la plataforma. / Whether attended, by the platform's word.
-- is_time_unreadable: Tiene una hora que no se pudo leer. / It has a time that could not be read.
-- reject_reason: Motivo del rechazo; NULL si se acepta. / Why rejected; NULL where accepted.
with timed as (
    select
        cells.*,
        date_orders.date_order,
        date_orders.proof,
        text_key(cells.event_text) as event_key,
        local_time(coalesce(cells.joined_text, cells.event_at_text), date_orders.date_order)
        at time zone cycle.attendance_time_zone as first_at,
        local_time(cells.left_text, date_orders.date_order) at time zone cycle.attendance_time_zone as last_at,
        -- People come early and the call goes on; nobody comes three hours early.
        coalesce(sessions.actual_start, sessions.scheduled_start) - interval 3 hour as earliest_at,
        coalesce(sessions.actual_end, sessions.scheduled_end) + interval 3 hour as latest_at,
    from staging.attendance_cells as cells
    left join staging.date_orders using (file_id)
    left join raw.sessions using (session_id)
    cross join raw.cycle
),

marked as (
    select
        *,
        coalesce(event_key in ('left', 'salio', 'saiu'), false) as is_leaving,
    from timed
),

-- A list of events has a row for joining and one for leaving: both tell of the stay between them.
stays as (
    select
        *,
        lead(first_at) over persons_events as next_at,
        lead(is_leaving) over persons_events as is_next_leaving,
        lag(first_at) over persons_events as previous_at,
        lag(is_leaving) over persons_events as is_previous_leaving,
        bool_or(first_at is not null) over (partition by file_id) as has_times,
        bool_or(first_at <= latest_at and coalesce(last_at, first_at) >= earliest_at) over (partition by file_id)
            as has_times_of_session,
    from marked
    window persons_events as (partition by file_id, event_key is null, name order by first_at, line)
)

select
    stays.file_id,
    stays.session_id,
    stays.line,
    person_key(email_key(stays.email), stays.session_id, stays.name, stays.file_id, stays.line) as person_key,
    email_key(stays.email) as email,
    stays.name,
    case
        when text_key(stays.waiting_room_text) in ('yes', 'si') then 'waiting_room'
        else coalesce(roles.role, stays.section_role, 'attendee')
    end as role,
    case
        when not stays.is_leaving then stays.first_at
        when not stays.is_previous_leaving then stays.previous_at
    end as joined_at,
    case
        when stays.event_key is null and stays.last_at >= stays.first_at then stays.last_at
        when stays.is_leaving then stays.first_at
        when stays.event_key is not null and stays.is_next_leaving then stays.next_at
    end as left_at,
    case
        when stays.joined_text is null and stays.left_text is null and try_cast(stays.minutes_text as double) >= 0
            then try_cast(stays.minutes_text as double)
    end as reported_minutes,
    case text_key(stays.attended_text) when 'yes' then true when 'si' then true when 'no' then false end as is_said_attended,
    (coalesce(stays.joined_text, stays.event_at_text) is not null and stays.first_at is null)
    or (stays.left_text is not null and stays.last_at is null) as is_time_unreadable,
    case
        when stays.is_cut then 'cut line: the file breaks off here; download it again'
        when stays.name is null and stays.email is null then 'nobody: neither a name nor an e-mail'
        when stays.date_order is null and coalesce(stays.joined_text, stays.event_at_text) is not null then stays.proof
        when stays.has_times and not coalesce(stays.has_times_of_session, false) then concat(
            'outside the session: every time of the file lies hours away from ', stays.session_id,
            '; move the file to the session that it is of, or correct session_date or time_zone in cycle.toml'
        )
    end as reject_reason,
from stays
left join staging.roles on roles.answer_key = text_key(stays.role_text)
