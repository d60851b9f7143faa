-- Los pares de nombres que se comparan, con los pesos que les da el modelo guardado.
-- The pairs of names that are compared, with the weights that the stored model gives them.
-- grain: Una fila por aparición sin llave y nombre conocido que se parece. / One row per appearance without a key and known name like it.
-- unit: La aparición. / The appearance.
-- known_unit: La persona conocida y su nombre. / The person known, and the name.
-- seed: La persona conocida. / The person known.
-- name_level: En qué coinciden los nombres: same, part, slip. / How the names agree: same, part, slip.
-- email_level: En qué coinciden los correos: slip, other; NULL si falta alguno. / How the e-mails agree: slip, other; NULL where one is missing.
-- name_weight: Peso del nombre, en bits. / Weight of the name, in bits.
-- email_weight: Peso del correo, en bits. / Weight of the e-mail, in bits.
-- chance_share: Parte de los pares de desconocidos que coincidirían así por azar, según el modelo. / Share of strangers' pairs that would agree so by chance, by the model.
select
    scored.unit,
    scored.known_unit,
    known_names.seed,
    scored.name_level,
    scored.email_level,
    scored.name_weight,
    scored.email_weight,
    scored.chance_share,
from scored
inner join identity.known_names on scored.known_unit = known_names.unit
inner join identity.unlinked on scored.unit = unlinked.unit
where
    known_names.seed <> unlinked.seed
    and scored.name_level <> 'none'
    -- Who is known already, by an e-mail or a form, is only taken for somebody better known: never two for each other.
    and (known_names.is_anchor or not unlinked.is_known)
