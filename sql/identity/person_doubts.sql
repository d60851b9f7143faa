-- Las personas de las que más se duda: con quién se unieron o pudieron unirse, para que alguien lo decida.
-- The people most in doubt: with whom they were joined or might have been, for somebody to decide.
-- grain: Una fila por aparición y persona posible, hasta tres por aparición. / One row per appearance and possible person, three per appearance at most.
-- appearance_key: Aparición. / Appearance.
-- handle: Su huella. / Its hash.
-- session_id: Sesión; NULL en los registros. / Session; NULL for registrations.
-- name: Nombre como se muestra. / Name as shown.
-- email: Correo como se muestra. / E-mail as shown.
-- candidate_person_id: Persona posible. / Possible person.
-- candidate_handle: Huella de una aparición suya. / Hash of one of its appearances.
-- candidate_name: Su nombre. / Its name.
-- candidate_email: Su correo. / Its e-mail.
-- probability: Probabilidad de que sea ella. / Probability that it is this person.
-- link_rule: Lo que se decidió de la aparición. / What was decided of the appearance.
-- people_at_stake: Personas contadas que dependen de ello. / Counted people that hang on it.
with person_rows as (
    select distinct
        appearance_key,
        person_id,
    from identity.person_rows
),

told as (
    select
        seeds.seed,
        appearances.handle,
        appearances.name,
        appearances.email,
        person_rows.person_id,
    from identity.seeds
    inner join identity.appearances using (appearance_key)
    inner join person_rows
        using (appearance_key)
    where seeds.is_known
    -- A registration tells who somebody is better than what a call shows.
    qualify row_number() over (
        partition by seeds.seed
        order by appearances.ledger desc, length(appearances.name) desc nulls last, appearances.appearance_key asc
    ) = 1
),

doubted as (
    select *,
    from identity.person_candidates
    where seed is not null and probability between 0.02 and 0.98
    qualify row_number() over (partition by unit order by probability desc, seed asc) <= 3
)

select
    doubted.unit as appearance_key,
    appearances.handle,
    appearances.session_id,
    appearances.name,
    appearances.email,
    told.person_id as candidate_person_id,
    told.handle as candidate_handle,
    told.name as candidate_name,
    told.email as candidate_email,
    doubted.probability,
    resolved.link_rule,
    case when appearances.is_absent or appearances.ledger = 'registration' then 0 else 1 end as people_at_stake,
from doubted
inner join identity.appearances on doubted.unit = appearances.appearance_key
inner join identity.resolved on doubted.unit = resolved.appearance_key
inner join told using (seed)
