-- A qué sesión pertenecen las estancias de cada archivo de asistencia, y si caen en su horario.
-- To which session the stays of each attendance export belong, and whether they fall into its time.
-- grain: Una fila por archivo de asistencia con filas de datos. / One row per attendance export with data rows.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión: la de su carpeta; fuera de toda carpeta, la de sus horas. / Session: its folder's; outside of all folders, that of its times.
-- covered_from: Primera entrada. / First joining.
-- covered_until: Última salida. / Last leaving.
-- is_outside: Todas sus estancias caen fuera de la sesión. / All its stays fall outside the session.
-- likely_session_id: Otra sesión en cuyo horario caen. / Another session into whose time they fall.
-- likely_time_zone: Otra zona horaria con la que caerían en la sesión. / Another time zone with which they would fall into the session.
with stays as (
    select
        times.file_id,
        times.event,
        times.submitted_at,
        times.first_at,
        greatest(times.first_at, times.last_at) as last_at,
        times.last_at is null as is_open,
    from staging.attendance_times as times
),

timed as (
    select distinct file_id,
    from stays
    where first_at is not null or submitted_at is not null
),

-- Where no row has a time, the platform's word on the whole call stands for them.
calls as (
    select
        facts.file_id,
        instant_of(facts.started_text, date_orders.date_order, files.time_zone) as starts_at,
        instant_of(facts.ended_text, date_orders.date_order, files.time_zone) as ends_at,
    from staging.facts
    inner join staging.date_orders using (file_id)
    inner join raw.files using (file_id)
    anti join timed using (file_id)
    where files.kind = 'attendance' and facts.ended_text is not null
),

-- An action is an instant, not a stay: of a list of actions only the time that it covers as a whole is known.
known as (
    select
        stays.file_id,
        case when stays.event is null then stays.first_at else min(stays.first_at) over of_file end as starts_at,
        case when stays.event is null then stays.last_at else max(stays.first_at) over of_file end as ends_at,
        case
            when stays.event is null then stays.is_open
            else count_if(stays.event = 'joined') over of_file > count_if(stays.event = 'left') over of_file
        end as is_open,
        stays.first_at,
        stays.submitted_at,
    from stays
    window of_file as (partition by stays.file_id)
    union all
    select
        file_id,
        starts_at,
        ends_at,
        false,
        starts_at as first_at,
        null,
    from calls
),

-- Who is not seen leaving may have stayed: that they joined before a session does not put them outside of it.
spans as (
    select
        *,
        case when is_open then ends_at + interval 3 hour else ends_at end as may_end_at,
    from known
),

covers as (
    select
        file_id,
        min(starts_at) as covered_from,
        max(ends_at) as covered_until,
        median(epoch(first_at)) as usual_joining,
        min(submitted_at) as first_submitted_at,
        max(submitted_at) as last_submitted_at,
    from spans
    group by file_id
),

sessions as (
    select
        session_id,
        session_date,
        coalesce(actual_start, scheduled_start) as opens_at,
        coalesce(actual_end, scheduled_end) as closes_at,
    from raw.sessions
),

-- A form is filled in on the session's day, during the session or after it.
fits as (
    select
        spans.file_id,
        sessions.session_id,
        bool_or(
            (spans.starts_at <= sessions.closes_at and spans.may_end_at >= sessions.opens_at)
            or (
                spans.starts_at is null
                and spans.submitted_at::date = sessions.session_date
            )
        ) as is_inside,
        bool_or(
            spans.starts_at <= sessions.closes_at + interval 3 hour and spans.ends_at >= sessions.opens_at - interval 3 hour
        ) as is_near,
    from spans
    cross join sessions
    group by spans.file_id, sessions.session_id
),

belonging as (
    select
        fits.file_id,
        arg_min(fits.session_id, sessions.opens_at) filter (where fits.is_inside) as session_inside,
        arg_min(fits.session_id, sessions.opens_at) filter (where fits.is_near) as session_near,
    from fits
    inner join sessions using (session_id)
    group by fits.file_id
),

placed as (
    select
        covers.*,
        files.time_zone,
        coalesce(files.folder, belonging.session_inside, belonging.session_near) as session_id,
        belonging.session_inside,
    from covers
    inner join raw.files using (file_id)
    left join belonging using (file_id)
),

judged as (
    select
        placed.*,
        sessions.opens_at,
        sessions.closes_at,
        coalesce(placed.covered_from, placed.first_submitted_at) is not null
        and not coalesce(fits.is_inside, false) as is_outside,
    from placed
    left join fits using (file_id, session_id)
    left join sessions using (session_id)
),

-- A zone in which the clocks show the same as in the file's own explains nothing.
elsewhere as (
    select
        judged.file_id,
        judged.opens_at,
        judged.closes_at,
        time_zones.time_zone,
        (to_timestamp(judged.usual_joining) at time zone judged.time_zone) at time zone time_zones.time_zone as usual_joining,
    from judged
    cross join raw.time_zones
    where
        judged.is_outside
        and (to_timestamp(judged.usual_joining) at time zone judged.time_zone) at time zone time_zones.time_zone
        <> to_timestamp(judged.usual_joining)
),

zones as (
    select
        file_id,
        arg_min(time_zone, abs(epoch(usual_joining) - epoch(opens_at))) as likely_time_zone,
    from elsewhere
    where usual_joining between opens_at - interval 30 minute and closes_at
    group by file_id
)

select
    judged.file_id,
    judged.session_id,
    coalesce(judged.covered_from, judged.first_submitted_at) as covered_from,
    coalesce(judged.covered_until, judged.last_submitted_at) as covered_until,
    judged.is_outside and judged.session_id is not null as is_outside,
    case when judged.is_outside then judged.session_inside end as likely_session_id,
    case when judged.session_inside is null then zones.likely_time_zone end as likely_time_zone,
from judged
left join zones using (file_id)
