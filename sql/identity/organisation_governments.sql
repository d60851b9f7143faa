-- Qué gobierno local nombra cada nombre de organización: un municipio, una entidad o ambos posibles.
-- Which local government each name of an organisation names: a municipality, a state or either.
-- grain: Una fila por texto y entidad en que un nombre dice ser gobierno local. / One row per text and state in which a name tells that it is a local government.
-- text: El nombre tal como se escribió. / The name as written.
-- cve_ent: Entidad que se contestó. / State answered.
-- government_level: municipal, state o any. / municipal, state or any.
-- strength: strong o weak. / strong or weak.
-- named_cvegeo: Municipio que nombra. / Municipality that it names.
-- place_score: De 0 a 1, cuánto se parece ese nombre. / From 0 to 1, how alike that name is.
-- candidates: Cuántos municipios podría nombrar. / How many municipalities it may name.
-- named_cve_ent: Entidad que nombra. / State that it names.
with pieces as (
    select
        phrases.*,
        place_names.cvegeo,
        place_names.place_rule,
        place_names.place_score,
        place_names.candidates,
        state_names.cve_ent as named_cve_ent,
    from identity.organisation_phrases as phrases
    left join identity.place_names
        on phrases.place_key = place_names.place_key and phrases.cve_ent is not distinct from place_names.cve_ent
    left join reference.state_names
        on
            state_names.state_key
            = regexp_replace(
                phrases.place_key,
                '^((de |del |la |el )*estado (libre y soberano )?(de |del )?|de la |de |del |la )',
                ''
            )
),

-- The longest piece that is a place speaks.
municipalities as (
    select
        text,
        cve_ent,
        cvegeo,
        place_score,
        candidates,
    from pieces
    where candidates > 0
    qualify row_number() over (partition by text, cve_ent order by cvegeo is null, piece) = 1
),

states as (
    select
        text,
        cve_ent,
        named_cve_ent,
    from pieces
    -- «México» alone is a state to its own people and the country to others.
    where named_cve_ent is not null and (named_cve_ent <> '15' or cve_ent = '15' or contains(place_key, 'estado'))
    qualify row_number() over (partition by text, cve_ent order by piece, named_cve_ent) = 1
)

select
    pieces.text,
    pieces.cve_ent,
    pieces.government_level,
    pieces.strength,
    municipalities.cvegeo as named_cvegeo,
    municipalities.place_score,
    coalesce(municipalities.candidates, 0) as candidates,
    states.named_cve_ent,
from pieces
left join municipalities
    on pieces.text = municipalities.text and pieces.cve_ent is not distinct from municipalities.cve_ent
left join states on pieces.text = states.text and pieces.cve_ent is not distinct from states.cve_ent
where pieces.piece = 0
