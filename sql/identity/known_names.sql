-- Los nombres completos de las personas conocidas, con las llaves por las que se les busca.
-- The full names of the people known, with the keys by which they are looked up.
-- grain: Una fila por persona conocida y nombre. / One row per person known and name.
-- unit: Persona y nombre. / Person and name.
-- seed: La persona. / The person.
-- words: Las palabras del nombre, en orden alfabético. / The words of the name, in alphabetical order.
-- email: Uno de sus correos, el primero por orden alfabético. / One of its e-mails, the first in alphabetical order.
-- is_anchor: Se registró, y con correo. / Registered, and with an e-mail.
-- keys: Llaves: todo o parte del nombre, y todo o parte menos una palabra. / Keys: the name or part of it, and the name or part of it but one word.
with known as (
    select
        seeds.seed,
        appearances.name_bag,
        string_split(appearances.name_bag, ' ') as words,
        min(appearances.email) as email,
        bool_or(seeds.is_registered and seeds.has_email) as is_anchor,
    from identity.seeds
    inner join identity.appearances using (appearance_key)
    where seeds.is_known and appearances.name_kind = 'full'
    group by seeds.seed, appearances.name_bag
),

-- A short form beside a fuller one would let a name pass that the fuller one contradicts.
short_forms as (
    select distinct
        known.seed,
        known.name_bag,
    from known
    inner join known as fuller on known.seed = fuller.seed
    where
        len(fuller.words) > len(known.words)
        and name_agreement(known.words, fuller.words) in ('part', 'slip')
),

fullest as (
    select known.*,
    from known
    anti join short_forms using (seed, name_bag)
),

keyed as (
    select
        fullest.*,
        -- Of a name of more than six words its first six are looked up.
        word_sets(fullest.words, word_choices.choices) as parts,
    from fullest
    inner join identity.word_choices on least(len(fullest.words), 6) = word_choices.word_count
)

select
    concat(seed, '|', name_bag) as unit,
    seed,
    words,
    email,
    is_anchor,
    list_distinct(list_concat(
        list_transform(parts, lambda part: '=' || part),
        -- Of more than six words the whole is none of the parts.
        ['=' || name_bag, '<' || name_bag],
        list_transform(list_filter(parts, lambda part: part <> name_bag), lambda part: '~' || part),
        flatten(list_transform(
            words,
            lambda word: list_transform(
                list_filter(words, lambda other: other <> word), lambda other: '~' || word || '*' || left(other, 1)
            )
        ))
    )) as keys,
from keyed
