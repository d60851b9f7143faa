-- Quiénes se registraron y no se ve que asistieran: de ellos serán los asistentes que nadie pudo ubicar.
-- Who registered and is not seen to have come: the attendees whom nobody could place will be of them.
-- grain: Una fila por sesión, tipo de actor y nivel de gobierno. / One row per session, actor_type and government_level.
-- session_id: Sesión. / Session.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno; NULL si no es gobierno local. / Level of government; NULL where it is no local government.
-- type_share: Parte de los ausentes de la sesión. / Share of the session's absentees.
-- new_organisation_share: Parte de los ausentes que son de este tipo y de una organización que no se ve en la sesión. / Share of the absentees who are of this type and of an organisation not seen at the session.
with came as (
    select distinct
        session_id,
        organisation_key,
    from core.participation
    where is_attended and organisation_key is not null
),

counted as (
    select
        participation.session_id,
        participation.actor_type,
        participation.government_level,
        count(*) as people,
        count(*) filter (
            where participation.organisation_key is not null and came.organisation_key is null
        ) as of_new_organisations,
    from core.participation
    left join came
        on
            participation.session_id = came.session_id
            and participation.organisation_key = came.organisation_key
    where participation.is_registered and not participation.is_attended
    group by participation.session_id, participation.actor_type, participation.government_level
)

select
    session_id,
    actor_type,
    government_level,
    people / sum(people) over (partition by session_id) as type_share,
    of_new_organisations / sum(people) over (partition by session_id) as new_organisation_share,
from counted
