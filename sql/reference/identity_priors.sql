-- Lo que se supone de la gente antes de mirar los datos, para decidir quién es quién.
-- What is expected of people before the data are looked at, to decide who is who.
-- grain: Una fila por supuesto. / One row per expectation.
-- name: Nombre. / Name.
-- value: Valor. / Value.
-- reason: Qué dice. / What it says.
select
    name,
    value::double as value,
    reason,
from raw.identity_priors
