-- Cuán frecuente es cada palabra en los nombres de las personas conocidas.
-- How frequent each word is in the names of the people known.
-- grain: Una fila por palabra. / One row per word.
-- word: La palabra. / The word.
-- share: Parte de las personas que la llevan. / Share of the people who bear it.
with known as (
    select count(distinct seed) as people,
    from identity.known_names
),

borne as (
    select distinct
        seed,
        unnest(words) as word,
    from identity.known_names
)

select
    borne.word,
    count(*) / any_value(known.people) as share,
from borne
cross join known
group by borne.word
