select
    sector_code,
    name_vi,
    name_en,
    parent_code
from {{ source('reference', 'sectors') }}
{{ if_new('sector_code') }}
