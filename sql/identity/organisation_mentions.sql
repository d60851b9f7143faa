-- Lo que cada registro dice de su organización, y de qué organización habla cuando no hay que compararla con otras.
-- What each registration says of its organisation, and which it means where it need not be compared with others.
-- grain: Una fila por registro aceptado. / One row per accepted registration.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- text: Organización tal como se escribió. / Organisation as written.
-- bare_key: Su nombre como clave, sin forma legal ni siglas; NULL si no nombra a nadie. / Its name as a key, without legal form and acronym; NULL where it names nobody.
-- is_acronym: El nombre es una palabra que puede ser siglas. / The name is one word that may be an acronym.
-- cve_ent: Entidad contestada. / State answered.
-- cvegeo: Municipio contestado. / Municipality answered.
-- place_rule: Cómo se reconoció el lugar. / How the place was recognised.
-- email_domain: Dominio del correo; NULL si es de cualquiera. / Domain of the e-mail; NULL where it is anybody's.
-- answered_type: Tipo de actor contestado; `unknown` si no lo dice. / Actor type answered; `unknown` where it does not say.
-- answered_level: Nivel de gobierno contestado. / Level of government answered.
-- name_type: Tipo de actor que dice el nombre. / Actor type that the name tells.
-- name_strength: strong o weak. / strong or weak.
-- is_government_by_name: El nombre basta para saber que es un gobierno local. / The name is enough to know that it is a local government.
-- government_level: Nivel, si es un gobierno local. / Level, where it is a local government.
-- settled_key: Organización ya decidida. / Organisation already decided.
-- settled_rule: decision, individual, none, government_name, place, cluni, cluni_typing_error, rfc, known_name, ambiguous_place, unplaced_government; NULL si falta compararla. / decision, individual, none, government_name, place, cluni, cluni_typing_error, rfc, known_name, ambiguous_place, unplaced_government; NULL where it has yet to be compared.
-- settled_score: De 0 a 1, cuán seguro. / From 0 to 1, how sure.
-- candidates: Cuántas organizaciones podrían ser. / How many organisations it may be.
with decided as (
    select
        organisation_texts.bare_key,
        organisation_decisions.cve_ent,
        organisation_decisions.organisation_key,
        organisation_decisions.line,
    from raw.organisation_decisions
    inner join identity.organisation_texts on organisation_decisions.written = organisation_texts.text
    where organisation_decisions.decision = 'confirm' and organisation_texts.bare_key is not null
    -- The last word of a human counts.
    qualify row_number() over (
        partition by organisation_texts.bare_key, organisation_decisions.cve_ent
        order by organisation_decisions.line desc
    ) = 1
),

shared_domains as (
    select domain,
    from raw.email_domains
    where is_shared = 'true'
),

listed_rfcs as (
    select
        rfc,
        min(cluni) as cluni,
    from reference.osc
    where rfc is not null
    group by rfc
    having count(*) = 1
),

-- A CLUNI that no register has and that one letter tells from a single one of it is that one.
unlisted_clunis as (
    select distinct registrations.cluni,
    from staging.registrations
    anti join reference.osc on registrations.cluni = osc.cluni
    where registrations.cluni is not null
),

near_clunis as (
    select
        unlisted_clunis.cluni as written_cluni,
        osc.cluni,
    from unlisted_clunis
    inner join reference.osc on left(unlisted_clunis.cluni, 6) = left(osc.cluni, 6)
    where damerau_levenshtein(unlisted_clunis.cluni, osc.cluni) = 1
    union
    select
        unlisted_clunis.cluni as written_cluni,
        osc.cluni,
    from unlisted_clunis
    inner join reference.osc on right(unlisted_clunis.cluni, 6) = right(osc.cluni, 6)
    where damerau_levenshtein(unlisted_clunis.cluni, osc.cluni) = 1
),

mistyped_clunis as (
    select
        written_cluni,
        min(cluni) as cluni,
    from near_clunis
    group by written_cluni
    having count(*) = 1
),

listed_names as (
    select distinct
        organisation_texts.bare_key,
        osc.cve_ent,
    from reference.osc
    inner join identity.organisation_texts on osc.name = organisation_texts.text
    where organisation_texts.bare_key is not null and not organisation_texts.is_acronym
),

