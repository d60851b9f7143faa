-- Qué lugar quiere decir cada respuesta de los formularios: la entidad y el municipio juntos.
-- Which place each answer of the forms means: state and municipality together.
-- grain: Una fila por par de textos. / One row per pair of texts.
-- state_key: Entidad escrita; NULL si se dejó vacía. / State written; NULL where left empty.
-- municipality_key: Municipio escrito; NULL si se dejó vacío. / Municipality written; NULL where left empty.
-- cve_ent: Clave de la entidad. / Key of the state.
-- cvegeo: Clave del municipio. / Key of the municipality.
-- place_rule: decision, la regla de place_names, other_meaning si la entidad escrita también quiere decir otra, state_only si no se contestó el municipio, o none. / decision, the rule of place_names, other_meaning where the state written means another one too, state_only where no municipality was answered, or none.
-- place_score: De 0 a 1, cuán seguro. / From 0 to 1, how sure.
with pairs as (
    select distinct
        state_key,
        municipality_key,
    from staging.registrations
),

-- The last word of a human counts, and one about this state before one about any.
decided as (
    select
        pairs.state_key,
        pairs.municipality_key,
        place_decisions.cvegeo,
    from pairs
    inner join raw.place_decisions
        on
            pairs.municipality_key = text_key(place_decisions.municipality)
            and pairs.state_key is not distinct from coalesce(text_key(place_decisions.state), pairs.state_key)
    qualify row_number() over (
        partition by pairs.state_key, pairs.municipality_key
        order by place_decisions.state is null, place_decisions.line desc
    ) = 1
),

-- A state that also means another is the other one where the municipality lies there and not here.
others as (
    select
        pairs.state_key,
        pairs.municipality_key,
        min(place_names.cvegeo) as cvegeo,
    from pairs
    inner join raw.state_other_meanings on pairs.state_key = text_key(state_other_meanings.wording)
    inner join identity.place_names
        on
            pairs.municipality_key = place_names.place_key
            and state_other_meanings.cve_ent = place_names.cve_ent
            and place_names.place_rule in ('exact', 'alias', 'prefix')
    group by pairs.state_key, pairs.municipality_key
    having count(distinct place_names.cvegeo) = 1
),

answered as (
    select
        pairs.state_key,
        pairs.municipality_key,
        case when others.cvegeo is not null then left(others.cvegeo, 2) else place_states.cve_ent end as cve_ent,
        coalesce(others.cvegeo, place_names.cvegeo) as cvegeo,
        case when others.cvegeo is not null then 'other_meaning' else place_names.place_rule end as place_rule,
        case when others.cvegeo is not null then 0.9 else place_names.place_score end as place_score,
    from pairs
    left join identity.place_states using (state_key)
    left join identity.place_names
        on
            pairs.municipality_key = place_names.place_key
            and place_states.cve_ent is not distinct from place_names.cve_ent
    left join others
        on
            place_names.candidates = 0
            and pairs.state_key = others.state_key
            and pairs.municipality_key = others.municipality_key
)

select
    answered.state_key,
    answered.municipality_key,
    coalesce(left(decided.cvegeo, 2), answered.cve_ent, left(answered.cvegeo, 2)) as cve_ent,
    coalesce(decided.cvegeo, answered.cvegeo) as cvegeo,
    case
        when decided.cvegeo is not null then 'decision'
        when answered.place_rule is not null then answered.place_rule
        when answered.cve_ent is not null then 'state_only'
        else 'none'
    end as place_rule,
    case
        when decided.cvegeo is not null then 1
        else coalesce(answered.place_score, 0)
    end as place_score,
from answered
left join decided
    on
        answered.municipality_key = decided.municipality_key
        and answered.state_key is not distinct from decided.state_key
