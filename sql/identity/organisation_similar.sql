-- Qué otra organización de la entidad es la que se quiso escribir: las mismas palabras, una errata o el nombre del estado de más.
-- Which other organisation of the state was meant to be written: the same words, a slip, or the state's name added.
-- grain: Una fila por nombre y entidad que se parece a otro. / One row per name and state that is like another.
-- organisation_key: Organización del nombre tal como se escribió. / Organisation of the name as written.
-- similar_key: Organización a la que se parece; NULL si se parece a varias por igual. / Organisation that it is like; NULL where several are as alike.
-- similar_rule: same_words, typing_error, state_added, ambiguous_similar. / same_words, typing_error, state_added, ambiguous_similar.
-- similar_score: De 0 a 1, cuánto se parecen. / From 0 to 1, how alike they are.
-- candidates: Cuántas organizaciones podrían ser. / How many organisations it may be.
with sources as (
    select distinct
        known.organisation_key,
        known.bare_key,
        known.cve_ent,
        known.words,
        known.mentions,
    from identity.organisation_known as known
    where known.cve_ent is not null and known.organisation_key like 'name:%' and len(known.words) >= 2
),

known_words as (
    select
        bare_key,
        cve_ent,
        unnest(list_distinct(words)) as word,
    from identity.organisation_known
    where len(words) >= 2
),

frequencies as (
    select
        cve_ent,
        word,
        count(distinct bare_key) as names,
    from known_words
    group by cve_ent, word
),

everywhere as (
    select
        word,
        count(distinct bare_key) as names,
    from known_words
    group by word
),

-- A name is compared with those of its state that share one of its three rarest words, or its beginning.
rare_words as (
    select
        sources.bare_key,
        sources.cve_ent,
        frequencies.word,
    from (select
        bare_key,
        cve_ent,
        unnest(list_distinct(words)) as word,
    from sources) as sources
    inner join frequencies using (cve_ent, word)
    where frequencies.names between 2 and 100
    qualify row_number() over (
        partition by sources.bare_key, sources.cve_ent
        order by frequencies.names asc, frequencies.word asc
    ) <= 3
),

pairs as (
    select distinct
        rare_words.bare_key,
        rare_words.cve_ent,
        known_words.bare_key as other_bare_key,
    from rare_words
    inner join known_words using (cve_ent, word)
    where rare_words.bare_key <> known_words.bare_key
    union
    select
        sources.bare_key,
        sources.cve_ent,
        known.bare_key as other_bare_key,
    from sources
    inner join identity.organisation_known as known
        on
            sources.cve_ent = known.cve_ent
            and left(replace(sources.bare_key, ' ', ''), 12) = left(replace(known.bare_key, ' ', ''), 12)
    where sources.bare_key <> known.bare_key and len(known.words) >= 2
),

state_words as (
    select
        cve_ent,
        list_distinct(flatten(list(string_split(state_key, ' ')))) as words,
    from reference.state_names
    group by cve_ent
),

laid_side_by_side as (
    select
        sources.organisation_key,
        sources.bare_key,
        sources.cve_ent,
        known.organisation_key as other_key,
        known.bare_key as other_bare_key,
        words_beyond(sources.words, known.words) as own_words,
        words_beyond(known.words, sources.words) as other_words,
        coalesce(known.acronym, known.initials) as other_acronym,
        coalesce(own.cvegeo = other.cvegeo, false) as is_same_seat,
        state_words.words as state_words,
    from pairs
    inner join sources using (bare_key, cve_ent)
    inner join identity.organisation_known as known
        on pairs.other_bare_key = known.bare_key and pairs.cve_ent = known.cve_ent
    left join state_words on pairs.cve_ent = state_words.cve_ent
    left join identity.organisation_evidence as own on sources.organisation_key = own.organisation_key
    left join identity.organisation_evidence as other on known.organisation_key = other.organisation_key
    where
        sources.organisation_key <> known.organisation_key
        -- Who is written more often, or has a CLUNI, is whom the others meant.
        and (
            known.organisation_key like 'osc:%'
            or known.mentions > sources.mentions
            or (known.mentions = sources.mentions and known.organisation_key < sources.organisation_key)
        )
        and coalesce(own.actor_type, other.actor_type, '') = coalesce(other.actor_type, own.actor_type, '')
),

