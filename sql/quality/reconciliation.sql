-- Las cuentas de la plataforma junto a las nuestras, archivo por archivo, con la regla de cada una y lo que explica la diferencia.
-- The platform's own counts beside ours, file by file, with each one's rule and what explains the difference.
-- grain: Una fila por archivo y cuenta que da la plataforma. / One row per file and count that the platform gives.
-- file_id: Clave del archivo. / Key of the file.
-- session_id: Sesión. / Session.
-- platform: Plataforma. / Platform.
-- measure: registered, unique_viewers, total_users, peak_concurrent, participants, views, minutes_watched. / registered, unique_viewers, total_users, peak_concurrent, participants, views, minutes_watched.
-- platform_count: Cuenta de la plataforma. / The platform's count.
-- our_count: La nuestra, con las filas del mismo archivo. / Ours, of the same file's rows.
-- difference: La de la plataforma menos la nuestra. / The platform's minus ours.
-- rule: Qué contamos nosotros. / What we count.
-- explanation: Qué explica la diferencia; `unexplained` si nada la explica. / What explains the difference; `unexplained` where nothing does.
with people as (
    select
        *,
        role in ('attendee', 'waiting_room') as is_attendee,
        coalesce(is_said_attended, true) as is_present,
    from staging.attendance_rows
    where reject_reason is null
),

counted as (
    select
        file_id,
        any_value(session_id) as session_id,
        count(distinct person_key) filter (where is_attendee) as attendees,
        count(distinct person_key) filter (where is_attendee and is_present) as viewers,
        count(*) filter (where is_attendee and is_present) as viewer_rows,
        count(distinct person_key) filter (where is_present) as people,
        count(*) filter (where is_present) as person_rows,
        count(distinct person_key) filter (where not is_attendee and is_present) as staff,
    from people
    group by file_id
),

-- At a joining one more is there, at a leaving one less; somebody who leaves as another joins makes no peak.
moments as (
    select
        file_id,
        joined_at as moment,
        1 as change,
    from people
    where is_stay and is_attendee
    union all
    select
        file_id,
        left_at,
        -1,
    from people
    where is_stay and is_attendee
),

crowds as (
    select
        file_id,
        sum(change) over (
            partition by file_id order by moment, change
            rows between unbounded preceding and current row
        ) as people,
    from moments
),

peaks as (
    select
        file_id,
        max(people)::bigint as peak,
    from crowds
    group by file_id
),

rejected as (
    select
        file_id,
        count(*) as rows,
    from staging.attendance_rows
    where reject_reason is not null
    group by file_id
),

measures as (
    select
        facts.file_id,
        'registered' as measure,
        facts.registered as platform_count,
        counted.attendees as our_count,
        'distinct people of the attendees'' section, whether they came or not' as rule,
        facts.cancelled as explaining,
        false as is_either_way,
        'registrations that were cancelled and are not listed' as words,
    from staging.facts
    left join counted using (file_id)
    union all
    select
        facts.file_id,
        'unique_viewers',
        facts.unique_viewers,
        counted.viewers,
        'distinct people of the attendees'' section who came',
        counted.viewer_rows - counted.viewers,
        true,
        'one person under several names or e-mails, or several people under one',
    from staging.facts
    left join counted using (file_id)
    union all
    select
        facts.file_id,
        'total_users',
        facts.total_users,
        counted.viewer_rows,
        'connections of attendees: one row per time that somebody joined',
        counted.staff,
        false,
        'hosts and panelists, whom the platform adds',
    from staging.facts
    left join counted using (file_id)
    union all
    select
        facts.file_id,
        'peak_concurrent',
        facts.peak_concurrent,
        peaks.peak,
        'most stays of attendees at one instant',
        counted.viewer_rows - counted.viewers,
        true,
        'two devices of one person, and stays whose times are rounded to the minute',
    from staging.facts
    left join counted using (file_id)
    left join peaks using (file_id)
    union all
    select
        facts.file_id,
        'participants',
        facts.participants,
        counted.people,
        'distinct people named as present, hosts included',
        counted.person_rows - counted.people,
        false,
        'people who joined again, whom the platform counts once more',
    from staging.facts
    left join counted using (file_id)
    union all
    select
        file_id,
        measure,
        platform_count,
        our_count,
        rule,
        explaining,
        measure = 'minutes_watched',
        words,
    from staging.studio_sums
),

compared as (
    select
        measures.*,
        coalesce(measures.our_count, 0) as ours,
        measures.platform_count - coalesce(measures.our_count, 0) as difference,
        coalesce(measures.explaining, 0) as explained,
        case when measures.is_either_way then -coalesce(measures.explaining, 0) else 0 end as explained_downwards,
        coalesce(rejected.rows, 0) as rows_rejected,
    from measures
    left join rejected using (file_id)
    where measures.platform_count is not null
),

sessions_of_videos as (
    select
        file_id,
        any_value(session_id) as session_id,
    from staging.studio_sums
    group by file_id
)

select
    compared.file_id,
    coalesce(counted.session_id, sessions_of_videos.session_id) as session_id,
    files.platform,
    compared.measure,
    compared.platform_count,
    compared.ours as our_count,
    compared.difference,
    compared.rule,
    case
        when compared.difference = 0 then 'none to explain'
        when compared.difference between compared.explained_downwards and compared.explained then compared.words
        when compared.difference between 1 and compared.explained + compared.rows_rejected
            then concat(compared.rows_rejected, ' rows of the file were rejected')
        when compared.difference > 0
            then 'unexplained: the file does not hold as many; download it again, or ask who edited it'
        else 'unexplained: the file holds more than the platform counted; ask who edited it'
    end as explanation,
from compared
inner join raw.files using (file_id)
left join counted using (file_id)
left join sessions_of_videos using (file_id)
where files.is_present and files.refused is null
