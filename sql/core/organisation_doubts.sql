-- Lo que podría ser de otro modo en las cuentas de organizaciones.
-- What might be otherwise in the counts of organisations.
-- grain: Una fila por duda. / One row per doubt.
-- scope: Sesión, o `cycle`. / Session, or `cycle`.
-- actor_type: Tipo de actor en cuya cuenta está la duda. / Actor type in whose count the doubt is.
-- government_level: Nivel de gobierno; NULL si no es gobierno local. / Level of government; NULL where it is no local government.
-- cause: wrong_link (solo la traen nombres unidos a quien quizá no es), new_organisation (quien no se pudo ubicar sería de una más), open_name (un nombre que no se decidió es de una ya contada). / wrong_link (only names joined to perhaps the wrong people bring it), new_organisation (whoever could not be placed would be of one more), open_name (a name left open means one that is counted already).
-- change: Cuánto cambiaría la cuenta: 1 o -1. / By how much the count would change: 1 or -1.
-- probability: Con qué probabilidad. / How probably.
with sent as (
    select
        session_id,
        organisation_key,
        min(actor_type) as actor_type,
        min(government_level) as government_level,
        -- None of its people came if all of its links are wrong; decimals add up alike in any order.
        sum(ln(greatest(1 - coalesce(link_probability, 1), 1e-9))::decimal(18, 9)) as log_absence,
    from core.attendees
    where organisation_key is not null
    group by session_id, organisation_key
),

missing as (
    select
        session_id as scope,
        organisation_key,
        actor_type,
        government_level,
        log_absence,
    from sent
    union all
    select
        'cycle' as scope,
        organisation_key,
        min(actor_type) as actor_type,
        min(government_level) as government_level,
        sum(log_absence) as log_absence,
    from sent
    group by organisation_key
),

unplaced as (
    select
        absentees.session_id,
        absentees.actor_type,
        absentees.government_level,
        absentees.new_organisation_share,
        attendees.returning_share,
    from core.attendees
    inner join core.absentees using (session_id)
    where attendees.is_unplaced
),

open_names as (
    select organisation_key,
    from core.organisation_links
    where organisation_key is not null
    group by organisation_key
    having bool_and(is_abstained) and max(candidates) > 0
),

doubts as (
    select
        scope,
        actor_type,
        government_level,
        'wrong_link' as cause,
        -1 as change,
        exp(log_absence) as probability,
    from missing
    union all
    select
        session_id as scope,
        actor_type,
        government_level,
        'new_organisation' as cause,
        1 as change,
        new_organisation_share as probability,
    from unplaced
    union all
    select
        'cycle' as scope,
        actor_type,
        government_level,
        'new_organisation' as cause,
        1 as change,
        new_organisation_share * (1 - returning_share) as probability,
    from unplaced
    union all
    select
        missing.scope,
        missing.actor_type,
        missing.government_level,
        'open_name' as cause,
        -1 as change,
        identity_priors.value as probability,
    from missing
    inner join open_names using (organisation_key)
    inner join reference.identity_priors on identity_priors.name = 'open_name_is_counted'
)

select
    scope,
    actor_type,
    government_level,
    cause,
    change,
    probability,
-- What four decimals do not show is no doubt.
from doubts
where probability >= 0.00005
