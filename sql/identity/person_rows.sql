-- De quién es cada fila.
-- Whose each row is.
-- grain: Una fila por fila aceptada de registro o de asistencia. / One row per accepted row of registrations or attendance.
-- file_id: Clave del archivo. / Key of the file.
-- line: Línea del archivo. / Line of the file.
-- ledger: registration o attendance. / registration or attendance.
-- session_id: Sesión; NULL en los registros. / Session; NULL for registrations.
-- appearance_key: Aparición. / Appearance.
-- person_id: Persona. / Person.
-- person_key: De qué se reconoce a la persona. / What the person is known by.
-- link_rule: Regla que lo decidió. / Rule that decided it.
-- link_probability: Probabilidad de que la fila sea de esa persona; NULL si nada la une a nadie. / Probability that the row is that person's; NULL where nothing joins it to anybody.
with ordered as (
    select
        appearance_rows.*,
        resolved.person_key as resolved_key,
        resolved.link_rule,
        resolved.link_probability,
        coalesce(lookalikes.people, 1) as people,
        -- A list of events tells of one stay in two rows.
        dense_rank() over (
            partition by appearance_rows.appearance_key
            order by appearance_rows.joined_at, appearance_rows.left_at
        ) as place,
    from identity.appearance_rows
    inner join identity.resolved using (appearance_key)
    left join identity.lookalikes using (appearance_key)
),

-- Several who show alike are told apart by the order in which they joined.
keyed as (
    select
        *,
        case
            when people > 1 then concat(appearance_key, '#', (place - 1) % people + 1)
            else resolved_key
        end as person_key,
    from ordered
)

select
    file_id,
    line,
    ledger,
    session_id,
    appearance_key,
    dense_rank() over (order by person_key) as person_id,
    person_key,
    link_rule,
    link_probability,
from keyed
