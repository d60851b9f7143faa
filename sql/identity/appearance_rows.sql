-- Cada fila aceptada y la aparición a la que pertenece: quien se muestra igual en un mismo lugar aparece una vez.
-- Each accepted row and the appearance that it belongs to: who shows alike in one place appears once.
-- grain: Una fila por fila aceptada de registro o de asistencia. / One row per accepted row of registrations or attendance.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- ledger: registration o attendance. / registration or attendance.
-- session_id: Sesión; NULL en los registros. / Session; NULL for registrations.
-- appearance_key: Dónde, con qué correo y con qué nombre se muestra. / Where, with which e-mail and which name it shows.
-- email: Correo normalizado. / Normalised e-mail.
-- telephone: Los últimos diez dígitos del teléfono. / The telephone's last ten digits.
-- name: Nombre tal como se escribió. / Name as written.
-- name_bag: Las palabras del nombre, en orden alfabético. / The words of the name, in alphabetical order.
-- name_kind: full, nick, device, none. / full, nick, device, none.
-- is_absence: La plataforma dice que no asistió. / The platform says that it did not attend.
-- joined_at: Entrada. / Joined.
-- left_at: Salida. / Left.
with at_sessions as (
    select
        *,
        session_id as folder,
    from staging.attendance
),

accepted as (
    select
        file_id,
        line,
        'registration' as ledger,
        null as session_id,
        folder,
        email,
        case when length(telephone) >= 8 then right(telephone, 10) end as telephone,
        name,
        false as is_absence,
        null::timestamptz as joined_at,
        null::timestamptz as left_at,
    from staging.registrations
    union all
    select
        file_id,
        line,
        'attendance',
        session_id,
        folder,
        email,
        null,
        name,
        not coalesce(is_said_attended, true),
        joined_at,
        left_at,
    from at_sessions
),

named as (
    select
        accepted.*,
        names.name_bag,
        coalesce(names.name_kind, 'none') as name_kind,
        -- A full name shows alike in any order; a nick or a device only letter by letter.
        case when names.name_kind = 'full' then names.name_bag else '~' || text_key(accepted.name) end as shown,
    from accepted
    left join identity.names using (name)
),

scoped as (
    select
        *,
        case
            when ledger = 'attendance' then 'a|' || session_id
            when email is not null or len(string_split(name_bag, ' ')) >= 3 then 'r|'
            else 'r|' || folder
        end as scope,
    from named
)

select
    file_id,
    line,
    ledger,
    session_id,
    case
        when email is null and shown is null then concat(scope, '|||', file_id, ':', line)
        else concat(scope, '|', email, '|', shown)
    end as appearance_key,
    email,
    telephone,
    name,
    name_bag,
    name_kind,
    is_absence,
    joined_at,
    left_at,
from scoped
