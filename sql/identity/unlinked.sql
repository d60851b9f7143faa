-- Las apariciones con nombre completo que ninguna llave exacta une a un registro con correo.
-- The appearances with a full name that no exact key joins to a registration with an e-mail.
-- grain: Una fila por aparición. / One row per appearance.
-- unit: La aparición. / The appearance.
-- seed: La persona que sería por sí sola. / The person that it would be by itself.
-- session_id: Sesión; NULL en los registros. / Session; NULL for registrations.
-- words: Las palabras del nombre, en orden alfabético. / The words of the name, in alphabetical order.
-- email: Correo, si no es de nadie registrado. / E-mail, where it is nobody's who registered.
-- is_known: Tiene correo o es un registro. / Has an e-mail or is a registration.
-- keys: Llaves: el nombre, sus partes, y el nombre menos una palabra. / Keys: the name, its parts, and the name but one word.
with open_names as (
    select
        appearances.*,
        seeds.seed,
        seeds.is_known,
        string_split(appearances.name_bag, ' ') as words,
    from identity.appearances
    inner join identity.seeds using (appearance_key)
    where
        appearances.name_kind = 'full'
        and (not seeds.is_registered or (appearances.ledger = 'registration' and not seeds.has_email))
),

parted as (
    select
        open_names.*,
        word_sets(open_names.words, word_choices.choices) as parts,
    from open_names
    inner join identity.word_choices on least(len(open_names.words), 6) = word_choices.word_count
),

keyed as (
    select
        *,
        list_concat(
            ['=' || name_bag],
            list_transform(list_filter(parts, lambda part: part <> name_bag), lambda part: '<' || part)
        ) as exact_keys,
        list_distinct(list_transform(words_but_one(words), lambda part: '~' || part)) as slip_keys,
    from parted
),

known_keys as (
    select distinct unnest(list_filter(keys, lambda key: key[1] in ('=', '<'))) as key,
    from identity.known_names
    where is_anchor
),

asked as (
    select
        appearance_key,
        unnest(exact_keys) as key,
    from keyed
),

-- Whose name somebody registered bears letter for letter made no slip.
borne as (
    select distinct asked.appearance_key,
    from asked
    semi join known_keys using (key)
)

select
    keyed.appearance_key as unit,
    keyed.seed,
    keyed.session_id,
    keyed.words,
    keyed.email,
    keyed.is_known,
    case
        when borne.appearance_key is null
            then list_concat(keyed.exact_keys, keyed.slip_keys)
        else keyed.exact_keys
    end as keys,
from keyed
left join borne using (appearance_key)
