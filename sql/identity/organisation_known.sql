-- Las organizaciones que se conocen por su nombre, cada una con sus nombres y la entidad en que los lleva.
-- The organisations that are known by name, each with its names and the state in which it bears them.
-- grain: Una fila por organización, nombre y entidad. / One row per organisation, name and state.
-- organisation_key: Organización. / Organisation.
-- bare_key: Nombre como clave. / Name as a key.
-- cve_ent: Entidad. / State.
-- words: Las palabras del nombre sin partículas. / The name's words without particles.
-- initials: Sus iniciales. / Their initials.
-- acronym: Siglas que alguien explica junto al nombre. / Acronym that somebody explains beside the name.
-- is_listed: El nombre está en el registro. / The name stands in the register.
-- mentions: Registros que lo escriben así. / Registrations that write it so.
with resolved as (
    select
        mentions.text,
        mentions.bare_key,
        mentions.cve_ent,
        case when mentions.settled_rule is null then exact.organisation_key else mentions.settled_key end as organisation_key,
    from identity.organisation_mentions as mentions
    left join identity.organisation_exact as exact
        on
            mentions.bare_key = exact.bare_key
            and mentions.cve_ent is not distinct from exact.cve_ent
            and mentions.cvegeo is not distinct from exact.cvegeo
    where
        mentions.bare_key is not null
        and not mentions.is_acronym
        and coalesce(mentions.settled_rule, 'cluni') in ('cluni', 'cluni_typing_error', 'rfc', 'decision')
        and (mentions.settled_rule is not null or exact.exact_rule <> 'ambiguous_name')
),

named as (
    select
        'osc:' || osc.cluni as organisation_key,
        osc.name as text,
        osc.cve_ent,
        0 as mentions,
    from reference.osc
    where osc.name is not null
    union all
    select
        organisation_key,
        text,
        cve_ent,
        1,
    from resolved
)

select
    named.organisation_key,
    organisation_texts.bare_key,
    named.cve_ent,
    max(organisation_texts.words) as words,
    max(organisation_texts.initials) as initials,
    max(organisation_texts.acronym) as acronym,
    min(named.mentions) = 0 as is_listed,
    sum(named.mentions)::bigint as mentions,
from named
inner join identity.organisation_texts using (text)
where organisation_texts.bare_key is not null
group by named.organisation_key, organisation_texts.bare_key, named.cve_ent
