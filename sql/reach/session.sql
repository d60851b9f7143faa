-- Las sesiones del ciclo: cuándo fueron, a quién alcanzaron y, aparte, cuántas vistas tienen.
-- The cycle's sessions: when they were, whom they reached and, apart, how many views they have.
-- grain: Una fila por sesión. / One row per session.
-- session_id: Sesión. / Session.
-- session_date: Día en la zona horaria del ciclo. / Day in the cycle's time zone.
-- title: Título. / Title.
-- scheduled_start: Inicio programado. / Scheduled start.
-- scheduled_end: Fin programado. / Scheduled end.
-- actual_start: Inicio real; NULL si no se ha confirmado. / Actual start; NULL where not confirmed.
-- actual_end: Fin real; NULL si no se ha confirmado. / Actual end; NULL where not confirmed.
-- is_end_assumed: El fin es una suposición, y con él los minutos y constancias. / The end is an assumption, and with it minutes and certificates.
-- platform: Plataforma de la llamada. / Platform of the call.
-- status: planned (no ha terminado), held (hay asistencia), incomplete (falta asistencia o un archivo). / planned (not over), held (there is attendance), incomplete (attendance or a file is missing).
-- registered_people: Personas registradas. / People registered.
-- attended_people: Personas que asistieron; NULL si no se sabe. / People who attended; NULL where not known.
-- excluded_people: Personas que organizan o exponen, o que solo estuvieron en sala de espera: no son público. / People who organise or speak, or were in the waiting room only: not audience.
-- osc_attended: Organizaciones de la sociedad civil que asistieron. / Civil-society organisations that attended.
-- local_governments_attended: Gobiernos locales que asistieron. / Local governments that attended.
-- video_status: Estado de sus videos: observed, not_returned, never_observed, not_configured. / State of its videos: observed, not_returned, never_observed, not_configured.
-- views_latest: Vistas en YouTube que cada video dijo por última vez, si todos han dicho alguna; no son personas. / Views on YouTube that each video last told, where all have told some; they are not people.
-- views_observed_at: Instante de la más antigua de esas observaciones. / Instant of the oldest of those observations.
-- views_day_7: Vistas observadas el séptimo día después de la sesión; NULL si no se observó. / Views observed on the seventh day after the session; NULL where not observed.
with people_counted as (
    select
        session_id,
        count(*) filter (where is_registered) as registered_people,
        count(*) filter (where is_attended) as attended_people,
        count(distinct case when is_attended and actor_type = 'osc' then organisation_key end) as osc_attended,
        count(distinct case when is_attended and actor_type = 'local_government' then organisation_key end)
            as local_governments_attended,
    from core.participation
    group by session_id
),

people_excluded as (
    select
        session_id,
        count(*) as excluded_people,
    from (
        select
            session_id,
            person_id,
        from core.attendance
        where not is_audience
        union
        select
            registrations.session_id,
            registrations.person_id,
        from core.registrations
        inner join core.people using (person_id)
        where people.is_excluded
    ) as excluded
    group by session_id
),

-- What each video last said; a session whose videos have not all spoken has no sum, because it would look like one.
videos_latest as (
    select
        session_id,
        video_id,
        views,
        observed_at,
    from reach.audience
    where views is not null
    qualify row_number() over (partition by session_id, video_id order by observed_at desc) = 1
),

views_latest as (
    select
        videos.session_id,
        case when bool_and(videos_latest.views is not null) then sum(videos_latest.views)::bigint end as views_latest,
        case when bool_and(videos_latest.views is not null) then min(videos_latest.observed_at) end as views_observed_at,
    from core.videos
    left join videos_latest using (session_id, video_id)
    group by videos.session_id
),

videos_day_7 as (
    select
        audience.session_id,
        audience.video_id,
        audience.views,
    from reach.audience
    inner join core.sessions using (session_id)
    cross join raw.cycle
    where (audience.observed_at at time zone cycle.time_zone)::date = sessions.session_date + interval 7 day
    qualify row_number() over (
        partition by audience.session_id, audience.video_id
        order by audience.observed_at desc
    ) = 1
),

views_day_7 as (
    select
        videos.session_id,
        case when bool_and(videos_day_7.views is not null) then sum(videos_day_7.views)::bigint end as views_day_7,
    from core.videos
    left join videos_day_7 using (session_id, video_id)
    group by videos.session_id
),

-- The weakest of a session's videos speaks for all of them.
video_statuses as (
    select
        session_id,
        min(case status
            when 'not_returned' then 1
            when 'never_observed' then 2
            when 'not_configured' then 3
            else 4
        end) as weakest,
    from core.videos
    group by session_id
)

select
    sessions.session_id,
    sessions.session_date,
    sessions.title,
    sessions.scheduled_start,
    sessions.scheduled_end,
    sessions.actual_start,
    sessions.actual_end,
    sessions.is_end_assumed,
    sessions.platform,
    sessions.status,
    coalesce(people_counted.registered_people, 0) as registered_people,
    case when sessions.has_attendance then coalesce(people_counted.attended_people, 0) end as attended_people,
    case when sessions.has_attendance then coalesce(people_excluded.excluded_people, 0) end as excluded_people,
    case when sessions.has_attendance then coalesce(people_counted.osc_attended, 0) end as osc_attended,
    case when sessions.has_attendance then coalesce(people_counted.local_governments_attended, 0) end
        as local_governments_attended,
    case video_statuses.weakest
        when 1 then 'not_returned'
        when 2 then 'never_observed'
        when 3 then 'not_configured'
        else 'observed'
    end as video_status,
    views_latest.views_latest,
    views_latest.views_observed_at,
    views_day_7.views_day_7,
from core.sessions
left join people_counted using (session_id)
left join people_excluded using (session_id)
left join views_latest using (session_id)
left join views_day_7 using (session_id)
left join video_statuses using (session_id)
order by sessions.session_order
