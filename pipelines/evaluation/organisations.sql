-- Each registration's organisation, against the one its sender really belongs to; by rule and altogether.
with linked as (
    select
        -- What is left open keeps a key made of its own words, which is no answer.
        case when not organisation_links.is_abstained then organisation_links.organisation_key end as organisation_key,
        organisation_links.link_rule,
        true_rows.true_organisation,
        case
            when truth_organisations.government_level <> '' then 'gov:' || truth_organisations.cvegeo
            when truth_organisations.cluni <> '' then 'osc:' || truth_organisations.cluni
        end as official_key,
    from core.organisation_links
    inner join true_rows using (file_id, line)
    left join truth_organisations on true_rows.true_organisation = truth_organisations.organisation_id
),

-- The organisation that most rows of a key belong to, and the key that most rows of an organisation carry.
meanings as (
    select
        organisation_key,
        true_organisation as meant_organisation,
    from linked
    where organisation_key is not null
    group by organisation_key, true_organisation
    qualify row_number() over (partition by organisation_key order by count(*) desc, true_organisation asc nulls last) = 1
),

own_keys as (
    select
        true_organisation,
        organisation_key as commonest_key,
    from linked
    where organisation_key is not null and true_organisation is not null
    group by true_organisation, organisation_key
    qualify row_number() over (partition by true_organisation order by count(*) desc, organisation_key asc) = 1
),

judged as (
    select
        linked.link_rule as rule,
        linked.true_organisation is not null as is_wanted,
        linked.organisation_key is not null as is_given,
        linked.organisation_key is not null
        and linked.true_organisation is not distinct from meanings.meant_organisation
        and linked.true_organisation is not null
        and linked.organisation_key = coalesce(linked.official_key, linked.organisation_key) as is_right,
        linked.organisation_key = coalesce(linked.official_key, own_keys.commonest_key) as is_own,
    from linked
    left join meanings using (organisation_key)
    left join own_keys using (true_organisation)
)

select
    if(grouping(rule) = 1, 'all', 'rule ' || rule) as part,
    count(*) filter (where is_given) as given,
    count(*) filter (where is_right) as right_ones,
    (select count(*) from judged where is_wanted) as wanted,
    count(*) filter (where is_right and is_own) as found,
    count(*) filter (where is_wanted and not is_given) as abstained,
from judged
group by grouping sets ((), (rule))
order by
    part <> 'all',
    part;
