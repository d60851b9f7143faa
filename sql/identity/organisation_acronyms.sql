-- Qué organización quieren decir unas siglas solas, según quién las explica, sus iniciales y lo que las rodea.
-- Which organisation a lone acronym means, by who explains it, whose initials it is and what stands around it.
-- grain: Una fila por siglas, lugar, dominio de correo y tipo contestado. / One row per acronym, place, domain of the e-mail and type answered.
-- bare_key: Las siglas. / The acronym.
-- cve_ent: Entidad contestada. / State answered.
-- cvegeo: Municipio contestado. / Municipality answered.
-- email_domain: Dominio del correo. / Domain of the e-mail.
-- answered_type: Tipo de actor contestado. / Actor type answered.
-- organisation_key: Organización; NULL si no se decide. / Organisation; NULL where undecided.
-- acronym_rule: acronym_explained, initials, ambiguous_acronym; NULL si nadie las tiene. / acronym_explained, initials, ambiguous_acronym; NULL where nobody has it.
-- acronym_score: De 0 a 1, cuán seguro. / From 0 to 1, how sure.
-- candidates: Cuántas organizaciones podrían ser. / How many organisations it may be.
with asked as (
    select distinct
        mentions.bare_key,
        mentions.cve_ent,
        mentions.cvegeo,
        mentions.email_domain,
        mentions.answered_type,
    from identity.organisation_mentions as mentions
    inner join identity.organisation_exact as exact
        on
            mentions.bare_key = exact.bare_key
            and mentions.cve_ent is not distinct from exact.cve_ent
            and mentions.cvegeo is not distinct from exact.cvegeo
    where mentions.settled_rule is null and mentions.is_acronym and exact.exact_rule in ('name', 'ambiguous_name')
),

-- Who writes the acronym and its own CLUNI explains it as well as who writes the name beside it.
borne as (
    select
        organisation_key,
        cve_ent,
        acronym,
        true as is_explained,
    from identity.organisation_known
    where acronym is not null
    union
    select
        settled_key,
        cve_ent,
        bare_key,
        true,
    from identity.organisation_mentions
    where settled_rule in ('cluni', 'cluni_typing_error', 'rfc') and is_acronym
    union
    select
        organisation_key,
        cve_ent,
        initials,
        false,
    from identity.organisation_known
    where initials is not null
),

candidates as (
    select
        coalesce(alike.similar_key, borne.organisation_key) as organisation_key,
        borne.cve_ent,
        borne.acronym,
        bool_or(borne.is_explained) as is_explained,
    from borne
    left join identity.organisation_similar as alike using (organisation_key)
    where borne.cve_ent is not null
    group by all
),

owners as (
    select
        unnest(email_domains) as email_domain,
        organisation_key,
    from identity.organisation_evidence
),

names as (
    select
        organisation_key,
        list(replace(bare_key, ' ', '') order by bare_key) as compact_names,
    from identity.organisation_known
    group by organisation_key
),

-- Each thing that speaks for a candidate or against it, in bits: how many times likelier it is among true pairs.
weighed as (
    select
        asked.*,
        candidates.organisation_key,
        candidates.is_explained,
        case when candidates.is_explained then 3 else 1.5 end
        + case
            when asked.cvegeo is null or evidence.cvegeo is null then 0
            when asked.cvegeo = evidence.cvegeo then 3
            else -1
        end
        + case
            when owners.organisation_key = candidates.organisation_key then 5
            when is_domain_of(asked.email_domain, names.compact_names) then 4
            when owners.organisation_key is not null then -4
            else 0
        end
        + case
            when asked.answered_type = 'unknown' or evidence.actor_type is null then 0
            when asked.answered_type = evidence.actor_type then 0.5
            else -3
        end as weight,
    from asked
    inner join candidates on asked.cve_ent = candidates.cve_ent and asked.bare_key = candidates.acronym
    left join identity.organisation_evidence as evidence using (organisation_key)
    left join owners on asked.email_domain = owners.email_domain
    left join names using (organisation_key)
    anti join identity.organisation_refusals as refused
        on
            asked.bare_key = refused.bare_key
            and candidates.organisation_key = refused.organisation_key
            and coalesce(refused.cve_ent, asked.cve_ent) = asked.cve_ent
),

ranked as (
    select
        *,
        coalesce(
            lead(weight) over (
                partition by bare_key, cve_ent, cvegeo, email_domain, answered_type
                order by weight desc, organisation_key asc
            ),
            0
        ) as next_weight,
        count(*) over (partition by bare_key, cve_ent, cvegeo, email_domain, answered_type) as candidates,
        row_number() over (
            partition by bare_key, cve_ent, cvegeo, email_domain, answered_type order by weight desc, organisation_key asc
        ) as place,
    from weighed
),

decided as (
    select
        *,
        weight >= 2 and weight - next_weight >= 2 as is_clear,
    from ranked
    where place = 1
)

select
    bare_key,
    cve_ent,
    cvegeo,
    email_domain,
    answered_type,
    case when is_clear then organisation_key end as organisation_key,
    case
        when not is_clear then 'ambiguous_acronym'
        when is_explained then 'acronym_explained'
        else 'initials'
    end as acronym_rule,
    case when is_clear then 1 / (1 + power(2, -(weight - greatest(next_weight, 0)))) else 0 end::double as acronym_score,
    candidates,
from decided
