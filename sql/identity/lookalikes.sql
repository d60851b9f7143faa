-- Las apariciones sin llave con varias conexiones: una persona que volvió a entrar, o varias que se muestran igual.
-- The appearances without a key that have several connections: one person who came back, or several who show alike.
-- grain: Una fila por aparición sin llave, con varias conexiones y que el nombre no une a nadie. / One row per appearance without a key, with several connections, that its name joins to nobody.
-- appearance_key: Aparición. / Appearance.
-- connections: Conexiones distintas. / Distinct connections.
-- at_once: Cuántas hubo a la vez, a lo más. / How many there were at one time, at most.
-- expected_others: Cuántas otras personas que se mostrarían igual se esperan en la sesión. / How many other people who would show alike are expected at the session.
-- people: Personas por las que cuenta. / People it counts for.
-- one_more_probability: Probabilidad de que la última conexión a la vez sea de una persona más; NULL en una multitud. / Probability that the last connection at a time is one person more; NULL for a crowd.
-- repeat_probability: En una multitud, probabilidad de que una conexión sea de alguien que ya se contó; si no, NULL. / In a crowd, probability that a connection is somebody's who is counted already; else NULL.
with priors as (
    select map_from_entries(list((name, value) order by name)) as prior,
    from reference.identity_priors
),

-- How many connections a person usually makes: one, a second device, a coming back.
usual as (
    select 1 + (priors.prior['two_devices_at_once'] + priors.prior['comes_back']) as connections,
    from priors
),

alone as (
    select
        resolved.appearance_key,
        appearances.session_id,
        appearances.name,
        appearances.name_kind,
    from identity.resolved
    inner join identity.appearances using (appearance_key)
    where
        appearances.ledger = 'attendance' and appearances.email is null and not appearances.is_absent
        and resolved.link_rule in ('alone', 'name_alone') and appearances.name_kind <> 'none'
),

stays as (
    select distinct
        alone.appearance_key,
        appearance_rows.joined_at,
        appearance_rows.left_at,
    from alone
    inner join identity.appearance_rows using (appearance_key)
),

-- Who leaves in the second in which another joins is not there with them.
turns as (
    select
        appearance_key,
        joined_at as turned_at,
        1 as turn,
    from stays
    where joined_at is not null and left_at > joined_at
    union all
    select
        appearance_key,
        left_at,
        -1,
    from stays
    where joined_at is not null and left_at > joined_at
),

present as (
    select
        appearance_key,
        sum(turn) over (
            partition by appearance_key
            order by turned_at, turn
            rows between unbounded preceding and current row
        ) as at_once,
    from turns
),

most as (
    select
        appearance_key,
        max(at_once)::integer as at_once,
    from present
    group by appearance_key
),

counted as (
    select
        appearance_key,
        count(*)::integer as connections,
        bool_or(joined_at is null) as is_untimed,
    from stays
    group by appearance_key
),

-- How a short name or a device is shared: by the words of the known, by the devices seen.
crowd as (
    select
        alone.session_id,
        sum(counted.connections) filter (where alone.name_kind = 'nick') / any_value(usual.connections) as nicks,
        sum(counted.connections) filter (where alone.name_kind = 'device') / any_value(usual.connections) as devices,
    from alone
    inner join counted using (appearance_key)
    cross join usual
    group by alone.session_id
),

device_names as (
    select greatest(count(distinct text_key(alone.name)), any_value(priors.prior['known_devices'])) as known_devices,
    from priors
    left join alone on alone.name_kind = 'device'
),

nick_words as (
    select
        alone.appearance_key,
        unnest(names.words) as word,
    from alone
    inner join identity.names using (name)
    where alone.name_kind = 'nick'
),

nick_shares as (
    select
        nick_words.appearance_key,
        -- Decimals add up alike in any order.
        exp(sum(ln(case
            when length(nick_words.word) = 1 then priors.prior['initial_share']
            -- Initials without points are one word that nobody is called.
            when name_shares.share is null and length(nick_words.word) <= 4
                then power(priors.prior['initial_share'], length(nick_words.word))
            else coalesce(name_shares.share, priors.prior['rare_word_share'])
        end)::decimal(18, 9))) as share,
    from nick_words
    cross join priors
    left join identity.name_shares using (word)
    group by nick_words.appearance_key
),

namesakes as (
    select
        unit as appearance_key,
        count(*) filter (where seed is not null and probability >= 0.05) as candidates,
    from identity.person_candidates
    group by unit
),

situated as (
    select
        alone.appearance_key,
        counted.connections,
        counted.is_untimed,
        coalesce(most.at_once, 1) as at_once,
        case alone.name_kind
            when 'device' then greatest(crowd.devices - 1, 0) / device_names.known_devices
            when 'nick' then greatest(crowd.nicks - 1, 0) * priors.prior['nick_form'] * nick_shares.share
            else
                greatest(coalesce(namesakes.candidates, 0) - 1, 0) * priors.prior['namesake_comes']
                + priors.prior['rare_word_share']
        end as expected_others,
    from alone
    inner join counted using (appearance_key)
    left join most using (appearance_key)
    left join crowd using (session_id)
    left join nick_shares using (appearance_key)
    left join namesakes using (appearance_key)
    cross join device_names
    cross join priors
    where counted.connections > 1
),

-- One person is there on two devices, or comes back; two people are mostly there at the same time. The more people there
-- are already, the more of them may have brought the last device.
weighed as (
    select
        situated.*,
        case
            when situated.is_untimed then situated.expected_others / priors.prior['two_devices_at_once']
            when situated.at_once > 1
                then
                    situated.expected_others * priors.prior['two_people_at_once']
                    / ((situated.at_once - 1) * priors.prior['two_devices_at_once'])
            else situated.expected_others * (1 - priors.prior['two_people_at_once']) / priors.prior['comes_back']
        end as odds,
    from situated
    cross join priors
)

select
    weighed.appearance_key,
    weighed.connections,
    weighed.at_once,
    weighed.expected_others,
    case
        when weighed.at_once = 1 then 1
        -- Of a crowd under one name each connection is a person, but for the usual share of second ones.
        when weighed.at_once > 3
            then greatest(round(weighed.connections / usual.connections)::integer, 1)
        when weighed.odds > 1 then weighed.at_once
        else weighed.at_once - 1
    end as people,
    case when weighed.at_once <= 3 then weighed.odds / (1 + weighed.odds) end as one_more_probability,
    case when weighed.at_once > 3 then 1 - 1 / usual.connections end as repeat_probability,
from weighed
cross join usual
