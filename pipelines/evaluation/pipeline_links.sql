-- What the pipeline says: an attendee is the registrant with whom it shares a person.
insert into links
select
    attendee_rows.session_id,
    attendee_rows.appearance_key,
    attendee_rows.person_id::varchar,
    'alcance',
    min(attendee_rows.link_rule),
from attendee_rows
semi join registrant_rows using (session_id, person_id)
group by all;

-- Whom a registrant stands for: the person behind most of its rows.
insert into registrants
select
    'alcance',
    person_id::varchar,
    true_person,
from registrant_rows
group by person_id, true_person
qualify row_number() over (partition by person_id order by count(*) desc, true_person asc) = 1;
