-- Qué sesiones nombra cada respuesta a la pregunta «¿a qué sesiones desea asistir?».
-- Which sessions each answer to "which sessions would you like to attend?" names.
-- grain: Una fila por respuesta distinta y sesión que nombra. / One row per distinct answer and session that it names.
-- sessions_text: Respuesta tal como se escribió. / Answer as written.
-- session_id: Sesión. / Session.
with answers as (
    select distinct
        sessions_text,
        ' ' || text_key(sessions_text) || ' ' as words,
    from staging.registration_cells
    where text_key(sessions_text) is not null
),

names as (
    select
        session_id,
        text_key(name) as name,
    from raw.session_names
    union
    select
        session_id,
        unnest([
            'sesion ' || session_order, 'session ' || session_order, 'conversatorio ' || session_order, 's' || session_order,
            day(session_date) || ' ' || month_name, day(session_date) || ' de ' || month_name,
            strftime(session_date, '%d ') || month_name, strftime(session_date, '%d de ') || month_name,
            month_name_en || ' ' || day(session_date), day(session_date) || ' ' || month_name_en,
            strftime(session_date, '%d %m %Y'), strftime(session_date, '%Y %m %d'), strftime(session_date, '%d %m'),
            day(session_date) || ' ' || month(session_date) || ' ' || year(session_date)
        ]),
    from (
        select
            *,
            [
                'enero',
                'febrero',
                'marzo',
                'abril',
                'mayo',
                'junio',
                'julio',
                'agosto',
                'septiembre',
                'octubre',
                'noviembre',
                'diciembre'
            ][month(session_date)] as month_name,
            lower(monthname(session_date)) as month_name_en,
        from raw.sessions
    ) as dated
),

-- A title may stand inside another session's: then it is named only where it stands without the other.
holders as (
    select
        names.session_id,
        names.name,
        ' (' || string_agg(longer.name, '|' order by length(longer.name) desc, longer.name) || ') ' as longer_names,
    from names
    left join names as longer
        on
            names.session_id <> longer.session_id
            and names.name <> longer.name
            and contains(' ' || longer.name || ' ', ' ' || names.name || ' ')
    group by names.session_id, names.name
),

named as (
    select
        answers.sessions_text,
        holders.session_id,
    from answers
    inner join holders
        on contains(
            coalesce(regexp_replace(answers.words, holders.longer_names, ' ', 'g'), answers.words),
            ' ' || holders.name || ' '
        )
),

-- «1, 3 y 5»: bare numbers count where the answer holds nothing else; «1-3» may be two sessions or three.
numbered as (
    select
        answers.sessions_text,
        sessions.session_id,
    from answers
    inner join raw.sessions on contains(replace(answers.words, ' ', '  '), '  ' || sessions.session_order || '  ')
    where
        regexp_full_match(answers.words, '( (\d{1,2}|y|and|sesion|sesiones|conversatorio|conversatorios|sessions?))+ ')
        and not regexp_matches(answers.sessions_text, '\d\s*[-–—]\s*\d')
),

everything as (
    select
        answers.sessions_text,
        sessions.session_id,
    from answers
    cross join raw.sessions
    where regexp_matches(answers.words, ' (todas|todos|all|ciclo completo|todo el ciclo) ')
)

select
    sessions_text,
    session_id,
from named
union
select
    sessions_text,
    session_id,
from numbered
union
select
    sessions_text,
    session_id,
from everything
