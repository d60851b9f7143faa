-- Lo que se sabe de cada organización sin comparar nombres: su sede, su tipo y los dominios de su correo.
-- What is known of each organisation without comparing names: its seat, its type and the domains of its e-mail.
-- grain: Una fila por organización. / One row per organisation.
-- organisation_key: Organización. / Organisation.
-- cvegeo: Municipio de su sede, el del registro o el de la clara mayoría de sus respuestas. / Municipality of its seat, the register's or that of the clear majority of its answers.
-- actor_type: Tipo de actor que dicen casi todas sus respuestas. / Actor type that nearly all its answers tell.
-- email_domains: Dominios que solo usa su gente. / Domains that only its people use.
with mentioned as (
    select
        case
            when mentions.settled_rule is not null then mentions.settled_key
            when not mentions.is_acronym then exact.organisation_key
        end as organisation_key,
        mentions.cvegeo,
        mentions.answered_type,
        mentions.email_domain,
        registrations.email,
    from identity.organisation_mentions as mentions
    inner join staging.registrations using (file_id, line)
    left join identity.organisation_exact as exact
        on
            mentions.bare_key = exact.bare_key
            and mentions.cve_ent is not distinct from exact.cve_ent
            and mentions.cvegeo is not distinct from exact.cvegeo
),

named_ones as (
    select *,
    from mentioned
    where organisation_key is not null
),

seats as (
    select
        organisation_key,
        cvegeo,
    from named_ones
    where cvegeo is not null
    group by organisation_key, cvegeo
    qualify 2 * count(*) > sum(count(*)) over (partition by organisation_key)
),

types as (
    select
        organisation_key,
        min(answered_type) as actor_type,
    from named_ones
    where answered_type <> 'unknown'
    group by organisation_key
    having count(distinct answered_type) = 1
),

-- One person may write from anywhere: it takes two of one organisation and nobody of another.
domains as (
    select
        email_domain,
        min(organisation_key) as organisation_key,
    from named_ones
    where email_domain is not null
    group by email_domain
    having count(distinct organisation_key) = 1 and count(distinct email) >= 2
),

owned as (
    select
        organisation_key,
        list(email_domain order by email_domain) as email_domains,
    from domains
    group by organisation_key
),

everybody as (
    select organisation_key,
    from named_ones
    union
    select organisation_key,
    from identity.organisation_known
)

select
    everybody.organisation_key,
    coalesce(osc.cvegeo, seats.cvegeo) as cvegeo,
    case when osc.cluni is not null then 'osc' else types.actor_type end as actor_type,
    coalesce(owned.email_domains, []) as email_domains,
from everybody
left join seats using (organisation_key)
left join types using (organisation_key)
left join owned using (organisation_key)
left join reference.osc on everybody.organisation_key = 'osc:' || osc.cluni
