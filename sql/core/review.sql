-- Lo que merece el minuto de una persona: cada duda que una decisión resolvería, con cuánta gente depende de ella.
-- What is worth a human's minute: each doubt that a decision would settle, with how many people hang on it.
-- grain: Una fila por duda. / One row per doubt.
-- item_id: Nombre de la duda, el mismo en cada corrida. / Name of the doubt, the same in each run.
-- kind: El archivo de `decisions/` en que se escribe: people, organisations, places, actor_types, files. / The file of `decisions/` that it is written into: people, organisations, places, actor_types, files.
-- people_at_stake: Personas contadas como asistentes que dependen de ella. / People counted as attending who hang on it.
-- registered_at_stake: Personas registradas o asistentes que dependen de ella. / People registered or attending who hang on it.
-- doubt: Por qué se duda: la regla que vinculó, o la que no bastó. / Why it is doubted: the rule that linked, or the one that was not enough.
-- probability: De que sea lo propuesto; NULL si no se estima. / That it is what is proposed; NULL where not estimated.
-- subject: De qué se trata. / What it is about.
-- candidate: Lo que se propone; NULL si nada. / What is proposed; NULL where nothing is.
-- is_proposal: Se propone algo que se puede confirmar o rechazar. / Something is proposed that can be confirmed or refused.
-- one: Huella de la aparición. / Handle of the appearance.
-- other: Huella de la otra. / Handle of the other.
-- written: Organización tal como se escribió. / Organisation as written.
-- cve_ent: Entidad en que se escribió. / State in which it was written.
-- organisation_key: Organización propuesta, o de la que se trata. / Organisation proposed, or that it is about.
-- state: Entidad tal como se escribió, como clave. / State as written, as a key.
-- municipality: Municipio tal como se escribió, como clave. / Municipality as written, as a key.
-- cvegeo: Municipio propuesto. / Municipality proposed.
-- file: Comienzo del sha256 del archivo. / Beginning of the file's sha256.
with answered as (
    select
        registrations.file_id,
        registrations.line,
        registrations.person_id,
        participation.is_attended,
        participation.cvegeo,
        participation.organisation_key,
    from core.registrations
    inner join core.participation using (session_id, person_id)
),

people as (
    select
        'people' as kind,
        people_at_stake,
        people_at_stake as registered_at_stake,
        link_rule as doubt,
        probability,
        concat_ws(' ', name, email, session_id) as subject,
        concat_ws(' ', candidate_name, candidate_email) as candidate,
        true as is_proposal,
        handle as one,
        candidate_handle as other,
        null as written,
        null as cve_ent,
        null as organisation_key,
        null as state,
        null as municipality,
        null as cvegeo,
        null as file,
    from identity.person_doubts
    where candidate_handle is not null
    qualify row_number() over (
        partition by least(handle, candidate_handle), greatest(handle, candidate_handle)
        order by people_at_stake desc, session_id asc nulls last
    ) = 1
),

-- Which listed organisations may be meant by a name that several bear: a few of them are shown.
namesakes as (
    select
        organisation_texts.bare_key,
        osc.cve_ent,
        'osc:' || osc.cluni as organisation_key,
        row_number() over (
            partition by organisation_texts.bare_key, osc.cve_ent
            order by osc.cluni
        ) as place_in_list,
    from reference.osc
    inner join identity.organisation_texts on osc.name = organisation_texts.text
    where organisation_texts.bare_key is not null
),

shown_namesakes as (
    select
        bare_key,
        cve_ent,
        string_agg(organisation_key, ', ' order by place_in_list) as organisation_keys,
    from namesakes
    where place_in_list <= 4
    group by bare_key, cve_ent
),

unsure_links as (
    select
        links.*,
        mentions.text,
        mentions.bare_key,
        mentions.cve_ent,
        links.organisation_key <> named_organisation(mentions.bare_key, mentions.cve_ent) as is_proposal,
    from core.organisation_links as links
    inner join identity.organisation_mentions as mentions using (file_id, line)
    where
        mentions.bare_key is not null
        and links.link_rule not in ('decision', 'refused', 'individual', 'none', 'name')
        and (links.is_abstained or links.link_score < 0.95)
),

