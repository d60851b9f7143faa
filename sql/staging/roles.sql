-- Cómo llaman las plataformas a los papeles, en cada idioma.
-- What the platforms call the roles, in each language.
-- grain: Una fila por forma de escribirlo. / One row per wording.
-- answer_key: El texto, sin mayúsculas ni acentos. / The text, without case and accents.
-- role: El papel. / The role.
select
    text_key(answer) as answer_key,
    role,
from raw.roles
