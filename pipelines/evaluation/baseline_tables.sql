-- What the baselines get: each appearance and each registrant of a session once, from the same accepted rows.
create table memory.main.attendees as
select
    session_id || '/' || appearance_key as unique_id,
    session_id,
    appearance_key,
    min(text_key(name)) as name,
    min(email) as email,
    -- No platform says for whom an attendee came.
    null::varchar as organisation,
from attendee_rows
group by session_id, appearance_key;

create table memory.main.registrant_people as
select
    concat_ws('/', session_id, email, text_key(name)) as unique_id,
    session_id,
    text_key(name) as name,
    email,
    organisation,
    true_person,
from registrant_rows;

create table memory.main.registrants as
select
    unique_id,
    min(session_id) as session_id,
    min(name) as name,
    min(email) as email,
    min(text_key(organisation)) as organisation,
from memory.main.registrant_people
group by unique_id;
