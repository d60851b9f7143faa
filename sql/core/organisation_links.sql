-- A qué organización se refiere cada registro, por qué regla y cuán seguro; o que no se decide, y entre cuántas.
-- Which organisation each registration means, by which rule and how surely; or that it is left open, and between how many.
-- grain: Una fila por registro aceptado. / One row per accepted registration.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- organisation_key: Clave de la organización; NULL si no hay ninguna. / Key of the organisation; NULL where there is none.
-- link_rule: Regla que la decidió: decision, individual, none, government_name, place, cluni, cluni_typing_error, rfc, known_name, name_in_register, name_beside_cluni, name_without_state, acronym_explained, initials, same_words, typing_error, state_added, email_domain, name; o por qué no se decide: ambiguous_place, unplaced_government, ambiguous_name, ambiguous_acronym, unexplained_acronym, ambiguous_similar, refused. / Rule that decided it: decision, individual, none, government_name, place, cluni, cluni_typing_error, rfc, known_name, name_in_register, name_beside_cluni, name_without_state, acronym_explained, initials, same_words, typing_error, state_added, email_domain, name; or why it is left open: ambiguous_place, unplaced_government, ambiguous_name, ambiguous_acronym, unexplained_acronym, ambiguous_similar, refused.
-- link_score: De 0 a 1, cuán seguro; NULL sin organización. / From 0 to 1, how sure; NULL without organisation.
-- is_abstained: No se decide: la organización es la del nombre tal como se escribió. / Left open: the organisation is that of the name as written.
-- candidates: Cuántas organizaciones podrían ser. / How many organisations it may be.
with owners as (
    select
        unnest(email_domains) as email_domain,
        organisation_key,
    from identity.organisation_evidence
),

gathered as (
    select
        mentions.*,
        organisation_texts.is_letters,
        exact.organisation_key as exact_key,
        exact.exact_rule,
        exact.candidates as exact_candidates,
        acronyms.organisation_key as acronym_key,
        acronyms.acronym_rule,
        acronyms.acronym_score,
        acronyms.candidates as acronym_candidates,
        case
            when owners.organisation_key not like 'gov:%' or mentions.answered_type = 'local_government'
                then owners.organisation_key
        end as owner_key,
    from identity.organisation_mentions as mentions
    left join identity.organisation_texts using (text)
    left join identity.organisation_exact as exact
        on
            mentions.bare_key = exact.bare_key
            and mentions.cve_ent is not distinct from exact.cve_ent
            and mentions.cvegeo is not distinct from exact.cvegeo
    left join identity.organisation_acronyms as acronyms
        on
            mentions.bare_key = acronyms.bare_key
            and mentions.cve_ent is not distinct from acronyms.cve_ent
            and mentions.cvegeo is not distinct from acronyms.cvegeo
            and mentions.email_domain is not distinct from acronyms.email_domain
            and mentions.answered_type is not distinct from acronyms.answered_type
    left join owners on mentions.email_domain = owners.email_domain
),

ruled as (
    select
        *,
        case
            when settled_rule in ('none', 'unplaced_government', 'ambiguous_place') and owner_key is not null
                then 'email_domain'
            when settled_rule is not null then settled_rule
            when exact_rule in ('name_in_register', 'name_beside_cluni', 'name_without_state') then exact_rule
            when is_acronym and acronym_rule is not null then acronym_rule
            when exact_rule = 'ambiguous_name' then 'ambiguous_name'
            when is_acronym and owner_key is not null then 'email_domain'
            when is_letters then 'unexplained_acronym'
            else 'name'
        end as rule,
    from gathered
),

keyed as (
    select
        *,
        case
            when rule = 'email_domain' then owner_key
            when rule in ('acronym_explained', 'initials') then acronym_key
            when settled_rule is not null then settled_key
            else exact_key
        end as organisation_key,
        case
            when rule = 'email_domain' then 0.9
            when rule in ('acronym_explained', 'initials') then acronym_score
            when settled_rule is not null then settled_score
            when rule in ('name_in_register', 'name_beside_cluni', 'name') then 1
            when rule = 'name_without_state' then 0.9
            else 0
        end::double as score,
        case
            when rule in ('acronym_explained', 'initials', 'ambiguous_acronym') then acronym_candidates
            when settled_rule is not null then candidates
            when rule = 'unexplained_acronym' then 0
            else exact_candidates
        end as counted,
    from ruled
),

-- What was found may itself be a slip for another organisation.
followed as (
    select
        keyed.file_id,
        keyed.line,
        keyed.bare_key,
        keyed.cve_ent,
        coalesce(alike.similar_key, keyed.organisation_key) as organisation_key,
        case when keyed.rule = 'name' then coalesce(alike.similar_rule, 'name') else keyed.rule end as link_rule,
        case when keyed.rule = 'name' then coalesce(alike.similar_score, keyed.score) else keyed.score end as link_score,
        case when keyed.rule = 'name' then coalesce(alike.candidates, keyed.counted) else keyed.counted end as candidates,
    from keyed
    left join identity.organisation_similar as alike using (organisation_key)
),

-- A human's refusal is kept against any rule but a human's own word.
refused as (
    select distinct
        followed.file_id,
        followed.line,
    from followed
    inner join identity.organisation_refusals
        on
            followed.bare_key = organisation_refusals.bare_key
            and followed.organisation_key = organisation_refusals.organisation_key
            and coalesce(organisation_refusals.cve_ent, followed.cve_ent, '') = coalesce(followed.cve_ent, '')
    where
        followed.link_rule <> 'decision'
        -- A name is always its own.
        and followed.organisation_key is distinct from named_organisation(followed.bare_key, followed.cve_ent)
),

heeded as (
    select
        followed.*,
        refused.line is not null as is_refused,
    from followed
    left join refused using (file_id, line)
)

select
    file_id,
    line,
    case when is_refused then named_organisation(bare_key, cve_ent) else organisation_key end as organisation_key,
    case when is_refused then 'refused' else link_rule end as link_rule,
    case when organisation_key is null then null when is_refused then 0 else link_score end as link_score,
    is_refused or link_rule in (
        'ambiguous_place', 'unplaced_government', 'ambiguous_name', 'ambiguous_acronym', 'unexplained_acronym',
        'ambiguous_similar'
    ) as is_abstained,
    case when organisation_key is null then 0 when is_refused then 0 else candidates end as candidates,
from heeded