described as (
    select
        registrations.file_id,
        registrations.line,
        registrations.organisation as text,
        organisation_texts.bare_key,
        coalesce(organisation_texts.is_acronym, false) as is_acronym,
        organisation_texts.national_type,
        place_answers.cve_ent,
        place_answers.cvegeo,
        place_answers.place_rule,
        place_answers.place_score,
        case when shared_domains.domain is null then nullif(split_part(registrations.email, '@', 2), '') end
            as email_domain,
        coalesce(actor_answers.actor_type, 'unknown') as answered_type,
        actor_answers.government_level as answered_level,
        actor_names.actor_type as name_type,
        actor_names.strength as name_strength,
        governments.government_level as phrase_level,
        governments.strength as phrase_strength,
        governments.named_cvegeo,
        governments.place_score as named_score,
        governments.candidates as named_candidates,
        governments.named_cve_ent,
        coalesce(mistyped_clunis.cluni, registrations.cluni) as cluni,
        mistyped_clunis.cluni is not null as is_cluni_mistyped,
        listed_names.bare_key is not null as is_name_listed,
        listed_rfcs.cluni as rfc_cluni,
        coalesce(here.organisation_key, anywhere.organisation_key) as decided_key,
    from staging.registrations
    left join reference.actor_answers using (actor_answer_key)
    left join identity.organisation_texts on registrations.organisation = organisation_texts.text
    left join identity.actor_names on registrations.organisation = actor_names.text
    left join identity.place_answers
        on
            registrations.state_key is not distinct from place_answers.state_key
            and registrations.municipality_key is not distinct from place_answers.municipality_key
    left join identity.place_states on registrations.state_key = place_states.state_key
    left join identity.organisation_governments as governments
        on
            registrations.organisation = governments.text
            and place_states.cve_ent is not distinct from governments.cve_ent
    left join shared_domains on split_part(registrations.email, '@', 2) = shared_domains.domain
    left join mistyped_clunis on registrations.cluni = mistyped_clunis.written_cluni
    left join listed_names
        on organisation_texts.bare_key = listed_names.bare_key and place_answers.cve_ent = listed_names.cve_ent
    left join listed_rfcs on registrations.rfc = listed_rfcs.rfc
    left join decided as here
        on organisation_texts.bare_key = here.bare_key and place_answers.cve_ent = here.cve_ent
    left join decided as anywhere on organisation_texts.bare_key = anywhere.bare_key and anywhere.cve_ent is null
),

-- A name that begins as a government's does says so against any other answer, where it names the place too.
judged as (
    select
        *,
        coalesce(
            answered_type <> 'individual'
            and phrase_strength = 'strong'
            and (
                (
                    phrase_level <> 'any'
                    and (
                        named_cvegeo is not null or named_cve_ent is not null
                        or answered_type in ('local_government', 'unknown')
                    )
                )
                or (
                    (named_cvegeo is not null or named_cve_ent is not null)
                    and answered_type in ('local_government', 'unknown')
                )
            ),
            false
        ) as is_government_by_name,
        -- An association, a university and whom the register of OSC lists by this name are none, whatever was answered.
        coalesce(
            answered_type = 'local_government' and coalesce(name_strength, 'weak') = 'weak' and not is_name_listed, false
        ) as is_government_by_answer,
    from described
),

levelled as (
    select
        *,
        case
            when not is_government_by_name and not is_government_by_answer then null
            when is_government_by_name and phrase_level <> 'any' then phrase_level
            when answered_level is not null then answered_level
            when phrase_level <> 'any' then phrase_level
            when named_cve_ent is not null and named_cvegeo is not null then null
            when named_cve_ent is not null then 'state'
            when named_cvegeo is not null then 'municipal'
        end as government_level,
        -- «DIF Oaxaca» may be the state's or the city's.
        coalesce(
            phrase_level = 'any' and answered_level is null and named_cve_ent is not null and named_cvegeo is not null, false
        ) as is_either,
    from judged
),

governed as (
    select
        *,
        case
            when government_level = 'municipal' then coalesce(named_cvegeo, cvegeo)
            when government_level = 'state' then coalesce(named_cve_ent, cve_ent)
        end as governed,
        case government_level when 'municipal' then named_cvegeo when 'state' then named_cve_ent end is not null
            as is_place_named,
    from levelled
),

ruled as (
    select
        *,
        case
            when decided_key is not null then 'decision'
            when answered_type = 'individual' then 'individual'
            when governed is not null and is_place_named then 'government_name'
            when governed is not null then 'place'
            when government_level is null and is_cluni_mistyped then 'cluni_typing_error'
            when government_level is null and cluni is not null then 'cluni'
            when government_level is null and rfc_cluni is not null then 'rfc'
            when bare_key is null then 'none'
            when not is_government_by_answer and not is_government_by_name and national_type is not null then 'known_name'
            when
                (is_government_by_name or is_government_by_answer)
                and (is_either or named_candidates > 1 or place_rule = 'ambiguous')
                then 'ambiguous_place'
            when is_government_by_name or is_government_by_answer then 'unplaced_government'
        end as settled_rule,
    from governed
)

select
    file_id,
    line,
    text,
    bare_key,
    is_acronym,
    cve_ent,
    cvegeo,
    place_rule,
    email_domain,
    answered_type,
    answered_level,
    name_type,
    name_strength,
    is_government_by_name,
    government_level,
    case
        when settled_rule = 'decision' then decided_key
        when settled_rule in ('government_name', 'place') then 'gov:' || governed
        when settled_rule in ('cluni', 'cluni_typing_error') then 'osc:' || cluni
        when settled_rule = 'rfc' then 'osc:' || rfc_cluni
        when settled_rule in ('ambiguous_place', 'unplaced_government') then named_organisation(bare_key, cve_ent)
        when settled_rule = 'known_name' then named_organisation(bare_key, null)
    end as settled_key,
    settled_rule,
    case
        when settled_rule in ('decision', 'cluni', 'rfc', 'known_name') then 1
        when settled_rule = 'cluni_typing_error' then 0.95
        when settled_rule = 'government_name' and (governed = cvegeo or government_level = 'state') then 1
        when settled_rule = 'government_name' then 0.95 * coalesce(named_score, 1)
        when settled_rule = 'place' and government_level = 'state' then 1
        when settled_rule = 'place' then 0.95 * place_score
        when settled_rule in ('ambiguous_place', 'unplaced_government') then 0
    end::double as settled_score,
    case
        when settled_rule = 'ambiguous_place' then greatest(named_candidates, 2)
        when settled_rule in ('none', 'individual', 'unplaced_government') then 0
        else 1
    end::bigint as candidates,
from ruled
