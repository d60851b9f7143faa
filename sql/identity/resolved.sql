-- La persona de cada aparición, con la regla que lo decidió y su probabilidad.
-- Each appearance's person, with the rule that decided it and its probability.
-- grain: Una fila por aparición. / One row per appearance.
-- appearance_key: Aparición. / Appearance.
-- person_key: De qué se reconoce a la persona. / What the person is known by.
-- link_rule: email, telephone, email_typo, decided, name, name_slip, name_alone (el mismo nombre completo en varias sesiones, de nadie conocido), alone. / email, telephone, email_typo, decided, name, name_slip, name_alone (one full name at several sessions, of nobody known), alone.
-- link_probability: Probabilidad de que sea esa persona. / Probability that it is that person.
with followed as (
    select
        seeds.appearance_key,
        seeds.seed,
        seeds.link_rule as key_rule,
        seeds.is_known,
        first_link.name_level,
        coalesce(second_link.joined_seed, first_link.joined_seed) as joined_seed,
        first_link.probability * coalesce(second_link.probability, 1) as name_probability,
    from identity.seeds
    left join identity.name_links as first_link using (seed)
    left join identity.name_links as second_link on first_link.joined_seed = second_link.seed
),

nobody_known as (
    select unit as appearance_key,
    from identity.person_candidates
    where seed is null and probability < 0.9
),

-- Whom somebody told from another person is not joined to anybody for bearing the same name.
told_apart as (
    select distinct appearances.appearance_key,
    from identity.appearances
    inner join raw.person_decisions on appearances.handle in (person_decisions.one, person_decisions.other)
    where person_decisions.decision = 'refuse'
),

judged as (
    select
        followed.*,
        appearances.ledger,
        appearances.name_bag,
        appearances.name_kind = 'full'
        and contains(appearances.name_bag[strpos(appearances.name_bag, ' ') + 1:], ' ')
        and nobody_known.appearance_key is null
        and told_apart.appearance_key is null
        and followed.key_rule is null
        and not followed.is_known as is_nobody_known,
    from followed
    inner join identity.appearances using (appearance_key)
    left join nobody_known using (appearance_key)
    left join told_apart using (appearance_key)
)

select
    appearance_key,
    case
        when joined_seed is not null then joined_seed
        when is_nobody_known then concat('name|', name_bag)
        else seed
    end as person_key,
    case
        when joined_seed is not null and name_level = 'slip' then 'name_slip'
        when joined_seed is not null then 'name'
        when key_rule is not null then key_rule
        when is_nobody_known and count(*) over same_name > 1 then 'name_alone'
        else 'alone'
    end as link_rule,
    case
        when joined_seed is not null then name_probability
        when key_rule = 'email' then 1.0
        when key_rule is not null then 0.99
        when is_nobody_known and count(*) over same_name > 1 then 0.95
    end::double as link_probability,
from judged
window same_name as (partition by is_nobody_known, joined_seed is null, name_bag)
