-- Quién puede ser cada aparición sin llave, y con qué probabilidad: alguna de las personas conocidas, o nadie conocido.
-- Who each appearance without a key may be, and how probably: one of the people known, or nobody known.
-- grain: Una fila por aparición y persona posible; seed es NULL para nadie conocido. / One row per appearance and possible person; seed is NULL for nobody known.
-- unit: La aparición. / The appearance.
-- seed: La persona conocida. / The person known.
-- name_level: En qué coinciden los nombres. / How the names agree.
-- email_level: En qué coinciden los correos. / How the e-mails agree.
-- is_signed_up: La persona se registró para la sesión. / The person registered for the session.
-- is_there: La persona ya está en la sesión por una llave. / The person is at the session already by a key.
-- weight: Peso de la posibilidad. / Weight of the possibility.
-- probability: Su parte de todos los pesos de la aparición. / Its share of all the appearance's weights.
with priors as (
    select map_from_entries(list((name, value) order by name)) as prior,
    from reference.identity_priors
),

pairs as (
    select
        unlinked.unit,
        unlinked.seed as own_seed,
        unlinked.session_id,
        unlinked.words,
        case
            when unlinked.session_id is null then 'form'
            when unlinked.email is null then 'no_email'
            else 'other_email'
        end as situation,
        scores.seed,
        scores.name_level,
        scores.email_level,
        -- The model's weight says how much likelier a match agrees so than chance; chance depends on the name, below.
        power(2, scores.name_weight + coalesce(scores.email_weight, 0)) * scores.chance_share
        -- A slip could have been many others.
        / case scores.name_level when 'slip' then priors.prior['ways_to_slip'] else 1 end as likeness,
    from identity.unlinked
    cross join priors
    inner join identity.person_scores as scores using (unit)
    qualify row_number() over (
        partition by unlinked.unit, scores.seed
        order by likeness desc, scores.known_unit asc
    ) = 1
),

-- Who was told from somebody is told from all that are this person.
refused as (
    select distinct
        seeds.seed,
        other_seeds.seed as other_seed,
    from raw.person_decisions
    inner join identity.appearances on appearances.handle in (person_decisions.one, person_decisions.other)
    inner join identity.appearances as others
        on
            others.handle in (person_decisions.one, person_decisions.other)
            and appearances.handle <> others.handle
    inner join identity.seeds on appearances.appearance_key = seeds.appearance_key
    inner join identity.seeds as other_seeds on others.appearance_key = other_seeds.appearance_key
    where person_decisions.decision = 'refuse'
),

everybody as (
    select count(distinct seed) as people,
    from identity.known_names
),

situated as (
    select
        pairs.*,
        coalesce(session_seeds.is_signed_up, false) as is_signed_up,
        coalesce(session_seeds.is_there, false) as is_there,
        crowds.absent_registered,
        crowds.present_registered,
        crowds.registered_share,
        crowds.elsewhere_share,
        crowds.unknown_share,
        everybody.people,
    from pairs
    anti join refused on pairs.own_seed = refused.seed and pairs.seed = refused.other_seed
    left join identity.crowds using (session_id)
    left join identity.session_seeds
        on pairs.session_id = session_seeds.session_id and pairs.seed = session_seeds.seed
    cross join everybody
),

expected as (
    select
        situated.*,
        case
            when situated.situation = 'form' then priors.prior['form_without_email'] / situated.people
            when situated.situation = 'other_email' and situated.is_signed_up
                then
                    priors.prior['other_address'] * situated.registered_share
                    / greatest(situated.absent_registered + situated.present_registered, 1)
            when situated.situation = 'other_email'
                then priors.prior['other_address'] * situated.elsewhere_share / situated.people
            when situated.is_there then priors.prior['second_connection'] / greatest(situated.present_registered, 1)
            when situated.is_signed_up then situated.registered_share / greatest(situated.absent_registered, 1)
            else
                situated.elsewhere_share
                / greatest(situated.people - situated.absent_registered - situated.present_registered, 1)
        end as expected_share,
    from situated
    cross join priors
),

bearers as (
    select
        unit,
        any_value(words) as words,
        any_value(situation) as situation,
        any_value(unknown_share) as unknown_share,
        any_value(people) as people,
        count(distinct case when name_level in ('same', 'part') then seed end) as bearers,
    from expected
    group by unit
),

by_word as (
    select
        unit,
        unnest(words) as word,
    from bearers
),

by_words as (
    select
        by_word.unit,
        -- Decimals add up alike in any order.
        exp(sum(ln(coalesce(name_shares.share, 0.5 / (bearers.people + 1)))::decimal(18, 9))) as words_share,
    from by_word
    inner join bearers using (unit)
    left join identity.name_shares using (word)
    group by by_word.unit
),

frequent as (
    select
        bearers.*,
        by_words.words_share
        + case when bearers.bearers > 0 then (bearers.bearers - 1 + priors.prior['shared_names']) / bearers.people else 0 end
            as name_share,
    from bearers
    cross join priors
    inner join by_words using (unit)
),

weighed as (
    select
        unit,
        seed,
        name_level,
        email_level,
        is_signed_up,
        is_there,
        expected_share * likeness as weight,
    from expected
    union all
    select
        frequent.unit,
        null,
        null,
        null,
        false,
        false,
        -- A stranger writes a name in full or in part as anybody does.
        frequent.name_share * priors.prior['full_or_part'] * case frequent.situation
            when 'form' then 1 - priors.prior['form_without_email']
            when 'other_email' then 1 - priors.prior['other_address']
            else frequent.unknown_share
        end,
    from frequent
    cross join priors
)

select
    unit,
    seed,
    name_level,
    email_level,
    is_signed_up,
    is_there,
    weight,
    weight / sum(weight) over (
        partition by unit order by weight, seed
        rows between unbounded preceding and unbounded following
    ) as probability,
from weighed
