-- Las apariciones: cada manera en que alguien se muestra, en los registros o en una sesión.
-- The appearances: each way in which somebody shows, in the registrations or at a session.
-- grain: Una fila por aparición. / One row per appearance.
-- appearance_key: Dónde, con qué correo y con qué nombre se muestra. / Where, with which e-mail and which name it shows.
-- handle: Su huella con la llave del espacio de trabajo, con la que la nombran las decisiones. / Its hash under the workspace's key, by which decisions name it.
-- ledger: registration o attendance. / registration or attendance.
-- session_id: Sesión; NULL en los registros. / Session; NULL for registrations.
-- email: Correo normalizado. / Normalised e-mail.
-- name: Nombre, en la primera forma por orden alfabético. / Name, in the first form in alphabetical order.
-- name_bag: Las palabras del nombre, en orden alfabético. / The words of the name, in alphabetical order.
-- name_kind: full, nick, device, none. / full, nick, device, none.
-- is_absent: Todas sus filas dicen que no asistió. / All its rows say that it did not attend.
-- row_count: Cuántas filas la muestran. / How many rows show it.
select
    appearance_key,
    handle_of(appearance_key) as handle,
    any_value(ledger) as ledger,
    any_value(session_id) as session_id,
    any_value(email) as email,
    min(name) as name,
    any_value(name_bag) as name_bag,
    any_value(name_kind) as name_kind,
    bool_and(is_absence) as is_absent,
    count(*) as row_count,
from identity.appearance_rows
group by appearance_key
