-- Municipios y alcaldías, según el catálogo entregado.
-- Municipalities, by the catalogue handed over.
-- grain: Una fila por municipio; ninguna si no se entregó el catálogo. / One row per municipality; none where no catalogue was handed over.
-- cvegeo: Clave INEGI de cinco dígitos. / INEGI key of five digits.
-- cve_ent: Clave de la entidad. / Key of the state.
-- name: Nombre oficial. / Official name.
-- municipality_key: El nombre, sin mayúsculas ni acentos. / The name, without case and accents.
-- is_name_unique: Nadie más en la entidad se llama así. / Nobody else in the state has this name.
-- population: Habitantes. / Inhabitants.
-- edition: Edición del catálogo. / Edition of the catalogue.
with listed as (
    select
        -- A catalogue that was saved by a spreadsheet has lost the zero in front.
        regexp_replace(cell_text(municipalities.cells[layouts.field_at['cvegeo']]), '^([0-9]{4})$', '0\1') as cvegeo,
        cell_text(municipalities.cells[layouts.field_at['name']]) as name,
        try_cast(municipalities.cells[layouts.field_at['population']] as bigint) as population,
    from raw.municipalities
    inner join staging.layouts using (file_id, section)
    inner join raw.files using (file_id)
    where files.is_present and files.refused is null
    qualify row_number() over (partition by cvegeo order by municipalities.line desc) = 1
)

select
    listed.cvegeo,
    left(listed.cvegeo, 2) as cve_ent,
    listed.name,
    text_key(listed.name) as municipality_key,
    count(*) over (partition by left(listed.cvegeo, 2), text_key(listed.name)) = 1 as is_name_unique,
    listed.population,
    registers.edition,
from listed
inner join raw.registers on registers.kind = 'municipalities'
where regexp_full_match(listed.cvegeo, '[0-9]{5}')
