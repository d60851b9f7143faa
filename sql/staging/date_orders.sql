-- El orden de día, mes y año que cada archivo demuestra; nunca se adivina fila por fila.
-- The order of day, month and year that each file proves; never guessed row by row.
-- grain: Una fila por archivo con fechas. / One row per file with stamps.
-- file_id: Clave del archivo. / Key of the file.
-- date_order: `dmy`, `mdy`, `ymd`, o NULL si no se puede demostrar. / `dmy`, `mdy`, `ymd`, or NULL where it cannot be proved.
-- proof: Qué lo demuestra, o por qué no se puede. / What proves it, or why nothing does.
with stamps_of_rows as (
    select
        file_id,
        folder,
        unnest([joined_text, left_text, event_at_text, submitted_text]) as stamp,
        true as is_of_session,
    from staging.attendance_cells
    union all
    select
        file_id,
        null,
        submitted_text,
        false,
    from staging.registration_cells
),

-- What the platform wrote above the rows is in the same order as they are; a call's own times are on its session's date.
stamps_of_files as (
    select
        facts.file_id,
        files.folder,
        unnest([facts.started_text, facts.ended_text]) as stamp,
        files.kind = 'attendance' as is_of_session,
    from staging.facts
    inner join raw.files using (file_id)
    union all
    select
        file_id,
        null,
        generated_text,
        false,
    from staging.facts
),

-- A million stamps show a handful of dates.
dates as (
    select distinct
        file_id,
        folder,
        is_of_session,
        true as is_of_row,
        split_part(stamp, ' ', 1) as date_text,
    from stamps_of_rows
    where stamp is not null
    union
    select distinct
        file_id,
        folder,
        is_of_session,
        false,
        split_part(stamp, ' ', 1),
    from stamps_of_files
    where stamp is not null
),

numbers as (
    select
        *,
        try_cast(nullif(regexp_extract(date_text, '^(\d{1,4})/\d{1,2}/\d{1,4}$', 1), '') as integer) as first_number,
        try_cast(nullif(regexp_extract(date_text, '^\d{1,4}/(\d{1,2})/\d{1,4}$', 1), '') as integer) as second_number,
        try_cast(nullif(regexp_extract(date_text, '^\d{1,4}/\d{1,2}/(\d{1,4})$', 1), '') as integer) as third_number,
    from dates
),

read_both_ways as (
    select
        *,
        try_cast(concat_ws('-', third_number % 100 + 2000, second_number, first_number) as date) as as_dmy,
        try_cast(concat_ws('-', third_number % 100 + 2000, first_number, second_number) as date) as as_mdy,
    from numbers
),

session_dates as (
    select
        list(session_date) as all_dates,
        map_from_entries(list({ 'session_id': session_id, 'session_date': session_date })) as date_of,
    from raw.sessions
),

-- A file shows its own session's date; one in the wrong folder, or in none, shows another session's.
evidence as (
    select
        stamped.file_id,
        coalesce(
            bool_and(stamped.first_number > 31) filter (where stamped.is_of_row), bool_and(stamped.first_number > 31)
        ) as is_year_first,
        bool_or(stamped.first_number between 13 and 31) as is_first_above_12,
        bool_or(stamped.second_number > 12) as is_second_above_12,
        bool_or(stamped.is_of_session)
        and bool_and(not stamped.is_of_session or stamped.as_dmy = session_dates.date_of[stamped.folder]) as is_own_date_as_dmy,
        bool_or(stamped.is_of_session)
        and bool_and(not stamped.is_of_session or stamped.as_mdy = session_dates.date_of[stamped.folder]) as is_own_date_as_mdy,
        bool_or(stamped.is_of_session)
        and bool_and(not stamped.is_of_session or list_contains(session_dates.all_dates, stamped.as_dmy)) as is_some_date_as_dmy,
        bool_or(stamped.is_of_session)
        and bool_and(not stamped.is_of_session or list_contains(session_dates.all_dates, stamped.as_mdy)) as is_some_date_as_mdy,
        bool_and(contains(stamped.date_text, ':')) filter (where stamped.is_of_row) as is_time_only,
        count(stamped.third_number) = 0 as is_no_date,
    from read_both_ways as stamped
    cross join session_dates
    group by stamped.file_id
),

judged as (
    select
        *,
        case
            when is_own_date_as_dmy and is_own_date_as_mdy then 'either'
            when is_own_date_as_dmy then 'dmy'
            when is_own_date_as_mdy then 'mdy'
            when is_some_date_as_dmy and is_some_date_as_mdy then null
            when is_some_date_as_dmy then 'dmy'
            when is_some_date_as_mdy then 'mdy'
        end as order_by_session,
    from evidence
)

select
    judged.file_id,
    case
        when judged.is_time_only then null
        when judged.is_year_first then 'ymd'
        when judged.is_first_above_12 and judged.is_second_above_12 then null
        when judged.is_first_above_12 then 'dmy'
        when judged.is_second_above_12 then 'mdy'
        when judged.order_by_session = 'either' then coalesce(files.stated_date_order, 'dmy')
        else coalesce(judged.order_by_session, files.stated_date_order)
    end as date_order,
    case
        when judged.is_time_only
            then 'no date: the times carry none, and the file''s name has lost it; download the file again and keep its name'
        when judged.is_year_first then 'the year stands first'
        when judged.is_first_above_12 and judged.is_second_above_12
            then 'date_order contradictory: days above 12 stand in both places; export the file again unedited'
        when judged.is_first_above_12 or judged.is_second_above_12 then 'a day above 12'
        when judged.order_by_session is not null then 'every stamp on a session''s date'
        when files.stated_date_order is not null then 'stated in cycle.toml'
        when judged.is_no_date
            then 'no date: what stands in its place is none, as where a spreadsheet rewrote it; download the file again unedited'
        else 'date_order ambiguous: no day is above 12; state date_order under [sources] in cycle.toml'
    end as proof,
from judged
inner join raw.files using (file_id)
