-- Qué tipo de actor corresponde a cada respuesta de los formularios.
-- Which actor type each answer of the forms stands for.
-- grain: Una fila por respuesta. / One row per answer.
-- actor_answer_key: La respuesta, sin mayúsculas ni acentos. / The answer, without case and accents.
-- actor_type: Tipo de actor. / Actor type.
-- government_level: Nivel de gobierno; NULL si la respuesta no lo dice. / Level of government; NULL where the answer does not say.
select distinct
    text_key(answer) as actor_answer_key,
    actor_type,
    government_level,
from raw.actor_answers
