-- Todas las formas conocidas de escribir una entidad federativa.
-- Every known way to write a state.
-- grain: Una fila por forma de escribirla. / One row per wording.
-- state_key: El texto, sin mayúsculas ni acentos. / The text, without case and accents.
-- cve_ent: Clave INEGI de la entidad. / INEGI key of the state.
with wordings as (
    select
        name as wording,
        cve_ent,
    from raw.states
    union all
    select
        short_name,
        cve_ent,
    from raw.states
    union all
    select
        abbreviation,
        cve_ent,
    from raw.states
    union all
    select
        alias,
        cve_ent,
    from raw.state_aliases
)

select distinct
    text_key(wording) as state_key,
    cve_ent,
from wordings
