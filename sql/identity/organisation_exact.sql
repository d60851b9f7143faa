-- Qué organización quiere decir un nombre porque alguien más lo lleva igual: el registro o un colega.
-- Which organisation a name means because somebody has it letter for letter: the register or a colleague.
-- grain: Una fila por nombre, entidad y municipio por comparar. / One row per name, state and municipality that has to be compared.
-- bare_key: Nombre como clave. / Name as a key.
-- cve_ent: Entidad contestada. / State answered.
-- cvegeo: Municipio contestado. / Municipality answered.
-- organisation_key: Organización; la del propio nombre si nadie más lo lleva. / Organisation; the name's own where nobody else has it.
-- exact_rule: name_in_register, name_beside_cluni, name_without_state, ambiguous_name, name. / name_in_register, name_beside_cluni, name_without_state, ambiguous_name, name.
-- candidates: Cuántas organizaciones se llaman así. / How many organisations have this name.
with asked as (
    select distinct
        bare_key,
        cve_ent,
        cvegeo,
    from identity.organisation_mentions
    where settled_rule is null
),

listed as (
    select
        organisation_texts.bare_key,
        osc.cve_ent,
        osc.cvegeo,
        'osc:' || osc.cluni as organisation_key,
    from reference.osc
    inner join identity.organisation_texts on osc.name = organisation_texts.text
    where organisation_texts.bare_key is not null
),

-- Beside a name other registrants of the state wrote a CLUNI. One word alone may be several organisations' initials.
beside as (
    select distinct
        bare_key,
        cve_ent,
        cvegeo,
        settled_key as organisation_key,
    from identity.organisation_mentions
    where settled_rule in ('cluni', 'cluni_typing_error', 'rfc') and bare_key is not null and not is_acronym
),

offered as (
    select
        asked.bare_key,
        asked.cve_ent,
        asked.cvegeo,
        listed.organisation_key,
        'name_in_register' as exact_rule,
        case when listed.cvegeo = asked.cvegeo then 1 else 2 end as preference,
    from asked
    inner join listed using (bare_key, cve_ent)
    union all
    select
        asked.bare_key,
        asked.cve_ent,
        asked.cvegeo,
        beside.organisation_key,
        'name_beside_cluni',
        case when beside.cvegeo = asked.cvegeo then 3 else 4 end,
    from asked
    inner join beside using (bare_key, cve_ent)
    union all
    -- Who does not say the state means whom the whole country has once, if the name is long enough to be one's own.
    select
        asked.bare_key,
        asked.cve_ent,
        asked.cvegeo,
        listed.organisation_key,
        'name_without_state',
        5,
    from asked
    inner join listed using (bare_key)
    where asked.cve_ent is null and len(string_split(asked.bare_key, ' ')) >= 3
),

allowed as (
    select offered.*,
    from offered
    anti join identity.organisation_refusals as refused
        on
            offered.bare_key = refused.bare_key
            and offered.organisation_key = refused.organisation_key
            and coalesce(refused.cve_ent, offered.cve_ent, '') = coalesce(offered.cve_ent, '')
),

-- Two of the same name in one state are told apart by their seat, or not at all; the register is asked first.
preferred as (
    select *,
    from allowed
    qualify rank() over (partition by bare_key, cve_ent, cvegeo order by preference asc) = 1
),

counted as (
    select
        bare_key,
        cve_ent,
        cvegeo,
        min(organisation_key) as organisation_key,
        min(exact_rule) as exact_rule,
        count(distinct organisation_key) as candidates,
    from preferred
    group by bare_key, cve_ent, cvegeo
)

select
    asked.bare_key,
    asked.cve_ent,
    asked.cvegeo,
    case when counted.candidates = 1 then counted.organisation_key else named_organisation(asked.bare_key, asked.cve_ent) end
        as organisation_key,
    case
        when counted.candidates = 1 then counted.exact_rule
        when counted.candidates > 1 then 'ambiguous_name'
        else 'name'
    end as exact_rule,
    coalesce(counted.candidates, 1) as candidates,
from asked
left join counted
    on
        asked.bare_key = counted.bare_key
        and asked.cve_ent is not distinct from counted.cve_ent
        and asked.cvegeo is not distinct from counted.cvegeo
