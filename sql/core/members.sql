-- Cada participación en cada grupo en que se cuenta: su tipo de actor, su nivel de gobierno, y todos.
-- Each participation in each group in which it is counted: its actor type, its level of government, and everybody.
-- grain: Una fila por sesión, persona y grupo. / One row per session, person and group.
-- session_id: Sesión. / Session.
-- person_id: Persona. / Person.
-- actor_type: Tipo de actor del grupo; `all` para todos. / Actor type of the group; `all` for everybody.
-- government_level: `all`; para gobiernos locales también municipal y state. / `all`; for local governments municipal and state too.
-- is_registered: Se registró para la sesión. / Registered for the session.
-- is_attended: Asistió. / Attended.
-- organisation_key: Organización en esa sesión. / Organisation in that session.
-- is_listed: Esa organización es elegible en el registro de ese tipo de actor. / That organisation is eligible in the register of that actor type.
-- cve_ent: Entidad: la de la sede o, si falta, la de la persona. / State: the seat's or, failing that, the person's own.
select
    participation.session_id,
    participation.person_id,
    actor_groups.actor_type,
    actor_groups.government_level,
    participation.is_registered,
    participation.is_attended,
    participation.organisation_key,
    -- In the register of the type as which it took part: a government's person may have come as an OSC's.
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
    participation.cve_ent,
from core.participation
left join core.organisations using (organisation_key)
inner join reference.actor_groups
    on
        actor_groups.actor_type in ('all', participation.actor_type)
        and actor_groups.government_level in ('all', participation.government_level)
