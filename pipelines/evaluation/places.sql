-- Each registration's municipality, the organisation's seat before the person's own, against the true one.
with placed as (
    select distinct
        registrations.file_id,
        registrations.line,
        case when organisations.cve_ent is not null then organisations.cvegeo else registrations.cvegeo end as cvegeo,
    from core.registrations
    left join core.organisations using (organisation_key)
),

judged as (
    select
        answers.place_rule as rule,
        placed.cvegeo,
        coalesce(truth_organisations.seat, truth_people.cvegeo) as true_cvegeo,
    from placed
    inner join core.answers using (file_id, line)
    inner join true_rows using (file_id, line)
    inner join truth_people on true_rows.true_person = truth_people.person_id
    left join truth_organisations on true_rows.true_organisation = truth_organisations.organisation_id
)

select
    if(grouping(rule) = 1, 'all', 'rule ' || coalesce(rule, 'none')) as part,
    count(cvegeo) as given,
    count(*) filter (where cvegeo = true_cvegeo) as right_ones,
    (select count(*) from judged) as wanted,
    count(*) filter (where cvegeo = true_cvegeo) as found,
    count(*) filter (where cvegeo is null) as abstained,
from judged
group by grouping sets ((), (rule))
order by
    part <> 'all',
    part;
