-- A quién alcanzó el ciclo entero, por tipo de actor: personas y organizaciones, cada una una vez.
-- Whom the whole cycle reached, by actor type: people and organisations, each once.
-- grain: Una fila por tipo de actor y nivel de gobierno. / One row per actor_type and government_level.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- government_level: `all`; para gobiernos locales también municipal y state. / `all`; for local governments municipal and state too.
-- registered_people: Personas registradas para alguna sesión. / People registered for some session.
-- attended_people: Personas que asistieron a alguna sesión; NULL si ninguna tiene asistencia. / People who attended some session; NULL where none has attendance.
-- attended_people_low: Cota inferior: al menos 95 de cada 100 veces la cifra verdadera queda entre las dos. / Lower bound: at least 95 times in 100 the true figure lies between the two.
-- attended_people_high: Cota superior. / Upper bound.
-- attended_organisations: Organizaciones que asistieron a alguna sesión. / Organisations that attended some session.
-- attended_organisations_low: Cota inferior: al menos 95 de cada 100 veces la cifra verdadera queda entre las dos. / Lower bound: at least 95 times in 100 the true figure lies between the two.
-- attended_organisations_high: Cota superior. / Upper bound.
-- completed_people: Personas que asistieron a todas las sesiones; NULL hasta la última. / People who attended every session; NULL until the last one.
-- certificate_people: Personas con constancia en el mínimo de sesiones que pide el ciclo. / People certified in the minimum number of sessions that the cycle asks.
-- states_with_attendees: Entidades federativas con asistentes. / States with attendees.
-- municipalities_with_attendees: Municipios con asistentes; NULL sin catálogo de municipios. / Municipalities with attendees; NULL without a catalogue of municipalities.
-- municipal_governments_attended: Gobiernos municipales que asistieron; NULL sin catálogo de municipios. / Municipal governments that attended; NULL without a catalogue of municipalities.
-- eligible: Elegibles en el registro: OSC activas, o gobiernos. / Eligible in the register: active OSC, or governments.
-- coverage: Elegibles que asistieron / eligible; NULL sin registro. / Eligible that attended / eligible; NULL without a register.
-- attended_outside_register: Organizaciones que asistieron y no son elegibles en el registro; NULL sin registro. / Organisations that attended and are not eligible in the register; NULL without a register.
-- edition: Edición del registro. / Edition of the register.
with cycle_state as (
    select
        count(*) as sessions,
        bool_or(has_attendance) as has_attendance,
        bool_and(has_attendance) as has_all_attendance,
    from core.sessions
),

catalogue as (
    select count(*) > 0 as has_municipalities,
    from reference.municipalities
),

persons as (
    select
        participation.person_id,
        count(*) filter (where participation.is_attended) = any_value(cycle_state.sessions) as is_completed,
        count(*) filter (where participation.is_certified) >= any_value(cycle.certificate_min_sessions) as is_certified,
    from core.participation
    cross join cycle_state
    cross join raw.cycle
    group by participation.person_id
),

members as (
    select
        participation.*,
        persons.is_completed as is_person_completed,
        persons.is_certified as is_person_certified,
        coalesce(
            organisations.is_listed
            and organisations.organisation_key like case
                when participation.actor_type = 'osc' then 'osc:%'
                when actor_groups.government_level = 'municipal' then 'gov:_____'
                when actor_groups.government_level = 'state' then 'gov:__'
                else 'gov:%'
            end,
            false
        ) as is_listed,
        actor_groups.actor_type as group_type,
        actor_groups.government_level as group_level,
    from core.participation
    inner join persons using (person_id)
    left join core.organisations using (organisation_key)
    inner join reference.actor_groups
        on
            actor_groups.actor_type in ('all', participation.actor_type)
            and actor_groups.government_level in ('all', participation.government_level)
),

counted as (
    select
        group_type,
        group_level,
        count(distinct person_id) filter (where is_registered) as registered_people,
        count(distinct person_id) filter (where is_attended) as attended_people,
        count(distinct organisation_key) filter (where is_attended) as attended_organisations,
        count(distinct person_id) filter (where is_attended and is_person_completed) as completed_people,
        count(distinct person_id) filter (where is_attended and is_person_certified) as certificate_people,
        count(distinct cve_ent) filter (where is_attended) as states_with_attendees,
        count(distinct cvegeo) filter (where is_attended) as municipalities_with_attendees,
        count(distinct governs_cvegeo) filter (where is_attended) as municipal_governments_attended,
        count(distinct organisation_key) filter (where is_attended and is_listed) as attended_listed,
    from members
    group by group_type, group_level
)

select
    actor_groups.actor_type,
    actor_groups.government_level,
    coalesce(counted.registered_people, 0) as registered_people,
    case when cycle_state.has_attendance then coalesce(counted.attended_people, 0) end as attended_people,
    case
        when cycle_state.has_attendance then coalesce(counted.attended_people, 0) + coalesce(people_bounds.lowest_change, 0)
    end as attended_people_low,
    case
        when cycle_state.has_attendance then coalesce(counted.attended_people, 0) + coalesce(people_bounds.highest_change, 0)
    end as attended_people_high,
    case when cycle_state.has_attendance then coalesce(counted.attended_organisations, 0) end as attended_organisations,
    case
        when
            cycle_state.has_attendance
            then coalesce(counted.attended_organisations, 0) + coalesce(organisation_bounds.lowest_change, 0)
    end as attended_organisations_low,
    case
        when
            cycle_state.has_attendance
            then coalesce(counted.attended_organisations, 0) + coalesce(organisation_bounds.highest_change, 0)
    end as attended_organisations_high,
    case when cycle_state.has_all_attendance then coalesce(counted.completed_people, 0) end as completed_people,
    case when cycle_state.has_attendance then coalesce(counted.certificate_people, 0) end as certificate_people,
    case when cycle_state.has_attendance then coalesce(counted.states_with_attendees, 0) end as states_with_attendees,
    case
        when cycle_state.has_attendance and catalogue.has_municipalities
            then coalesce(counted.municipalities_with_attendees, 0)
    end as municipalities_with_attendees,
    case
        when cycle_state.has_attendance and catalogue.has_municipalities
            then coalesce(counted.municipal_governments_attended, 0)
    end as municipal_governments_attended,
    eligible.eligible,
    case
        when cycle_state.has_attendance and eligible.is_comparable
            then coalesce(counted.attended_listed, 0) / nullif(eligible.eligible, 0)
    end as coverage,
    case
        when cycle_state.has_attendance and eligible.is_comparable
            then coalesce(counted.attended_organisations, 0) - coalesce(counted.attended_listed, 0)
    end as attended_outside_register,
    eligible.edition,
from reference.actor_groups
cross join cycle_state
cross join catalogue
left join counted
    on actor_groups.actor_type = counted.group_type and actor_groups.government_level = counted.group_level
left join reference.eligible
    on
        actor_groups.actor_type = eligible.actor_type
        and actor_groups.government_level = eligible.government_level
left join core.bounds as people_bounds
    on
        people_bounds.unit = 'people'
        and people_bounds.scope = 'cycle'
        and actor_groups.actor_type = people_bounds.actor_type
        and actor_groups.government_level = people_bounds.government_level
left join core.bounds as organisation_bounds
    on
        organisation_bounds.unit = 'organisations'
        and organisation_bounds.scope = 'cycle'
        and actor_groups.actor_type = organisation_bounds.actor_type
        and actor_groups.government_level = organisation_bounds.government_level
order by actor_groups.group_order
