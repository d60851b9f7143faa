-- Quién tomó parte en cada sesión, como qué actor, de qué organización y de dónde.
-- Who took part in each session, as which actor, from which organisation and where from.
-- grain: Una fila por sesión y persona del público, registrada o en la llamada. / One row per session and person of the audience, registered or on the call.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- is_registered: Se registró para la sesión. / Registered for the session.
-- is_attended: Asistió. / Attended.
-- present_seconds: Segundos presente; NULL si no estuvo o se desconoce. / Seconds present; NULL where absent or unknown.
-- is_duration_unknown: Asistió y no se sabe cuánto. / Attended, for an unknown time.
-- present_share: Parte de la sesión que estuvo presente. / Share of the session present.
-- is_half: Presente al menos la mitad. / Present for at least half.
-- is_certified: Presente lo que pide la constancia; NULL si no se puede decidir. / Present as long as the certificate asks; NULL where undecided.
-- is_first_attended: Es la primera sesión del ciclo a la que asistió. / The first session of the cycle that the person attended.
-- actor_type: Tipo de actor según su último registro. / Actor type by the latest registration.
-- government_level: Nivel de gobierno. / Level of government.
-- organisation_key: Organización según su último registro. / Organisation by the latest registration.
-- governs_cvegeo: Municipio que gobierna esa organización. / Municipality that this organisation governs.
-- cve_ent: Entidad: la de la sede o, si falta, la de la persona. / State: the seat's or, failing that, the person's own.
-- cvegeo: Municipio: el de la sede o, si falta, el de la persona. / Municipality: the seat's or, failing that, the person's own.
-- link_rule: Cómo se reconoció a la persona en la sesión. / How the person was recognised at the session.
-- link_probability: Probabilidad de que sea ella; NULL si nada la une a nadie. / Probability that it is this person; NULL where nothing joins it to anybody.
with latest_in_session as (
    select *,
    from core.registrations
    qualify row_number() over (
        partition by session_id, person_id
        order by submitted_at desc, file_id desc, line desc
    ) = 1
),

-- Who came to a session without registering for it may have said who they are for another one.
latest_in_cycle as (
    select *,
    from core.registrations
    qualify row_number() over (
        partition by person_id
        order by submitted_at desc, file_id desc, line desc, session_id desc
    ) = 1
),

affiliations as (
    select
        session_id,
        person_id,
        true as is_registered,
        actor_type,
        government_level,
        organisation_key,
        cve_ent,
        cvegeo,
    from latest_in_session
    union all
    select
        attendance.session_id,
        attendance.person_id,
        false,
        coalesce(latest_in_cycle.actor_type, shown_organisations.actor_type, 'unknown'),
        coalesce(latest_in_cycle.government_level, shown_organisations.government_level),
        coalesce(latest_in_cycle.organisation_key, shown_organisations.organisation_key),
        latest_in_cycle.cve_ent,
        latest_in_cycle.cvegeo,
    from core.attendance
    left join latest_in_cycle using (person_id)
    left join core.organisation_connections
        on
            attendance.session_id = organisation_connections.session_id
            and attendance.person_id = organisation_connections.person_id
    left join core.organisations as shown_organisations
        on organisation_connections.organisation_key = shown_organisations.organisation_key
    anti join latest_in_session
        on attendance.session_id = latest_in_session.session_id and attendance.person_id = latest_in_session.person_id
    where attendance.is_audience
),

-- The surest of the ways in which a person shows on the call; who did not come is known from the registration.
recognised as (
    select
        session_id,
        person_id,
        link_rule,
        link_probability,
    from identity.person_rows
    where ledger = 'attendance'
    qualify row_number() over (
        partition by session_id, person_id
        order by link_probability desc nulls last, link_rule asc
    ) = 1
),

registered_by as (
    select
        person_id,
        min(link_rule) as link_rule,
        max(link_probability) as link_probability,
    from identity.person_rows
    where ledger = 'registration'
    group by person_id
),

judged as (
    select
        affiliations.*,
        coalesce(attendance.is_attended, false) as is_attended,
        case when attendance.is_audience then attendance.present_seconds end as present_seconds,
    from affiliations
    left join core.attendance
        on affiliations.session_id = attendance.session_id and affiliations.person_id = attendance.person_id
    where not coalesce(attendance.is_staff, false)
)

select
    judged.session_id,
    judged.person_id,
    judged.is_registered,
    judged.is_attended,
    judged.present_seconds,
    judged.is_attended and judged.present_seconds is null as is_duration_unknown,
    judged.present_seconds / sessions.session_seconds as present_share,
    judged.is_attended and coalesce(judged.present_seconds / sessions.session_seconds >= 0.5, false) as is_half,
    -- The quotient is compared, not the product: 27 % of 7,200 seconds is a little more than 1,944 in binary.
    case
        when not judged.is_attended then false
        else judged.present_seconds / sessions.session_seconds >= cycle.certificate_share
    end as is_certified,
    judged.is_attended and row_number() over (
        partition by judged.person_id
        order by judged.is_attended desc, sessions.session_order asc
    ) = 1 as is_first_attended,
    judged.actor_type,
    judged.government_level,
    judged.organisation_key,
    organisations.governs_cvegeo,
    coalesce(organisations.cve_ent, judged.cve_ent) as cve_ent,
    -- A seat known by its state alone lets the person's own place speak, inside that state; a state government has none.
    case
        when organisations.cvegeo is not null or organisations.government_level = 'state' then organisations.cvegeo
        when organisations.cve_ent is null or organisations.cve_ent = left(judged.cvegeo, 2) then judged.cvegeo
    end as cvegeo,
    coalesce(recognised.link_rule, registered_by.link_rule) as link_rule,
    case when recognised.person_id is null then registered_by.link_probability else recognised.link_probability end
        as link_probability,
from judged
inner join core.people using (person_id)
inner join core.sessions using (session_id)
left join core.organisations using (organisation_key)
left join recognised on judged.session_id = recognised.session_id and judged.person_id = recognised.person_id
left join registered_by on judged.person_id = registered_by.person_id
cross join raw.cycle
where not people.is_excluded
