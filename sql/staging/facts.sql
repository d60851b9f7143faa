-- Lo que la plataforma dice de un archivo entero: sus propias cuentas y horas.
-- What the platform says of a file as a whole: its own counts and times.
-- grain: Una fila por archivo con tales datos. / One row per file with such facts.
-- file_id: Clave del archivo. / Key of the file.
-- meeting_id: Clave de la reunión en la plataforma. / The platform's key of the meeting.
-- host_email: Correo del anfitrión. / The host's e-mail.
-- file_date: Día que dice el nombre del archivo. / Day that the file's name gives.
-- generated_text: Cuándo se generó el archivo. / When the file was generated.
-- started_text: Inicio según la plataforma. / Start, by the platform's word.
-- ended_text: Fin según la plataforma. / End, by the platform's word.
-- registered: Inscritos según la plataforma. / Registered, by the platform's count.
-- cancelled: Cancelados según la plataforma. / Cancelled, by the platform's count.
-- unique_viewers: Espectadores únicos según la plataforma. / Unique viewers, by the platform's count.
-- total_users: Usuarios totales según la plataforma. / Total users, by the platform's count.
-- peak_concurrent: Máximo simultáneo según la plataforma. / Peak of concurrent viewers, by the platform's count.
-- participants: Participantes según la plataforma. / Participants, by the platform's count.
with counts as (
    select
        file_id,
        fact,
        value,
        try_cast(
            regexp_replace(regexp_extract(value, '\d{1,3}([,. \x{00A0}\x{202F}]\d{3})+|\d+'), '[^0-9]', '', 'g') as bigint
        ) as number,
    from raw.facts
)

select
    file_id,
    any_value(regexp_replace(value, '[^0-9A-Za-z]', '', 'g')) filter (where fact = 'meeting_id') as meeting_id,
    any_value(email_key(value)) filter (where fact = 'host_email') as host_email,
    any_value(value) filter (where fact = 'file_date') as file_date,
    any_value(stamp_text(value)) filter (where fact = 'generated_at') as generated_text,
    any_value(stamp_text(value)) filter (where fact = 'started_at') as started_text,
    any_value(stamp_text(value)) filter (where fact = 'ended_at') as ended_text,
    any_value(number) filter (where fact = 'registered') as registered,
    any_value(number) filter (where fact = 'cancelled') as cancelled,
    any_value(number) filter (where fact = 'unique_viewers') as unique_viewers,
    any_value(number) filter (where fact = 'total_users') as total_users,
    any_value(number) filter (where fact = 'peak_concurrent') as peak_concurrent,
    any_value(number) filter (where fact = 'participants') as participants,
from counts
group by file_id
