-- Las horas de cada fila de asistencia, en su zona horaria y con el orden de fecha que demuestra el archivo.
-- The times of each attendance row, in their time zone and in the date order that the file proves.
-- grain: Una fila por fila de datos de un archivo de asistencia que cuenta. / One row per data row of an attendance export that counts.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- event: joined, left; NULL si la fila no es una acción o no se conoce. / joined, left; NULL where the row is no action or not a known one.
-- first_at: Entrada, o instante de la acción. / Joined, or instant of the action.
-- last_at: Salida. / Left.
-- submitted_at: Cuándo se llenó el formulario. / When the form was filled in.
-- order_problem: Por qué no se leen sus horas; NULL si se leen. / Why its times are not read; NULL where they are.
select
    cells.file_id,
    cells.line,
    events.event,
    instant_of(coalesce(cells.joined_text, cells.event_at_text), date_orders.date_order, files.time_zone) as first_at,
    instant_of(cells.left_text, date_orders.date_order, files.time_zone) as last_at,
    instant_of(cells.submitted_text, date_orders.date_order, files.time_zone) as submitted_at,
    case
        when date_orders.date_order is null and coalesce(cells.joined_text, cells.left_text, cells.event_at_text) is not null
            then date_orders.proof
    end as order_problem,
from staging.attendance_cells as cells
inner join raw.files using (file_id)
left join staging.date_orders using (file_id)
left join staging.events on text_key(cells.event_text) = events.answer_key
