-- Qué abarca cada archivo de personas: su sesión, sus horas y su gente, para saber cuáles son versiones del mismo.
-- What each file of people covers: its session, its times and its people, to know which are versions of the same.
-- grain: Una fila por archivo con filas aceptables. / One row per file with acceptable rows.
-- file_id: Clave del archivo. / Key of the file.
-- kind: registrations, attendance. / registrations, attendance.
-- folder: Sesión, o `cycle`. / Session, or `cycle`.
-- platform: Plataforma. / Platform.
-- meeting_id: Clave de la reunión en la plataforma. / The platform's key of the meeting.
-- covered_from: Primera hora que abarca; NULL si no tiene. / First instant covered; NULL where it has none.
-- covered_until: Última hora que abarca. / Last instant covered.
-- people: Personas que nombra. / People that it names.
-- age: Lugar entre los archivos de su carpeta, del más viejo al más nuevo. / Place among its folder's files, from oldest to newest.
-- decision: Qué decidió una persona sobre el archivo: confirm, refuse. / What a person decided about the file: confirm, refuse.
with named as (
    select
        file_id,
        person_key,
    from staging.attendance_rows
    where reject_reason is null
    union all
    select
        file_id,
        person_key,
    from staging.registration_rows
    where reject_reason is null
),

people as (
    select
        file_id,
        count(distinct person_key) as people,
    from named
    group by file_id
),

-- Of two decisions about one file the one that names more of its hash counts, and then the later one.
decisions as (
    select
        files.file_id,
        arg_max(decided.decision, (length(decided.file), decided.line)) as decision,
    from raw.files
    inner join raw.file_decisions as decided on starts_with(files.sha256, decided.file)
    group by files.file_id
),

dated as (
    select
        files.file_id,
        files.kind,
        coalesce(files.folder, slots.session_id) as folder,
        files.platform,
        files.path,
        files.arrived_at,
        facts.meeting_id,
        people.people,
        coalesce(slots.covered_from, instant_of(facts.started_text, date_orders.date_order, files.time_zone)) as covered_from,
        coalesce(slots.covered_until, instant_of(facts.ended_text, date_orders.date_order, files.time_zone)) as covered_until,
        instant_of(facts.generated_text, date_orders.date_order, files.time_zone) as generated_at,
        decisions.decision,
    from people
    inner join raw.files using (file_id)
    left join staging.facts using (file_id)
    left join staging.slots using (file_id)
    left join staging.date_orders using (file_id)
    left join decisions using (file_id)
)

select
    file_id,
    kind,
    folder,
    platform,
    meeting_id,
    covered_from,
    covered_until,
    people,
    row_number() over (
        partition by kind, folder
        order by coalesce(generated_at, arrived_at), arrived_at, people, path
    ) as age,
    decision,
from dated
