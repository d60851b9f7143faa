-- Links and pairs counted for each system: all of them, with an e-mail and without, and by rule.
with judged as (
    select
        links.system,
        links.rule,
        links.session_id,
        links.appearance_key,
        registrants.true_person,
        seen.has_email,
        true_pairs.true_person is not null as is_right,
        coalesce(true_pairs.is_complete, false) as is_complete,
    from links
    inner join registrants using (system, registrant_key)
    inner join (
        select
            session_id,
            appearance_key,
            bool_or(email is not null) as has_email,
        from attendee_rows
        group by session_id, appearance_key
    ) as seen
        using (session_id, appearance_key)
    left join true_pairs
        on
            links.session_id = true_pairs.session_id
            and links.appearance_key = true_pairs.appearance_key
            and registrants.true_person = true_pairs.true_person
),

parts as (
    select
        *,
        'all' as part,
    from judged
    union all
    select
        *,
        case when has_email then 'with e-mail' else 'without e-mail' end,
    from judged
    union all
    select
        *,
        'rule ' || rule,
    from judged
    where rule is not null
),

-- Two registrants may be one person: then both links are right, and what they found is one pair.
counted as (
    select
        system,
        part,
        count(*) as given,
        count(*) filter (where is_right) as right_ones,
        count(distinct concat_ws('/', session_id, true_person, appearance_key)) filter (where is_right and is_complete) as found,
    from parts
    group by system, part
),

wanted as (
    select
        count(*) filter (where is_complete) as everything,
        count(*) filter (where is_complete and has_email) as with_email,
        count(*) filter (where is_complete and not has_email) as without_email,
    from true_pairs
)

select
    counted.system,
    counted.part,
    counted.given,
    counted.right_ones,
    case counted.part
        when 'with e-mail' then wanted.with_email
        when 'without e-mail' then wanted.without_email
        else wanted.everything
    end as wanted,
    counted.found,
from counted
cross join wanted
order by
    counted.system,
    case when counted.part = 'all' then 0 when counted.part like 'with%' then 1 else 2 end,
    counted.part;
