-- What is judged, row by row: rows of the exports with who really stands behind them.
create temp table true_rows as
select
    files.file_id,
    truth_rows.line::bigint as line,
    truth_rows.person_id as true_person,
    nullif(truth_rows.organisation_id, '') as true_organisation,
from truth_rows
inner join raw.files on truth_rows.file = files.path;

-- Attendees as they show on a call: neither those whom a platform lists as absent, nor waiting rooms.
create temp table attendee_rows as
select
    person_rows.session_id,
    person_rows.appearance_key,
    person_rows.person_id,
    person_rows.link_rule,
    attendance.email,
    attendance.name,
    true_rows.true_person,
from identity.person_rows
inner join staging.attendance using (file_id, line)
inner join true_rows using (file_id, line)
where
    person_rows.ledger = 'attendance'
    and coalesce(attendance.is_said_attended, true)
    and attendance.role <> 'waiting_room';

-- Registrations, once for each session that they count for.
create temp table registrant_rows as
select
    registrations.session_id,
    person_rows.person_id,
    rows_of_forms.email,
    rows_of_forms.name,
    rows_of_forms.organisation,
    true_rows.true_person,
from core.registrations
inner join staging.registrations as rows_of_forms using (file_id, line)
inner join identity.person_rows using (file_id, line)
inner join true_rows using (file_id, line);

-- The pairs to be found: an appearance, and the registered person who really stands behind it.
create temp table true_pairs as
with appearances as (
    select
        session_id,
        appearance_key,
        true_person,
        min(name) as name,
        bool_or(email is not null) as has_email,
    from attendee_rows
    group by session_id, appearance_key, true_person
),

shown_names as (
    select distinct
        name,
        true_person,
    from appearances
),

shown_words as (
    select
        name,
        true_person,
        unnest(string_split(text_key(name), ' ')) as word,
    from shown_names
),

-- One letter is an initial, whatever it is near to; particles are part of many names.
meant_words as (
    select
        shown_words.*,
        list_filter(
            string_split(text_key(truth_people.given_names), ' '),
            lambda known: damerau_levenshtein(shown_words.word, known) <= 1
        ) <> [] as is_given_name,
        list_filter(
            string_split(text_key(truth_people.surnames), ' '),
            lambda known:
                known not in ('de', 'del', 'la', 'las', 'los', 'y') and damerau_levenshtein(shown_words.word, known) <= 1
        ) <> [] as is_surname,
    from shown_words
    inner join truth_people on shown_words.true_person = truth_people.person_id
    where length(shown_words.word) > 1
),

complete_names as (
    select
        name,
        true_person,
    from meant_words
    group by name, true_person
    -- Two words are needed: one that is near to both a given name and a surname does not stand for the two.
    having
        count(*) filter (where is_given_name) > 0
        and count(*) filter (where is_surname) > 0
        and count(*) filter (where is_given_name or is_surname) > 1
)

select
    appearances.session_id,
    appearances.appearance_key,
    appearances.true_person,
    appearances.has_email,
    complete_names.name is not null as is_complete,
from appearances
inner join truth_participation
    on
        appearances.session_id = truth_participation.session_id
        and appearances.true_person = truth_participation.person_id
        and truth_participation.registered = 'true'
left join complete_names
    on appearances.name = complete_names.name and appearances.true_person = complete_names.true_person;

create temp table links (session_id varchar, appearance_key varchar, registrant_key varchar, system varchar, rule varchar);

create temp table registrants (system varchar, registrant_key varchar, true_person varchar);
