-- Qué nombre dijo alguien que no es de qué organización.
-- Which name somebody said not to mean which organisation.
-- grain: Una fila por nombre, entidad y organización que no es. / One row per name, state and organisation that it is not.
-- bare_key: Nombre como clave. / Name as a key.
-- cve_ent: Entidad para la que vale; NULL para todas. / State that it holds for; NULL for all.
-- organisation_key: Organización que el nombre no quiere decir. / Organisation that the name does not mean.
select distinct
    organisation_texts.bare_key,
    organisation_decisions.cve_ent,
    organisation_decisions.organisation_key,
from raw.organisation_decisions
inner join identity.organisation_texts on organisation_decisions.written = organisation_texts.text
where organisation_decisions.decision = 'refuse'
