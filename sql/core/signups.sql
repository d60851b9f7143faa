-- Para qué sesiones vale cada registro.
-- Which sessions each registration counts for.
-- grain: Una fila por registro aceptado y sesión. / One row per accepted registration and session.
-- session_id: Sesión. / Session.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
with scoped as (
    select
        registrations.file_id,
        registrations.line,
        registrations.folder,
        registrations.submitted_at,
        registrations.chosen_sessions,
        registrations.folder = 'cycle' or cycle.registration_scope = 'cycle' as is_for_cycle,
    from staging.registrations
    cross join raw.cycle
),

-- Who chose sessions in the form is registered for those, wherever the form lies.
chosen as (
    select
        file_id,
        line,
        submitted_at,
        unnest(chosen_sessions) as session_id,
    from scoped
    where chosen_sessions is not null
)

select
    sessions.session_id,
    scoped.file_id,
    scoped.line,
from scoped
inner join core.sessions on scoped.folder = sessions.session_id
where scoped.chosen_sessions is null and not scoped.is_for_cycle
union all
select
    sessions.session_id,
    scoped.file_id,
    scoped.line,
from scoped
inner join core.sessions on scoped.submitted_at < sessions.closes_at
where scoped.chosen_sessions is null and scoped.is_for_cycle
union all
select
    sessions.session_id,
    chosen.file_id,
    chosen.line,
from chosen
inner join core.sessions on chosen.session_id = sessions.session_id and chosen.submitted_at < sessions.closes_at
