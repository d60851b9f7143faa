-- Por qué esta edición está incompleta; vacía si está completa.
-- Why this release is incomplete; empty where it is complete.
-- grain: Una fila por carencia. / One row per shortcoming.
-- topic: file, rows, session, audience. / file, rows, session, audience.
-- subject: Clave del archivo, sesión o video de que se trata. / Key of the file, session or video concerned.
-- sentence: Qué falta y qué hacer. / What is missing, and what to do.
with superseded as (
    select file_id,
    from staging.file_versions
    where not is_counted
),

files_refused as (
    select
        'file' as topic,
        file_id as subject,
        refused as sentence,
    from quality.files
    where refused is not null
),

rows_rejected as (
    select
        'rows' as topic,
        file_id as subject,
        concat(sum(rows), ' rows rejected: ', reason) as sentence,
    from quality.rejects
    where
        line is not null
        and file_id not in (select superseded.file_id, from superseded)
        -- An export of a whole channel names other videos too, and nothing is missing for it.
        and not starts_with(reason, 'video_not_of_this_cycle')
    group by file_id, reason
),

sessions_missing as (
    select
        'session' as topic,
        session_id as subject,
        concat(
            'session ', session_id, ' is over and has no attendance: put its export in inbox/', session_id, '/attendance/'
        ) as sentence,
    from core.sessions
    where is_over and not has_attendance
),

times_unreadable as (
    select
        'rows' as topic,
        file_id as subject,
        concat(count(*), ' rows have a time that cannot be read, so their duration is unknown: export the file again unedited')
            as sentence,
    from staging.attendance_rows
    where is_time_unreadable and reject_reason is null and file_id not in (select superseded.file_id, from superseded)
    group by file_id
),

versions_shrinking as (
    select
        'file' as topic,
        versions.file_id as subject,
        concat(
            'newer version names ', versions.people, ' people where the one before named ', versions.people_before,
            ': it counts, and somebody must approve it; write ', left(files.sha256, 12),
            ',confirm in decisions/files.csv, or ', left(files.sha256, 12), ',refuse to count the one before'
        ) as sentence,
    from staging.file_versions as versions
    inner join raw.files using (file_id)
    where versions.is_awaiting_approval
),

registrations_missing as (
    select
        'session' as topic,
        sessions.session_id as subject,
        concat(
            'session ', sessions.session_id, ' has attendance and no registration: put its export in inbox/',
            sessions.session_id, '/registrations/, or a form for all sessions in inbox/cycle/registrations/'
        ) as sentence,
    from core.sessions
    anti join core.registrations on sessions.session_id = registrations.session_id
    where sessions.has_attendance
),

sessions_early as (
    select
        'session' as topic,
        session_id as subject,
        concat(
            'session ', session_id, ' has not started and has attendance: move its export to the session that it is of,',
            ' or correct the date in cycle.toml'
        ) as sentence,
    from core.sessions
    where has_early_attendance
),

sheets_stale as (
    select
        'file' as topic,
        source as subject,
        concat('the live sheet of source ', source, ' could not be read (', reason, '): ', remedy) as sentence,
    from raw.sheet_requests
    where reason is not null
),

audience_stale as (
    select
        'audience' as topic,
        case source when 'public' then 'youtube' else 'youtube history' end as subject,
        concat(
            case source when 'public' then 'the audience ledger is stale' else 'the history of the channel is stale' end,
            coalesce(' since ' || answered_at::varchar, ''),
            coalesce(' (' || reason || '): ' || remedy, ': YouTube has not been asked')
        ) as sentence,
    from quality.audience_status
    where status = 'stale'
),

videos_missing as (
    select
        'audience' as topic,
        video_id as subject,
        concat(
            'video ', video_id, ' of session ', session_id,
            ' was asked for and not returned: it is deleted, private or mistyped in cycle.toml'
        ) as sentence,
    from core.videos
    where status = 'not_returned'
)

select
    topic,
    subject,
    sentence,
from files_refused
union all
select
    topic,
    subject,
    sentence,
from rows_rejected
union all
select
    topic,
    subject,
    sentence,
from sessions_missing
union all
select
    topic,
    subject,
    sentence,
from sessions_early
union all
select
    topic,
    subject,
    sentence,
from times_unreadable
union all
select
    topic,
    subject,
    sentence,
from versions_shrinking
union all
select
    topic,
    subject,
    sentence,
from sheets_stale
union all
select
    topic,
    subject,
    sentence,
from registrations_missing
union all
select
    topic,
    subject,
    sentence,
from audience_stale
union all
select
    topic,
    subject,
    sentence,
from videos_missing
