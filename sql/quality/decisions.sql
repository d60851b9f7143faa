-- Si cada decisión se aplica: ninguna contradice a otra y todas señalan algo que existe.
-- Whether each decision applies: none contradicts another, and each points at something that is there.
-- grain: Una fila por decisión. / One row per decision.
-- kind: Archivo de `decisions/`, sin su terminación. / File of `decisions/`, without its ending.
-- line: Línea del archivo. / Line of the file.
-- decision: confirm, refuse o set. / confirm, refuse or set.
-- status: applied, contradicts, points_at_nothing. / applied, contradicts, points_at_nothing.
-- sentence: Qué hacer; NULL si se aplica. / What to do; NULL where it applies.

-- Who is confirmed to be one person with whom, in both directions, however long the chain.
with recursive confirmed as (
    select
        one,
        other,
    from raw.person_decisions
    where decision = 'confirm'
    union
    select
        other,
        one,
    from raw.person_decisions
    where decision = 'confirm'
),

same_person as (
    select
        one,
        other,
    from confirmed
    union
    select
        same_person.one,
        confirmed.other,
    from same_person
    inner join confirmed on same_person.other = confirmed.one
),

persons as (
    select
        one as handle,
        min(other) as person,
    from same_person
    group by one
),

confirmed_lines as (
    select
        persons.person,
        string_agg(decided.line::varchar, ', ' order by decided.line) as lines,
    from raw.person_decisions as decided
    inner join persons on decided.one = persons.handle
    where decided.decision = 'confirm'
    group by persons.person
),

refused_within as (
    select
        persons.person,
        string_agg(decided.line::varchar, ', ' order by decided.line) as lines,
    from raw.person_decisions as decided
    inner join persons on decided.one = persons.handle
    inner join persons as others on decided.other = others.handle and persons.person = others.person
    where decided.decision = 'refuse'
    group by persons.person
),

people as (
    select
        'people' as kind,
        decided.line,
        decided.decision,
        case
            when
                decided.one in (select appearances.handle, from identity.appearances)
                and decided.other in (select appearances.handle, from identity.appearances)
                then null
            else
                'one of its handles is no appearance of this workspace: take it from `alcance review`, or delete the line;'
                || ' where no handle is known any more, private/handle.key is another than the one that made them'
        end as nothing,
        case decided.decision
            when 'confirm'
                then
                    'says that two are one person, and line ' || refused_within.lines
                    || ' says that they, or others confirmed to be the same, are two: delete what is not so'
            when 'refuse'
                then
                    'says that two are different people whom line ' || confirmed_lines.lines
                    || ' together say are one: delete what is not so'
        end as contradiction,
    from raw.person_decisions as decided
    left join persons on decided.one = persons.handle
    left join persons as others on decided.other = others.handle
    left join refused_within on persons.person = refused_within.person and others.person = refused_within.person
    left join confirmed_lines on refused_within.person = confirmed_lines.person
),

-- Every key that an organisation may have: the registers' and those of what people wrote.
organisation_keys as (
    select 'gov:' || cve_ent as organisation_key,
    from reference.states
    union
    select 'gov:' || cvegeo,
    from reference.municipalities
    union
    select 'osc:' || cluni,
    from reference.osc
    union
    select 'osc:' || cluni,
    from core.answers
    where cluni is not null
    union
    select named_organisation(bare_key, cve_ent),
    from identity.organisation_mentions
    where bare_key is not null
    union
    select organisation_key,
    from core.organisations
),

-- Two texts that are one name once case, accents, legal form and acronym are gone are one name here too.
about_organisations as (
    select
        decided.*,
        organisation_texts.bare_key,
        coalesce(decided.cve_ent, '') as scope,
    from raw.organisation_decisions as decided
    left join identity.organisation_texts on decided.written = organisation_texts.text
),

contradicted_organisations as (
    select
        decided.line,
        string_agg(another.line::varchar, ', ' order by another.line) as lines,
    from about_organisations as decided
    inner join about_organisations as another
        on
            decided.bare_key = another.bare_key
            and decided.scope = another.scope
            and decided.line <> another.line
    where
        (decided.decision = 'confirm' and another.decision = 'confirm' and decided.organisation_key <> another.organisation_key)
        or (decided.decision <> another.decision and decided.organisation_key = another.organisation_key)
    group by decided.line
),

