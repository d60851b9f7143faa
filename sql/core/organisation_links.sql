-- A qué organización se refiere cada registro, y por qué regla.
-- Which organisation each registration means, and by which rule.
-- grain: Una fila por registro aceptado. / One row per accepted registration.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- organisation_key: Clave de la organización; NULL si no hay ninguna. / Key of the organisation; NULL where there is none.
-- link_rule: Regla que la decidió: individual, place, cluni, name_in_register, name_beside_cluni, name, none. / Rule that decided it: individual, place, cluni, name_in_register, name_beside_cluni, name, none.

-- A name that only one listed organisation of the state has speaks for its CLUNI.
with listed_names as (
    select
        organisation_text_key,
        cve_ent,
        min(cluni) as listed_cluni,
    from reference.osc
    group by organisation_text_key, cve_ent
    having count(*) = 1
),

-- So does a name beside which other registrants wrote one CLUNI and no other.
written_names as (
    select
        organisation_text_key,
        cve_ent,
        min(cluni) as written_cluni,
    from core.answers
    where cluni is not null and organisation_text_key is not null
    group by organisation_text_key, cve_ent
    having count(distinct cluni) = 1
),

ruled as (
    select
        answers.*,
        listed_names.listed_cluni,
        written_names.written_cluni,
        case
            when answers.actor_type = 'individual' then 'individual'
            when answers.government_level = 'municipal' and answers.cvegeo is not null then 'place'
            when answers.government_level = 'state' and answers.cve_ent is not null then 'place'
            when answers.actor_type = 'osc' and answers.cluni is not null then 'cluni'
            when answers.actor_type = 'osc' and listed_names.listed_cluni is not null then 'name_in_register'
            when answers.actor_type = 'osc' and written_names.written_cluni is not null then 'name_beside_cluni'
            when answers.organisation_text_key is not null then 'name'
            else 'none'
        end as link_rule,
    from core.answers
    left join listed_names using (organisation_text_key, cve_ent)
    left join written_names using (organisation_text_key, cve_ent)
)

select
    file_id,
    line,
    case link_rule
        when 'place' then concat('gov:', case government_level when 'municipal' then cvegeo else cve_ent end)
        when 'cluni' then concat('osc:', cluni)
        when 'name_in_register' then concat('osc:', listed_cluni)
        when 'name_beside_cluni' then concat('osc:', written_cluni)
        when 'name' then concat('name:', md5(concat(organisation_text_key, ':', coalesce(cve_ent, ''))))
    end as organisation_key,
    link_rule,
from ruled