compared as (
    select
        *,
        case
            when
                len(other_words) = 0 and (len(own_words) = 0 or own_words = [other_acronym])
                or replace(bare_key, ' ', '') = replace(other_bare_key, ' ', '')
                then 'same_words'
            when
                len(own_words) in (1, 2) and len(own_words) = len(other_words)
                and (
                    is_word_slip(own_words[1], other_words[1])
                    and (len(own_words) = 1 or is_word_slip(own_words[2], other_words[2]))
                )
                then 'typing_error'
            when
                len(own_words) + len(other_words) > 0
                and (len(own_words) = 0 or len(other_words) = 0)
                and len(list_filter(own_words || other_words, lambda word: not list_contains(state_words, word))) = 0
                then 'state_added'
        end as similar_rule,
    from laid_side_by_side
),

likely as materialized (
    select *,
    from compared
    where similar_rule is not null
),

changed_words as (
    select
        bare_key,
        cve_ent,
        other_key,
        other_bare_key,
        unnest(own_words) as own_word,
        unnest(other_words) as other_word,
    from likely
    where similar_rule = 'typing_error'
),

-- A word that other names have too is a word and no slip: Semilla and Semillas are two organisations.
slips as (
    select
        changed_words.bare_key,
        changed_words.cve_ent,
        changed_words.other_key,
        changed_words.other_bare_key,
        max(case when own.names <= 1 or other.names >= 20 * own.names then 0 else 1 end) as known_words,
        sum(damerau_levenshtein(changed_words.own_word, changed_words.other_word)) as distance,
    from changed_words
    left join everywhere as own on changed_words.own_word = own.word
    left join everywhere as other on changed_words.other_word = other.word
    group by
        changed_words.bare_key, changed_words.cve_ent, changed_words.other_key, changed_words.other_bare_key
),

scored as (
    select
        likely.organisation_key,
        likely.other_key,
        likely.similar_rule,
        case likely.similar_rule
            when 'same_words' then 0.98
            when 'state_added' then 0.9
            else 1 - slips.distance / length(likely.bare_key)
        end::double + case when likely.is_same_seat then 0.02 else 0 end as score,
    from likely
    left join slips
        on
            likely.bare_key = slips.bare_key
            and likely.cve_ent = slips.cve_ent
            and likely.other_key = slips.other_key
            and likely.other_bare_key = slips.other_bare_key
    where coalesce(slips.known_words, 0) = 0
),

best as (
    select
        scored.organisation_key,
        scored.other_key,
        min(scored.similar_rule) as similar_rule,
        least(max(scored.score), 1) as score,
    from scored
    inner join sources using (organisation_key)
    anti join identity.organisation_refusals as refused
        on
            sources.bare_key = refused.bare_key
            and scored.other_key = refused.organisation_key
            and coalesce(refused.cve_ent, sources.cve_ent) = sources.cve_ent
    group by scored.organisation_key, scored.other_key
),

-- A candidate that is itself a slip of another candidate is none.
dominated as (
    select distinct
        best.organisation_key,
        best.other_key,
    from best
    inner join best as chain on best.other_key = chain.organisation_key
    inner join best as sibling
        on best.organisation_key = sibling.organisation_key and chain.other_key = sibling.other_key
),

-- Whom the register or a CLUNI knows comes before who is only written.
eligible as (
    select best.*,
    from best
    anti join dominated using (organisation_key, other_key)
    qualify
        best.other_key like 'osc:%'
        or not bool_or(best.other_key like 'osc:%') over (partition by best.organisation_key)
),

ranked as (
    select
        *,
        count(*) over (partition by organisation_key) as candidates,
        lead(score) over (partition by organisation_key order by score desc, other_key asc) as next_score,
        row_number() over (partition by organisation_key order by score desc, other_key asc) as place,
    from eligible
),

decided as (
    select
        organisation_key,
        case when score - coalesce(next_score, 0) >= 0.015 then other_key end as similar_key,
        case when score - coalesce(next_score, 0) >= 0.015 then similar_rule else 'ambiguous_similar' end as similar_rule,
        case when score - coalesce(next_score, 0) >= 0.015 then score else 0 end as similar_score,
        candidates,
    from ranked
    where place = 1
)

-- Whom one is like may itself be like a third; there it ends.
select
    decided.organisation_key,
    coalesce(further.similar_key, decided.similar_key) as similar_key,
    decided.similar_rule,
    decided.similar_score * coalesce(case when further.similar_key is not null then further.similar_score end, 1)
        as similar_score,
    decided.candidates,
from decided
left join decided as further on decided.similar_key = further.organisation_key
left join identity.organisation_evidence as own on decided.organisation_key = own.organisation_key
left join identity.organisation_evidence as other
    on coalesce(further.similar_key, decided.similar_key) = other.organisation_key
where coalesce(own.actor_type, other.actor_type, '') = coalesce(other.actor_type, own.actor_type, '')