unsure_organisations as (
    select
        'organisations' as kind,
        count(distinct answered.person_id) filter (
            where
            answered.is_attended
            and answered.organisation_key is not distinct from unsure_links.organisation_key
        ) as people_at_stake,
        count(distinct answered.person_id) as registered_at_stake,
        unsure_links.link_rule as doubt,
        case when not unsure_links.is_abstained then unsure_links.link_score end as probability,
        concat_ws(', ', min(unsure_links.text), states.short_name) as subject,
        case
            when unsure_links.is_proposal then concat_ws(' ', organisations.name, unsure_links.organisation_key)
            else 'one of ' || shown_namesakes.organisation_keys
        end as candidate,
        coalesce(unsure_links.is_proposal, false) as is_proposal,
        null as one,
        null as other,
        min(unsure_links.text) as written,
        unsure_links.cve_ent,
        unsure_links.organisation_key,
        null as state,
        null as municipality,
        null as cvegeo,
        null as file,
    from unsure_links
    left join answered using (file_id, line)
    left join core.organisations on unsure_links.organisation_key = organisations.organisation_key
    left join reference.states on unsure_links.cve_ent = states.cve_ent
    left join shown_namesakes
        on unsure_links.bare_key = shown_namesakes.bare_key and unsure_links.cve_ent = shown_namesakes.cve_ent
    group by
        unsure_links.bare_key,
        unsure_links.cve_ent,
        unsure_links.organisation_key,
        unsure_links.link_rule,
        unsure_links.link_score,
        unsure_links.is_abstained,
        unsure_links.is_proposal,
        states.short_name,
        organisations.name,
        shown_namesakes.organisation_keys
),

-- Without a catalogue of municipalities nobody can say which one is meant.
catalogue as (
    select count(*) > 0 as has_municipalities,
    from reference.municipalities
),

unsure_places as (
    select
        'places' as kind,
        count(distinct answered.person_id) filter (
            where answered.is_attended and answered.cvegeo is not distinct from place_answers.cvegeo
        ) as people_at_stake,
        count(distinct answered.person_id) as registered_at_stake,
        place_answers.place_rule as doubt,
        place_answers.place_score as probability,
        concat_ws(', ', place_answers.municipality_key, place_answers.state_key) as subject,
        municipalities.name as candidate,
        place_answers.cvegeo is not null as is_proposal,
        null as one,
        null as other,
        null as written,
        null as cve_ent,
        null as organisation_key,
        place_answers.state_key as state,
        place_answers.municipality_key as municipality,
        place_answers.cvegeo,
        null as file,
    from identity.place_answers
    inner join staging.registrations
        on
            place_answers.municipality_key = registrations.municipality_key
            and place_answers.state_key is not distinct from registrations.state_key
    left join answered using (file_id, line)
    left join reference.municipalities on place_answers.cvegeo = municipalities.cvegeo
    cross join catalogue
    where
        place_answers.place_rule <> 'decision'
        and (place_answers.cvegeo is null or place_answers.place_score < 0.9)
        and catalogue.has_municipalities
    group by all
),

untyped as (
    select
        'actor_types' as kind,
        count(distinct participation.person_id) filter (where participation.is_attended) as people_at_stake,
        count(distinct participation.person_id) as registered_at_stake,
        'unknown' as doubt,
        null as probability,
        organisations.name as subject,
        null as candidate,
        false as is_proposal,
        null as one,
        null as other,
        null as written,
        null as cve_ent,
        organisations.organisation_key,
        null as state,
        null as municipality,
        null as cvegeo,
        null as file,
    from core.participation
    inner join core.organisations using (organisation_key)
    where participation.actor_type = 'unknown'
    group by organisations.organisation_key, organisations.name
),

smaller_versions as (
    select
        'files' as kind,
        file_versions.people_before - file_versions.people as people_at_stake,
        file_versions.people_before - file_versions.people as registered_at_stake,
        'fewer_people' as doubt,
        null as probability,
        files.path as subject,
        concat(file_versions.people, ' people where the version before named ', file_versions.people_before) as candidate,
        true as is_proposal,
        null as one,
        null as other,
        null as written,
        null as cve_ent,
        null as organisation_key,
        null as state,
        null as municipality,
        null as cvegeo,
        left(files.sha256, 12) as file,
    from staging.file_versions
    inner join raw.files using (file_id)
    where file_versions.is_awaiting_approval
),

doubts as (
    select *, from people
    union all
    select *, from unsure_organisations
    union all
    select *, from unsure_places
    union all
    select *, from untyped
    union all
    select *, from smaller_versions
)

select
    md5(concat_ws(
        '|',
        kind,
        least(one, other),
        greatest(one, other),
        written,
        cve_ent,
        organisation_key,
        state,
        municipality,
        file
    )) as item_id,
    kind,
    people_at_stake::bigint as people_at_stake,
    registered_at_stake::bigint as registered_at_stake,
    doubt,
    probability::double as probability,
    subject,
    candidate,
    is_proposal,
    one,
    other,
    written,
    cve_ent,
    organisation_key,
    state,
    municipality,
    cvegeo,
    file,
from doubts
order by people_at_stake desc, registered_at_stake desc, abs(coalesce(probability, 0.5) - 0.5) asc, kind asc, item_id asc
