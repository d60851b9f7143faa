-- El orden de día, mes y año que cada archivo demuestra; nunca se adivina fila por fila.
-- The order of day, month and year that each file proves; never guessed row by row.
-- grain: Una fila por archivo con fechas. / One row per file with stamps.
-- file_id: Clave del archivo. / Key of the file.
-- date_order: `dmy`, `mdy`, `ymd`, o NULL si no se puede demostrar. / `dmy`, `mdy`, `ymd`, or NULL where it cannot be proved.
-- proof: Qué lo demuestra, o por qué no se puede. / What proves it, or why nothing does.
with attendance_stamps as (
    select
        file_id,
        session_id,
        unnest([joined_text, left_text, event_at_text]) as stamp,
    from staging.attendance_cells
),

stamps as (
    select
        file_id,
        'attendance' as kind,
        session_id,
        stamp,
    from attendance_stamps
    where stamp is not null
    union all
    select
        file_id,
        'registrations',
        null,
        submitted_text,
    from staging.registration_cells
    where submitted_text is not null
),

numbers as (
    select
        file_id,
        kind,
        session_id,
        stamp,
        try_cast(nullif(regexp_extract(stamp_text(stamp), '^(\d{1,4})/', 1), '') as integer) as first_number,
        try_cast(nullif(regexp_extract(stamp_text(stamp), '^\d{1,4}/(\d{1,2})/', 1), '') as integer) as second_number,
    from stamps
),

evidence as (
    select
        numbers.file_id,
        any_value(numbers.kind) as kind,
        bool_and(numbers.first_number > 31) as is_year_first,
        bool_or(numbers.first_number between 13 and 31) as is_first_above_12,
        bool_or(numbers.second_number > 12) as is_second_above_12,
        bool_and(local_time(numbers.stamp, 'dmy')::date = sessions.session_date) as is_session_date_as_dmy,
        bool_and(local_time(numbers.stamp, 'mdy')::date = sessions.session_date) as is_session_date_as_mdy,
    from numbers
    left join raw.sessions using (session_id)
    group by numbers.file_id
),

settings as (
    select
        'attendance' as kind,
        attendance_date_order as stated_order,
    from raw.cycle
    union all
    select
        'registrations',
        registrations_date_order,
    from raw.cycle
)

select
    evidence.file_id,
    case
        when evidence.is_year_first then 'ymd'
        when evidence.is_first_above_12 and evidence.is_second_above_12 then null
        when evidence.is_first_above_12 then 'dmy'
        when evidence.is_second_above_12 then 'mdy'
        when evidence.is_session_date_as_dmy then 'dmy'
        when evidence.is_session_date_as_mdy then 'mdy'
        else settings.stated_order
    end as date_order,
    case
        when evidence.is_year_first then 'the year stands first'
        when evidence.is_first_above_12 and evidence.is_second_above_12
            then 'date_order contradictory: days above 12 stand in both places; export the file again unedited'
        when evidence.is_first_above_12 or evidence.is_second_above_12 then 'a day above 12'
        when evidence.is_session_date_as_dmy or evidence.is_session_date_as_mdy then 'every stamp on the session''s date'
        when settings.stated_order is not null then 'stated in cycle.toml'
        else 'date_order ambiguous: state it under [sources] in cycle.toml'
    end as proof,
from evidence
left join settings using (kind)
