-- Los grupos en que se cuenta: cada tipo de actor, los niveles del gobierno local, y todos.
-- The groups that are counted: each actor type, the levels of local government, and everybody.
-- grain: Una fila por tipo de actor y nivel de gobierno. / One row per actor_type and government_level.
-- actor_type: Tipo de actor, o `all`. / Actor type, or `all`.
-- government_level: `municipal`, `state`, o `all`. / `municipal`, `state`, or `all`.
-- group_order: Orden de presentación. / Order of presentation.
-- name_es: Nombre en español. / Name in Spanish.
-- name_en: Nombre en inglés. / Name in English.
select
    actor_type,
    government_level,
    group_order::integer as group_order,
    name_es,
    name_en,
from raw.actor_types
