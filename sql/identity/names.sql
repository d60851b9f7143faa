-- Cada nombre escrito, reducido a las palabras que distinguen a una persona.
-- Each written name, brought down to the words that tell one person from another.
-- grain: Una fila por nombre escrito. / One row per written name.
-- name: El nombre tal como se escribió. / The name as written.
-- words: Sus palabras en orden: sin acentos, títulos, pronombres, partículas ni aparatos, y las abreviaturas completas. / Its words in order: without accents, titles, pronouns, particles and devices, short forms spelled out.
-- name_bag: Las palabras que no son iniciales, cada una una vez y en orden alfabético; NULL si no queda ninguna. / The words that are no initials, each once and in alphabetical order; NULL where none is left.
-- name_kind: full (dos palabras o más), nick (una palabra o iniciales), device (solo un aparato), none. / full (two words or more), nick (one word or initials), device (a device alone), none.
with written as (
    select name,
    from staging.registrations
    where name is not null
    union
    select name,
    from staging.attendance
    where name is not null
),

vocabulary as (
    select
        coalesce(list(word) filter (where kind in ('title', 'particle', 'pronoun')), []) as silent,
        coalesce(list(word) filter (where kind = 'device'), []) as devices,
        coalesce(list(word) filter (where kind = 'organisation'), []) as of_organisations,
        map_from_entries(coalesce(list((word, stands_for)) filter (where kind = 'short'), [])) as long_forms,
    from raw.name_words
),

-- `nick (original)`, `Ana Ruiz - Colectivo`: each part may be the name, and the fullest that names no organisation is.
parts as (
    select
        name,
        unnest(regexp_split_to_array(name, '[()|/\[\]]| [-–—] ')) as part,
        generate_subscripts(regexp_split_to_array(name, '[()|/\[\]]| [-–—] '), 1) as place,
    from written
),

worded as (
    select
        parts.name,
        parts.place,
        list_filter(
            string_split(text_key(parts.part), ' '), lambda word: regexp_full_match(word, '\p{L}+')
        ) as all_words,
    from parts
    where text_key(parts.part) is not null
),

beside_vocabulary as (
    select
        worded.*,
        vocabulary.*,
    from worded
    cross join vocabulary
),

told as (
    select
        name,
        place,
        list_has_any(all_words, devices) as is_device,
        list_has_any(all_words, of_organisations) as is_organisation,
        list_transform(
            list_filter(
                all_words, lambda word: not list_contains(silent, word) and not list_contains(devices, word)
            ),
            lambda word: coalesce(long_forms[word], word)
        ) as words,
    from beside_vocabulary
),

sorted_words as (
    select
        *,
        list_sort(list_distinct(list_filter(words, lambda word: len(word) > 1))) as long_words,
    from told
),

best as (
    select *,
    from sorted_words
    qualify row_number() over (
        partition by name
        order by
            is_organisation asc,
            least(len(long_words), 2) desc,
            place asc
    ) = 1
)

select
    written.name,
    coalesce(best.words, []) as words,
    nullif(array_to_string(best.long_words, ' '), '') as name_bag,
    case
        when len(best.long_words) >= 2 then 'full'
        when best.is_device and len(best.long_words) = 0 then 'device'
        when len(best.words) >= 1 then 'nick'
        else 'none'
    end as name_kind,
from written
left join best using (name)
