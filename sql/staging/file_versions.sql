-- Qué archivos cuentan y cuáles dejó atrás una versión más nueva.
-- Which files count, and which a newer version has left behind.
-- grain: Una fila por archivo con filas aceptables. / One row per file with acceptable rows.
-- file_id: Clave del archivo. / Key of the file.
-- is_counted: Cuenta: ninguna versión más nueva que cuente lo sustituye, y nadie lo apartó. / It counts: no newer version that counts supersedes it, and nobody has set it aside.
-- superseded_by: Clave del archivo que lo sustituye. / Key of the file that supersedes it.
-- people: Personas que nombra. / People that it names.
-- people_before: Personas de la mayor versión que sustituye. / People of the largest version that it supersedes.
-- is_awaiting_approval: Nombra a menos personas que la versión que sustituye, y nadie lo ha aprobado. / It names fewer people than the version that it supersedes, and nobody has approved that.
with recursive successions as (
    select
        pairs.older_id as file_id,
        list(pairs.newer_id order by contents.age desc) as newer_ids,
    from staging.file_pairs as pairs
    inner join staging.file_contents as contents on pairs.newer_id = contents.file_id
    group by pairs.older_id
),

turns as (
    select
        contents.file_id,
        contents.kind,
        contents.folder,
        coalesce(contents.decision <> 'refuse', true) as is_considered,
        row_number() over (partition by contents.kind, contents.folder order by contents.age desc) as turn,
        coalesce(successions.newer_ids, []::varchar[]) as newer_ids,
    from staging.file_contents as contents
    left join successions using (file_id)
),

-- From the newest to the oldest: a file counts unless one that counts already is a newer version of it.
walk as (
    select
        kind,
        folder,
        0::bigint as turn,
        []::varchar[] as counted,
    from turns
    group by kind, folder
    union all
    select
        walk.kind,
        walk.folder,
        turns.turn,
        case
            when not turns.is_considered or list_has_any(turns.newer_ids, walk.counted) then walk.counted
            else list_append(walk.counted, turns.file_id)
        end as counted,
    from walk
    inner join turns on walk.kind = turns.kind and walk.folder = turns.folder and walk.turn + 1 = turns.turn
),

counted as (
    select distinct unnest(counted) as file_id,
    from walk
),

successors as (
    select
        turns.file_id,
        arg_max(pairs.newer_id, contents.age) as superseded_by,
    from turns
    inner join staging.file_pairs as pairs on turns.file_id = pairs.older_id
    inner join counted on pairs.newer_id = counted.file_id
    inner join staging.file_contents as contents on pairs.newer_id = contents.file_id
    where turns.is_considered
    group by turns.file_id
),

before as (
    select
        successors.superseded_by as file_id,
        max(contents.people) as people_before,
    from successors
    inner join staging.file_contents as contents using (file_id)
    group by successors.superseded_by
)

select
    contents.file_id,
    counted.file_id is not null as is_counted,
    case when counted.file_id is null then successors.superseded_by end as superseded_by,
    contents.people,
    before.people_before,
    coalesce(
        counted.file_id is not null and contents.people < before.people_before and coalesce(contents.decision <> 'confirm', true),
        false
    ) as is_awaiting_approval,
from staging.file_contents as contents
left join counted using (file_id)
left join successors using (file_id)
left join before using (file_id)
