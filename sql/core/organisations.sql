-- Las organizaciones que participan, cada una una vez.
-- The organisations that take part, each once.
-- grain: Una fila por organización. / One row per organisation.
-- organisation_key: Clave: gov:<cvegeo o entidad>, osc:<CLUNI> o name:<huella del nombre y la entidad>. / Key: gov:<cvegeo or state>, osc:<CLUNI> or name:<hash of name and state>.
-- name: Nombre oficial o, si falta, el que se escribió. / Official name or, failing that, the one written.
-- official_name: Nombre en un registro; NULL si no está en ninguno, porque lo escrito puede ser una persona. / Name in a register; NULL where it is in none, because what was written may be a person.
-- actor_type: Tipo de actor que más registros le dan. / Actor type that most registrations give it.
-- government_level: Nivel de gobierno. / Level of government.
-- cluni: CLUNI. / CLUNI.
-- is_listed: Está en su registro y es elegible. / Stands in its register and is eligible.
-- cve_ent: Entidad de su sede. / State of its seat.
-- cvegeo: Municipio de su sede: el del registro o el de la clara mayoría de sus registros; NULL para un gobierno estatal. / Municipality of its seat: the register's or that of the clear majority of its registrations; NULL for a state government.
-- seat_rule: De dónde se sabe la sede: government, register, majority, unknown. / Where the seat is known from: government, register, majority, unknown.
-- governs_cvegeo: Municipio que gobierna, si gobierna alguno. / Municipality that it governs, if any.
with described as (
    select
        organisation_links.organisation_key,
        answers.organisation,
        answers.actor_type,
        answers.government_level,
        answers.cve_ent,
        count(*) as registrations,
    from core.organisation_links
    inner join core.answers using (file_id, line)
    where organisation_links.organisation_key is not null
    group by all
),

-- A seat is where most of its registrations that name a place say, never the first of two as often named.
seats as (
    select
        organisation_links.organisation_key,
        answers.cvegeo,
    from core.organisation_links
    inner join core.answers using (file_id, line)
    where answers.cvegeo is not null
    group by organisation_links.organisation_key, answers.cvegeo
    qualify 2 * count(*) > sum(count(*)) over (partition by organisation_links.organisation_key)
),

-- The commonest description speaks for the organisation; ties go to the first in the alphabet.
spoken_for as (
    select
        organisation_key,
        organisation,
        actor_type,
        government_level,
        cve_ent,
        case when organisation_key like 'gov:%' then split_part(organisation_key, ':', 2) end as governed,
        case when organisation_key like 'osc:%' then split_part(organisation_key, ':', 2) end as cluni,
    from described
    qualify row_number() over (
        partition by organisation_key
        order by
            registrations desc,
            actor_type asc,
            government_level asc nulls last,
            cve_ent asc nulls last,
            length(organisation) desc nulls last,
            organisation asc nulls last
    ) = 1
),

named as (
    select
        spoken_for.*,
        seats.cvegeo,
        coalesce(
            'Gobierno de ' || municipalities.name || ', ' || states_of_municipalities.short_name,
            'Gobierno de ' || states.name,
            osc.name
        ) as official_name,
        coalesce(osc.is_eligible, municipalities.cvegeo is not null or states.cve_ent is not null) as is_listed,
        municipalities.cvegeo as governs_cvegeo,
        osc.cve_ent as listed_cve_ent,
        osc.cvegeo as listed_cvegeo,
    from spoken_for
    left join seats using (organisation_key)
    left join reference.municipalities on spoken_for.governed = municipalities.cvegeo
    left join reference.states as states_of_municipalities on municipalities.cve_ent = states_of_municipalities.cve_ent
    left join reference.states on spoken_for.governed = states.cve_ent
    left join reference.osc on spoken_for.cluni = osc.cluni
)

select
    organisation_key,
    coalesce(official_name, organisation) as name,
    official_name,
    actor_type,
    government_level,
    cluni,
    is_listed,
    coalesce(left(governed, 2), listed_cve_ent, cve_ent) as cve_ent,
    case
        when governed is not null then governs_cvegeo
        when listed_cve_ent is not null then listed_cvegeo
        else cvegeo
    end as cvegeo,
    case
        when governs_cvegeo is not null then 'government'
        when governed is not null then 'unknown'
        when listed_cvegeo is not null then 'register'
        when listed_cve_ent is null and cvegeo is not null then 'majority'
        else 'unknown'
    end as seat_rule,
    governs_cvegeo,
from named
