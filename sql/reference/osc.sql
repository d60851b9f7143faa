-- Organizaciones de la sociedad civil del registro entregado.
-- Civil-society organisations of the register handed over.
-- grain: Una fila por CLUNI; ninguna si no se entregó el registro. / One row per CLUNI; none where no register was handed over.
-- cluni: CLUNI. / CLUNI.
-- name: Nombre en el registro. / Name in the register.
-- rfc: RFC. / RFC.
-- organisation_text_key: El nombre, sin mayúsculas ni acentos. / The name, without case and accents.
-- status: Estatus en el registro. / Status in the register.
-- is_eligible: Estatus Activa o Activa condicionada. / Status Activa or Activa condicionada.
-- cve_ent: Clave de la entidad de su sede. / Key of the state of its seat.
-- cvegeo: Clave del municipio de su sede. / Key of the municipality of its seat.
-- edition: Edición del registro. / Edition of the register.
with listed as (
    select
        upper(regexp_replace(osc.cells[layouts.field_at['cluni']], '[^A-Za-z0-9]', '', 'g')) as cluni,
        cell_text(osc.cells[layouts.field_at['name']]) as name,
        cell_text(osc.cells[layouts.field_at['status']]) as status,
        rfc_key(osc.cells[layouts.field_at['rfc']]) as rfc,
        text_key(osc.cells[layouts.field_at['state']]) as state_key,
        text_key(osc.cells[layouts.field_at['municipality']]) as municipality_key,
        osc.line,
    from raw.osc
    inner join staging.layouts using (file_id, section)
    inner join raw.files using (file_id)
    where files.is_present and files.refused is null
)

select
    listed.cluni,
    listed.name,
    listed.rfc,
    organisation_name_key(listed.name) as organisation_text_key,
    listed.status,
    coalesce(text_key(listed.status) in ('activa', 'activa condicionada'), false) as is_eligible,
    state_names.cve_ent,
    municipality_names.cvegeo,
    registers.edition,
from listed
inner join raw.registers on registers.kind = 'osc'
left join reference.state_names using (state_key)
left join reference.municipality_names
    on
        state_names.cve_ent = municipality_names.cve_ent
        and listed.municipality_key = municipality_names.municipality_key
        and municipality_names.is_unique_in_state
where listed.cluni <> ''
qualify row_number() over (partition by listed.cluni order by listed.line desc) = 1
