-- A baseline's links and registrants, named by the variable `system`, beside the pipeline's.
insert into links
select distinct
    attendees.session_id,
    attendees.appearance_key,
    made_links.registrant_id,
    getvariable('system'),
    null,
from made_links
inner join memory.main.attendees on made_links.attendee_id = attendees.unique_id;

insert into registrants
select
    getvariable('system'),
    unique_id,
    true_person,
from memory.main.registrant_people
group by unique_id, true_person
qualify row_number() over (partition by unique_id order by count(*) desc, true_person asc) = 1;
