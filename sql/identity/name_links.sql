-- Las apariciones sin llave que el nombre une a una persona conocida; donde no es casi seguro, ninguna.
-- The appearances without a key that their name joins to a person known; where it is not nearly sure, none.
-- grain: Una fila por persona sin llave que se une. / One row per person without a key that is joined.
-- seed: La persona que sería por sí sola. / The person that it would be by itself.
-- joined_seed: La persona a la que se une. / The person that it is joined to.
-- name_level: En qué coinciden los nombres. / How the names agree.
-- probability: Probabilidad del vínculo. / Probability of the link.
with likely as (
    select
        unlinked.seed,
        candidates.seed as joined_seed,
        candidates.name_level,
        candidates.probability,
    from identity.person_candidates as candidates
    inner join identity.unlinked using (unit)
    inner join reference.identity_priors as threshold
        on threshold.name = 'link_threshold' and candidates.probability >= threshold.value
    where candidates.seed is not null
    -- Who shows twice under one e-mail and is taken for two people is taken for neither.
    qualify min(candidates.seed) over (partition by unlinked.seed) = max(candidates.seed) over (partition by unlinked.seed)
)

select
    seed,
    joined_seed,
    name_level,
    probability,
from likely
qualify row_number() over (partition by seed order by probability desc, name_level asc) = 1
