-- Each registration's actor type against its sender's, type by type.
with judged as (
    select distinct
        registrations.file_id,
        registrations.line,
        registrations.actor_type,
        coalesce(truth_organisations.actor_type, 'individual') as true_type,
    from core.registrations
    inner join true_rows using (file_id, line)
    left join truth_organisations on true_rows.true_organisation = truth_organisations.organisation_id
),

types as (
    select true_type as actor_type,
    from judged
    union
    select actor_type,
    from judged
)

select
    types.actor_type as part,
    count(*) filter (where judged.actor_type = types.actor_type) as given,
    count(*) filter (where judged.actor_type = types.actor_type and judged.true_type = types.actor_type) as right_ones,
    count(*) filter (where judged.true_type = types.actor_type) as wanted,
    count(*) filter (where judged.actor_type = types.actor_type and judged.true_type = types.actor_type) as found,
from types
cross join judged
group by types.actor_type
order by part;
