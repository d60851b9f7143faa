-- Cómo llaman las plataformas a entrar y salir, en cada idioma.
-- What the platforms call joining and leaving, in each language.
-- grain: Una fila por forma de escribirlo. / One row per wording.
-- answer_key: El texto, sin mayúsculas ni acentos. / The text, without case and accents.
-- event: joined, left. / joined, left.
select
    text_key(answer) as answer_key,
    any_value(event) as event,
from raw.events
group by text_key(answer)