organisations as (
    select
        'organisations' as kind,
        decided.line,
        decided.decision,
        case
            when decided.organisation_key not in (select organisation_keys.organisation_key, from organisation_keys)
                then 'its organisation_key is in no register and in no answer: correct it, or delete the line'
            when
                not exists (
                    select 1,
                    from identity.organisation_mentions as mentions
                    where
                        mentions.bare_key = decided.bare_key
                        and mentions.cve_ent is not distinct from coalesce(decided.cve_ent, mentions.cve_ent)
                )
                then 'nobody wrote this name, in this state: copy it from the form, or delete the line'
        end as nothing,
        'says otherwise of the same name than line ' || contradicted_organisations.lines || ': delete what is not so'
            as contradiction,
    from about_organisations as decided
    left join contradicted_organisations using (line)
),

about_places as (
    select
        *,
        coalesce(text_key(state), '') as state_key,
        text_key(municipality) as municipality_key,
    from raw.place_decisions
),

contradicted_places as (
    select
        decided.line,
        string_agg(another.line::varchar, ', ' order by another.line) as lines,
    from about_places as decided
    inner join about_places as another using (state_key, municipality_key)
    where decided.cvegeo <> another.cvegeo
    group by decided.line
),

places as (
    select
        'places' as kind,
        decided.line,
        decided.decision,
        case
            when decided.cvegeo not in (select municipalities.cvegeo, from reference.municipalities)
                then 'its cvegeo is not in the catalogue of municipalities: correct it, or hand over the catalogue'
            when
                not exists (
                    select 1,
                    from identity.place_answers
                    where
                        place_answers.municipality_key = decided.municipality_key
                        and place_answers.state_key
                        is not distinct from coalesce(nullif(decided.state_key, ''), place_answers.state_key)
                )
                then 'nobody wrote this municipality, in this state: copy both from the form, or delete the line'
        end as nothing,
        'gives the same place another key than line ' || contradicted_places.lines || ': delete what is not so'
            as contradiction,
    from about_places as decided
    left join contradicted_places using (line)
),

about_actor_types as (
    select
        *,
        coalesce(government_level, 'all') as level,
    from raw.actor_type_decisions
),

contradicted_actor_types as (
    select
        decided.line,
        string_agg(another.line::varchar, ', ' order by another.line) as lines,
    from about_actor_types as decided
    inner join about_actor_types as another using (organisation_key)
    where decided.actor_type <> another.actor_type or decided.level <> another.level
    group by decided.line
),

actor_types as (
    select
        'actor_types' as kind,
        decided.line,
        decided.decision,
        case
            when actor_groups.actor_type is null or decided.actor_type = 'all'
                then 'there is no such actor type, or not with this level: take one of reach.cycle_reach, or delete the line'
            when decided.organisation_key not in (select organisation_keys.organisation_key, from organisation_keys)
                then 'its organisation_key is in no register and in no answer: correct it, or delete the line'
        end as nothing,
        'gives the same organisation another type than line ' || contradicted_actor_types.lines
        || ': delete what is not so' as contradiction,
    from about_actor_types as decided
    left join contradicted_actor_types using (line)
    left join reference.actor_groups
        on decided.actor_type = actor_groups.actor_type and decided.level = actor_groups.government_level
),

contradicted_files as (
    select
        decided.line,
        string_agg(another.line::varchar, ', ' order by another.line) as lines,
    from raw.file_decisions as decided
    inner join raw.file_decisions as another using (file)
    where decided.decision <> another.decision
    group by decided.line
),

files as (
    select
        'files' as kind,
        decided.line,
        decided.decision,
        case
            when
                not exists (
                    select 1, from raw.files
                    where starts_with(files.sha256, decided.file)
                )
                then 'no file in the inbox has this hash: correct it, or delete the line'
        end as nothing,
        'says otherwise of the same file than line ' || contradicted_files.lines || ': delete what is not so'
            as contradiction,
    from raw.file_decisions as decided
    left join contradicted_files using (line)
),

looked_up as (
    select *, from people
    union all
    select *, from organisations
    union all
    select *, from places
    union all
    select *, from actor_types
    union all
    select *, from files
)

select
    kind,
    line,
    decision,
    case
        when nothing is not null then 'points_at_nothing'
        when contradiction is not null then 'contradicts'
        else 'applied'
    end as status,
    'decisions/' || kind || '.csv, line ' || line || ': ' || coalesce(nothing, contradiction) as sentence,
from looked_up
order by kind, line
