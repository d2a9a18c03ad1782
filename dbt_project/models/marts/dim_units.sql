select
    unit_code,
    name_vi,
    name_en,
    kind,
    base_unit_code,
    factor,
    iso4217,
    ucum,
    is_catalogued
from {{ ref('int_units') }}
{{ if_new('unit_code') }}
