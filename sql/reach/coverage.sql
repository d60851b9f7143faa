-- Qué parte de las organizaciones y gobiernos de cada entidad alcanzó el ciclo, contra el registro oficial.
-- Which share of each state's organisations and governments the cycle reached, against the official register.
-- grain: Una fila por entidad, tipo de actor y nivel de gobierno con registro; la entidad NULL es la de sede desconocida. / One row per state, actor_type and government_level with a register; the NULL state is that of unknown seats.
-- cve_ent: Clave INEGI de la entidad de la sede; NULL si no se sabe. / INEGI key of the seat's state; NULL where not known.
-- state: Nombre de la entidad, o `no dato`. / Name of the state, or `no dato`.
-- actor_type: osc o local_government. / osc or local_government.
-- government_level: `all`; para gobiernos locales también municipal y state. / `all`; for local governments municipal and state too.
-- eligible: Elegibles en el registro. / Eligible in the register.
-- registered_organisations: Organizaciones registradas, estén o no en el registro oficial. / Organisations that registered, in the official register or not.
-- attended_organisations: Organizaciones que asistieron, estén o no en el registro oficial; NULL si ninguna sesión tiene asistencia. / Organisations that attended, in the official register or not; NULL where no session has attendance.
-- attended_eligible: De ellas, las elegibles del registro; el numerador de coverage. / Of these, the eligible of the register; the numerator of coverage.
-- coverage: attended_eligible / eligible; NULL si no hay elegibles o no se puede saber quiénes asistieron. / attended_eligible / eligible; NULL where none is eligible or who of them attended cannot be known.
-- attended_outside_register: Asistieron y no son elegibles en el registro. / Attended and not eligible in the register.
-- edition: Edición del registro. / Edition of the register.
with places as (
    select
        cve_ent,
        short_name as state,
        cve_ent as place,
    from reference.states
    union all
    select
        null,
        'no dato',
        '' as place,
),

-- Without a catalogue the number of municipalities is known, and which of them came is not.
eligible_governments as (
    select
        cve_ent as place,
        'municipal' as government_level,
        count(*) as eligible,
    from reference.municipalities
    group by cve_ent
    union all
    select
        states.cve_ent as place,
        'municipal' as government_level,
        states.municipalities as eligible,
    from reference.states
    anti join reference.municipalities on true
    union all
    select
        cve_ent as place,
        'state' as government_level,
        1 as eligible,
    from reference.states
),

eligible_by_state as (
    select
        'osc' as actor_type,
        'all' as government_level,
        coalesce(cve_ent, '') as place,
        count(*) filter (where is_eligible) as eligible,
    from reference.osc
    group by coalesce(cve_ent, '')
    union all
    select
        'local_government',
        government_level,
        place,
        eligible,
    from eligible_governments
    union all
    select
        'local_government',
        'all',
        place,
        sum(eligible)::bigint,
    from eligible_governments
    group by place
),

-- One of the register is counted where the register has it: elsewhere it would not be among the eligible.
seats as (
    select
        organisations.organisation_key,
        coalesce(case when osc.cluni is null then organisations.cve_ent else osc.cve_ent end, '') as place,
    from core.organisations
    left join reference.osc on organisations.organisation_key = 'osc:' || osc.cluni
),

counted as (
    select
        members.actor_type,
        members.government_level,
        seats.place,
        count(distinct members.organisation_key) filter (where members.is_registered) as registered_organisations,
        count(distinct members.organisation_key) filter (where members.is_attended) as attended_organisations,
        count(distinct members.organisation_key) filter (where members.is_attended and members.is_listed) as attended_eligible,
    from core.members
    inner join seats using (organisation_key)
    group by members.actor_type, members.government_level, seats.place
),

cycle_state as (
    select bool_or(has_attendance) as has_attendance,
    from core.sessions
)

select
    places.cve_ent,
    places.state,
    registers.actor_type,
    registers.government_level,
    coalesce(eligible_by_state.eligible, 0) as eligible,
    coalesce(counted.registered_organisations, 0) as registered_organisations,
    case when cycle_state.has_attendance then coalesce(counted.attended_organisations, 0) end as attended_organisations,
    case
        when cycle_state.has_attendance and registers.is_comparable then coalesce(counted.attended_eligible, 0)
    end as attended_eligible,
    case
        when cycle_state.has_attendance and registers.is_comparable
            then coalesce(counted.attended_eligible, 0) / nullif(eligible_by_state.eligible, 0)
    end as coverage,
    case
        when cycle_state.has_attendance and registers.is_comparable
            then coalesce(counted.attended_organisations, 0) - coalesce(counted.attended_eligible, 0)
    end as attended_outside_register,
    registers.edition,
from reference.eligible as registers
cross join places
cross join cycle_state
inner join reference.actor_groups using (actor_type, government_level)
left join eligible_by_state using (actor_type, government_level, place)
left join counted using (actor_type, government_level, place)
order by actor_groups.group_order, places.place
