-- Qué dice cada registro sobre el actor, su organización y su lugar, y por qué regla se decidió.
-- What each registration says of the actor, its organisation and its place, and by which rule that was decided.
-- grain: Una fila por registro aceptado. / One row per accepted registration.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- folder: Sesión, o `cycle`. / Session, or `cycle`.
-- submitted_at: Cuándo se registró. / When submitted.
-- chosen_sessions: Sesiones que eligió; NULL si el formulario no pregunta. / Sessions chosen; NULL where the form does not ask.
-- organisation: Organización tal como se escribió. / Organisation as written.
-- organisation_text_key: Su texto como clave. / Its text as a key.
-- actor_type: Tipo de actor; `unknown` si nada lo dice. / Actor type; `unknown` where nothing tells.
-- government_level: municipal o state para gobiernos locales. / municipal or state for local governments.
-- actor_rule: Qué lo decidió: decision, register, government_name, name_pattern, answer, email_domain, unknown. / What decided it: decision, register, government_name, name_pattern, answer, email_domain, unknown.
-- cluni: CLUNI. / CLUNI.
-- cve_ent: Entidad que contestó. / State answered.
-- cvegeo: Municipio que contestó. / Municipality answered.
-- place_rule: Cómo se reconoció el lugar: decision, exact, alias, prefix, short_name, typing_error, unique_in_country, ambiguous, other_state, unknown, state_only, none. / How the place was recognised: decision, exact, alias, prefix, short_name, typing_error, unique_in_country, ambiguous, other_state, unknown, state_only, none.

-- The last word of a human counts.
with decided as (
    select
        organisation_key,
        actor_type,
        government_level,
    from raw.actor_type_decisions
    qualify row_number() over (partition by organisation_key order by line desc) = 1
),

-- The longest ending of an address that tells a type: bienestar.gob.mx before gob.mx.
domain_types as (
    select
        registrations.file_id,
        registrations.line,
        email_domains.actor_type,
        email_domains.government_level,
    from staging.registrations
    inner join raw.email_domains
        on
            split_part(registrations.email, '@', 2) = email_domains.domain
            or ends_with(split_part(registrations.email, '@', 2), '.' || email_domains.domain)
    where email_domains.actor_type is not null
    qualify row_number() over (
        partition by registrations.file_id, registrations.line
        order by length(email_domains.domain) desc
    ) = 1
),

ruled as (
    select
        mentions.*,
        links.organisation_key,
        decided.actor_type as decided_type,
        decided.government_level as decided_level,
        domain_types.actor_type as domain_type,
        domain_types.government_level as domain_level,
        case
            when decided.actor_type is not null then 'decision'
            when mentions.answered_type = 'individual' then 'answer'
            when osc.cluni is not null then 'register'
            -- A CLUNI that no register has is still one of an OSC, where nothing else was answered.
            when mentions.answered_type = 'unknown' and links.organisation_key like 'osc:%' then 'register'
            when mentions.is_government_by_name then 'government_name'
            when
                mentions.answered_type = 'local_government' and mentions.government_level is null
                and mentions.name_strength = 'strong' then 'name_pattern'
            when mentions.answered_type <> 'unknown' then 'answer'
            when mentions.name_type is not null then 'name_pattern'
            when domain_types.actor_type is not null then 'email_domain'
            else 'unknown'
        end as actor_rule,
    from identity.organisation_mentions as mentions
    inner join core.organisation_links as links using (file_id, line)
    left join reference.osc on links.organisation_key = 'osc:' || osc.cluni
    left join decided on links.organisation_key = decided.organisation_key
    left join domain_types on mentions.file_id = domain_types.file_id and mentions.line = domain_types.line
),

typed as (
    select
        *,
        case actor_rule
            when 'decision' then decided_type
            when 'register' then 'osc'
            when 'government_name' then 'local_government'
            when 'answer' then answered_type
            when 'name_pattern' then name_type
            when 'email_domain' then domain_type
            else 'unknown'
        end as actor_type,
        case actor_rule
            when 'decision' then decided_level
            when 'email_domain' then domain_level
            else government_level
        end as told_level,
    from ruled
)

select
    registrations.file_id,
    registrations.line,
    registrations.folder,
    registrations.submitted_at,
    registrations.chosen_sessions,
    registrations.organisation,
    registrations.organisation_text_key,
    typed.actor_type,
    case when typed.actor_type = 'local_government' then coalesce(typed.told_level, typed.answered_level) end
        as government_level,
    typed.actor_rule,
    registrations.cluni,
    typed.cve_ent,
    typed.cvegeo,
    typed.place_rule,
from staging.registrations
inner join typed using (file_id, line)
