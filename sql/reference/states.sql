-- Las 32 entidades federativas y cuántos municipios tiene cada una.
-- The 32 states and how many municipalities each has.
-- grain: Una fila por entidad federativa. / One row per state.
-- cve_ent: Clave INEGI de dos dígitos. / INEGI key of two digits.
-- name: Nombre oficial. / Official name.
-- short_name: Nombre corto. / Short name.
-- municipalities: Municipios o alcaldías. / Municipalities.
-- population: Habitantes. / Inhabitants.
-- edition: Edición del catálogo. / Edition of the catalogue.
select
    cve_ent,
    name,
    short_name,
    municipalities::integer as municipalities,
    population::bigint as population,
    'INEGI, Censo de Población y Vivienda 2020' as edition,
from raw.states
