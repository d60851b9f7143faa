-- Qué archivos son versiones del mismo: los de una llamada cuyas horas se traslapan, los de un formulario que comparten respuestas.
-- Which files are versions of the same: those of a call whose times overlap, those of a form that share answers.
-- grain: Una fila por par de archivos, el más viejo y el más nuevo. / One row per pair of files, the older and the newer.
-- older_id: Clave del más viejo. / Key of the older.
-- newer_id: Clave del más nuevo. / Key of the newer.
with considered as (
    select *,
    from staging.file_contents
    where decision is distinct from 'refuse'
),

calls as (
    select
        older.file_id as older_id,
        newer.file_id as newer_id,
    from considered as older
    inner join considered as newer
        on
            older.kind = newer.kind
            and older.folder = newer.folder
            and older.platform = newer.platform
            and older.age < newer.age
            and older.covered_from < newer.covered_until
            and older.covered_until > newer.covered_from
    where
        older.kind = 'attendance'
        and coalesce(older.meeting_id = newer.meeting_id, true)
),

answers as (
    select distinct
        file_id,
        folder,
        submitted_at,
        person_key,
    from staging.registration_rows
    where reject_reason is null
),

shared as (
    select
        older.file_id as older_id,
        newer.file_id as newer_id,
        count(*) as answers,
    from answers as older
    inner join answers as newer using (folder, submitted_at, person_key)
    where older.file_id <> newer.file_id
    group by older.file_id, newer.file_id
),

sizes as (
    select
        file_id,
        count(*) as answers,
    from answers
    group by file_id
),

-- The same form exported twice has most of its answers in both; two forms have hardly one.
forms as (
    select
        shared.older_id,
        shared.newer_id,
    from shared
    inner join considered as older on shared.older_id = older.file_id
    inner join considered as newer on shared.newer_id = newer.file_id
    inner join sizes as older_size on shared.older_id = older_size.file_id
    inner join sizes as newer_size on shared.newer_id = newer_size.file_id
    where older.age < newer.age and 2 * shared.answers >= least(older_size.answers, newer_size.answers)
)

select
    older_id,
    newer_id,
from calls
union all
select
    older_id,
    newer_id,
from forms
