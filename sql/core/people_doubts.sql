-- Lo que podría ser de otro modo en las cuentas de personas.
-- What might be otherwise in the counts of people.
-- grain: Una fila por duda. / One row per doubt.
-- scope: Sesión, o `cycle`. / Session, or `cycle`.
-- actor_type: Tipo de actor en cuya cuenta está la duda. / Actor type in whose count the doubt is.
-- government_level: Nivel de gobierno; NULL si no es gobierno local. / Level of government; NULL where it is no local government.
-- is_for_all: También cambiaría la cuenta de todos. / Would change the count of everybody too.
-- cause: lookalikes (varias personas que se muestran igual), wrong_link (un nombre unido a quien no es), second_device, returned (sin nombre, y ya contada en otra sesión), unplaced (de tipo desconocido). / lookalikes (several people who show alike), wrong_link (a name joined to the wrong person), second_device, returned (without a name, and counted at another session), unplaced (of an unknown type).
-- change: Cuánto cambiaría la cuenta: 1 o -1. / By how much the count would change: 1 or -1.
-- probability: Con qué probabilidad. / How probably.
-- events: Cuántas dudas iguales, cada una por su cuenta. / How many doubts alike, each on its own.
with shown as (
    select distinct
        person_rows.session_id,
        person_rows.person_id,
        person_rows.appearance_key,
        person_rows.link_probability,
        attendees.actor_type,
        attendees.government_level,
    from identity.person_rows
    inner join core.attendees
        on person_rows.session_id = attendees.session_id and person_rows.person_id = attendees.person_id
    where person_rows.ledger = 'attendance'
),

lookalike_people as (
    select distinct
        shown.session_id,
        shown.actor_type,
        shown.government_level,
        lookalikes.appearance_key,
        lookalikes.connections,
        lookalikes.people,
        lookalikes.one_more_probability,
        lookalikes.repeat_probability,
        lookalikes.one_more_probability > 0.5 and lookalikes.at_once > 1 as is_counted,
    from shown
    inner join identity.lookalikes using (appearance_key)
),

-- A crowd's count is all its connections without those that repeat: each of them is a doubt of its own.
lookalikes as (
    select
        session_id,
        actor_type,
        government_level,
        case when is_counted then -1 else 1 end as change,
        case when is_counted then 1 - one_more_probability else one_more_probability end as probability,
        1 as events,
    from lookalike_people
    where repeat_probability is null
    union all
    select
        session_id,
        actor_type,
        government_level,
        -1 as change,
        repeat_probability as probability,
        connections as events,
    from lookalike_people
    where repeat_probability is not null
    union all
    select
        session_id,
        actor_type,
        government_level,
        1 as change,
        1.0 as probability,
        connections - people as events,
    from lookalike_people
    where repeat_probability is not null and connections > people
),

-- The surest way in which a person shows is what the others, if they are somebody else's, are counted beside.
ranked as (
    select
        *,
        row_number() over (
            partition by session_id, person_id
            order by link_probability desc nulls last, appearance_key asc
        ) as place_in_session,
        row_number() over (
            partition by person_id
            order by link_probability desc nulls last, session_id asc, appearance_key asc
        ) as place_in_cycle,
    from shown
),

linked as (
    select
        session_id as scope,
        actor_type,
        government_level,
        link_probability,
    from ranked
    where place_in_session > 1
    union all
    select
        'cycle' as scope,
        actor_type,
        government_level,
        link_probability,
    from ranked
    where place_in_cycle > 1
),

-- Whoever could not be placed may be of any type that registered and is not seen to have come.
placed as (
    select
        attendees.session_id,
        attendees.person_id,
        attendees.returning_share,
        absentees.actor_type,
        absentees.government_level,
        absentees.type_share,
    from core.attendees
    inner join core.absentees using (session_id)
    where attendees.is_unplaced and absentees.actor_type <> 'unknown'
),

doubts as (
    select
        unnest([session_id, 'cycle']) as scope,
        actor_type,
        government_level,
        true as is_for_all,
        'lookalikes' as cause,
        change,
        probability,
        events,
    from lookalikes
    union all
    select
        scope,
        actor_type,
        government_level,
        true as is_for_all,
        'wrong_link' as cause,
        1 as change,
        1 - link_probability as probability,
        1 as events,
    from linked
    union all
    select
        attendees.session_id as scope,
        attendees.actor_type,
        attendees.government_level,
        true as is_for_all,
        'second_device' as cause,
        -1 as change,
        identity_priors.value as probability,
        1 as events,
    from core.attendees
    inner join reference.identity_priors on identity_priors.name = 'second_device'
    where attendees.is_unnamed
    union all
    select
        'cycle' as scope,
        actor_type,
        government_level,
        true as is_for_all,
        'returned' as cause,
        -1 as change,
        known_share * returning_share as probability,
        1 as events,
    from core.attendees
    where is_unnamed
    union all
    select
        session_id as scope,
        actor_type,
        government_level,
        false as is_for_all,
        'unplaced' as cause,
        1 as change,
        type_share as probability,
        1 as events,
    from placed
    union all
    select
        'cycle' as scope,
        actor_type,
        government_level,
        false as is_for_all,
        'unplaced' as cause,
        1 as change,
        type_share * (1 - returning_share) as probability,
        1 as events,
    from placed
    union all
    select
        unnest([session_id, 'cycle']) as scope,
        'unknown' as actor_type,
        null as government_level,
        false as is_for_all,
        'unplaced' as cause,
        -1 as change,
        -- Shares add up alike in any order when rounded.
        round(sum(type_share), 6) as probability,
        1 as events,
    from placed
    group by session_id, person_id
)

select
    scope,
    actor_type,
    government_level,
    is_for_all,
    cause,
    change,
    least(probability, 1) as probability,
    events,
from doubts
where probability > 0
