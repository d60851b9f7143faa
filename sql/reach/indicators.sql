-- Los indicadores calculados, por sesión y para el ciclo, con su meta y su línea base.
-- The indicators computed, by session and for the cycle, with their target and baseline.
-- grain: Una fila por indicador, periodo y tipo de actor. / One row per indicator, period and actor_type.
-- indicator_id: Indicador; qué mide está en reference.indicators. / Indicator; what it measures is in reference.indicators.
-- period: Sesión, o `cycle`. / Session, or `cycle`.
-- actor_type: Tipo de actor; `all` para todos. / Actor type; `all` for everybody.
-- value: Valor; NULL si aún no se sabe, o 0/0. / Value; NULL where not known yet, or 0/0.
-- unit: Unidad. / Unit.
-- numerator: Numerador, si es una parte. / Numerator, where it is a share.
-- denominator: Denominador, si es una parte. / Denominator, where it is a share.
-- low: Cota inferior, si tiene. / Lower bound, where it has one.
-- high: Cota superior, si tiene. / Upper bound, where it has one.
-- baseline: Línea base de cycle.toml; NULL si no la da. / Baseline of cycle.toml; NULL where it gives none.
-- target: Meta de cycle.toml; NULL si no la da. / Target of cycle.toml; NULL where it gives none.
-- edition: Edición del registro, si el denominador sale de uno. / Edition of the register, where the denominator is of one.
with of_sessions as (
    select
        session_id as period,
        actor_type,
        registered_people::double as registered_people,
        attended_people::double as attended_people,
        attended_people_low::double as attended_people_low,
        attended_people_high::double as attended_people_high,
        attended_registered_people::double as attended_registered_people,
        attended_unregistered_people::double as attended_unregistered_people,
        attended_organisations::double as attended_organisations,
        attended_organisations_low::double as attended_organisations_low,
        attended_organisations_high::double as attended_organisations_high,
        certificate_people::double as certificate_people,
        first_time_people::double as first_time_people,
        states_with_attendees::double as states_with_attendees,
        municipal_governments_attended::double as municipal_governments_attended,
    from reach.session_reach
    where government_level = 'all'
),

of_the_cycle as (
    select
        'cycle' as period,
        actor_type,
        registered_people::double as registered_people,
        attended_people::double as attended_people,
        attended_people_low::double as attended_people_low,
        attended_people_high::double as attended_people_high,
        attended_organisations::double as attended_organisations,
        attended_organisations_low::double as attended_organisations_low,
        attended_organisations_high::double as attended_organisations_high,
        completed_people::double as completed_people,
        certificate_people::double as certificate_people,
        states_with_attendees::double as states_with_attendees,
        municipal_governments_attended::double as municipal_governments_attended,
        (attended_organisations - attended_outside_register)::double as attended_eligible,
        eligible::double as eligible,
    from reach.cycle_reach
    where government_level = 'all'
),

figures as (
    select
        period,
        actor_type,
        figure,
        value,
    from of_sessions
    unpivot include nulls (
        value for figure in (
            registered_people, attended_people, attended_people_low, attended_people_high, attended_registered_people,
            attended_unregistered_people, attended_organisations, attended_organisations_low, attended_organisations_high,
            certificate_people, first_time_people, states_with_attendees, municipal_governments_attended
        )
    )
    union all
    select
        period,
        actor_type,
        figure,
        value,
    from of_the_cycle
    unpivot include nulls (
        value for figure in (
            registered_people, attended_people, attended_people_low, attended_people_high, attended_organisations,
            attended_organisations_low, attended_organisations_high, completed_people, certificate_people,
            states_with_attendees, municipal_governments_attended, attended_eligible, eligible
        )
    )
)

select
    indicators.indicator_id,
    main.period,
    main.actor_type,
    case when indicators.numerator is null then main.value else main.value / nullif(denominators.value, 0) end as value,
    indicators.unit,
    case when indicators.numerator is not null then main.value end as numerator,
    denominators.value as denominator,
    lows.value as low,
    highs.value as high,
    targets.baseline,
    targets.target,
    case when indicators.denominator = 'eligible' then cycle_reach.edition end as edition,
from reference.indicators
inner join figures as main on coalesce(indicators.figure, indicators.numerator) = main.figure
left join figures as denominators
    on
        indicators.denominator = denominators.figure
        and main.period = denominators.period
        and main.actor_type = denominators.actor_type
left join figures as lows
    on
        indicators.low_figure = lows.figure
        and main.period = lows.period
        and main.actor_type = lows.actor_type
left join figures as highs
    on
        indicators.high_figure = highs.figure
        and main.period = highs.period
        and main.actor_type = highs.actor_type
left join raw.targets
    on
        indicators.indicator_id = targets.indicator_id
        and main.period = targets.period
        and main.actor_type = targets.actor_type
left join reach.cycle_reach
    on main.actor_type = cycle_reach.actor_type and cycle_reach.government_level = 'all'
inner join reference.actor_groups
    on main.actor_type = actor_groups.actor_type and actor_groups.government_level = 'all'
order by indicators.indicator_id, main.period, actor_groups.group_order
