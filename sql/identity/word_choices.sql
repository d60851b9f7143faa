-- Los subconjuntos de dos palabras o más de un nombre, por los lugares que ocupan.
-- The sets of two words or more of a name, by the places that they have in it.
-- grain: Una fila por número de palabras, de dos a seis. / One row per number of words, from two to six.
-- word_count: Número de palabras. / Number of words.
-- choices: Los subconjuntos, cada uno una lista de lugares desde 1. / The sets, each a list of places from 1.
with counts as (
    select unnest([2, 3, 4, 5, 6]) as word_count,
),

masks as (
    select
        word_count,
        unnest(range(1, (1 << word_count)::bigint)) as mask,
    from counts
),

chosen as (
    select
        word_count,
        mask,
        list_filter([1, 2, 3, 4, 5, 6], lambda place: ((mask >> (place - 1)) & 1) = 1) as places,
    from masks
)

select
    word_count,
    list(places order by mask) as choices,
from chosen
where len(places) >= 2
group by word_count
