-- Units that figures use but the reference data does not list are kept, marked as such, so that no figure is lost.
with used as (
    select unit_code
    from {{ source('staging', 'stg_observations') }}
    where unit_code is not null
    union distinct
    select amount_unit as unit_code
    from {{ source('staging', 'stg_changes') }}
    where amount_unit is not null
)

select
    unit_code,
    name_vi,
    name_en,
    kind,
    base_unit_code,
    factor::double as factor,
    iso4217,
    ucum,
    true as is_catalogued
from {{ source('reference', 'units') }}
union all by name
select
    unit_code,
    replace(unit_code, '_', ' ') as name_vi,
    replace(unit_code, '_', ' ') as name_en,
    if(contains(unit_code, '_per_'), 'rate', 'count') as kind,
    unit_code as base_unit_code,
    1 as factor,
    null as iso4217,
    null as ucum,
    false as is_catalogued
from used
where unit_code not in (select listed.unit_code from {{ source('reference', 'units') }} as listed)
