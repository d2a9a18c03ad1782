select
    indicators.indicator_code,
    indicators.name_vi,
    indicators.name_en,
    indicators.sector_code,
    sectors.name_vi as sector_vi,
    sectors.name_en as sector_en,
    indicators.unit_code,
    indicators.kind,
    indicators.parent_code,
    parents.name_vi as parent_vi,
    parents.name_en as parent_en,
    indicators.adds_up,
    indicators.breakdown,
    indicators.numerator_code,
    indicators.denominator_code,
    indicators.better,
    indicators.range_min::decimal(38, 6) as range_min,
    indicators.range_max::decimal(38, 6) as range_max,
    indicators.definition_vi,
    indicators.definition_en
from {{ source('reference', 'indicators') }} as indicators
left join {{ source('reference', 'sectors') }} as sectors on indicators.sector_code = sectors.sector_code
left join {{ source('reference', 'indicators') }} as parents on indicators.parent_code = parents.indicator_code
{{ if_new('indicator_code', 'indicators') }}
