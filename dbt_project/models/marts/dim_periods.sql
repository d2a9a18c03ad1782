select
    period_key,
    period_start,
    period_end,
    period_basis,
    days,
    period_year,
    period_quarter,
    period_month,
    label_vi,
    label_en
from {{ ref('int_periods') }}
{{ if_new('period_key') }}
