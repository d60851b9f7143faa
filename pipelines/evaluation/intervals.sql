-- Counts with their bounds beside the true count: a session's and the cycle's, of people and of organisations.
with attended as (
    select
        truth_participation.session_id,
        truth_participation.person_id,
        nullif(truth_people.organisation_id, '') as organisation_id,
    from truth_participation
    inner join truth_people using (person_id)
    where truth_participation.attended = 'true'
),

truths as (
    select
        coalesce(session_id, 'cycle') as period,
        count(distinct person_id) as people,
        count(distinct organisation_id) as organisations,
    from attended
    group by grouping sets ((), (session_id))
),

told as (
    select
        session_id as period,
        attended_people_low,
        attended_people,
        attended_people_high,
        attended_organisations_low,
        attended_organisations,
        attended_organisations_high,
    from reach.session_reach
    where actor_type = 'all' and government_level = 'all'
    union all
    select
        'cycle',
        attended_people_low,
        attended_people,
        attended_people_high,
        attended_organisations_low,
        attended_organisations,
        attended_organisations_high,
    from reach.cycle_reach
    where actor_type = 'all' and government_level = 'all'
),

judged as (
    select
        'people' as unit,
        told.period,
        told.attended_people_low as low,
        told.attended_people as point,
        told.attended_people_high as high,
        truths.people as truth,
    from told
    inner join truths using (period)
    where told.attended_people is not null
    union all
    select
        'organisations',
        told.period,
        told.attended_organisations_low,
        told.attended_organisations,
        told.attended_organisations_high,
        truths.organisations,
    from told
    inner join truths using (period)
    where told.attended_organisations is not null
)

select
    unit,
    period,
    low,
    point,
    high,
    truth,
from judged
order by
    unit desc,
    period = 'cycle',
    period;
