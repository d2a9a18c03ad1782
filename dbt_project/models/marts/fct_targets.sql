{{ comes_after('dim_documents', 'dim_indicators', 'dim_units', 'dim_periods', 'fct_observations') }}

-- Targets stand apart so that nobody sums one into a series. Made after the observations, they let the vintages, which
-- take longest, begin before what names observations and targets.
select
    observation_key as target_key,
    document_key,
    document,
    segment_no,
    char_start,
    char_end,
    raw,
    indicator_code,
    label,
    value,
    value_high,
    half_digit,
    interval_low,
    interval_high,
    other_value,
    unit_code,
    period_key,
    period_start,
    period_end,
    period_basis,
    period_source,
    status,
    bound,
    out_of,
    total_key,
    total_char_start,
    converts_key,
    converts_char_start,
    prior_of_key,
    prior_of_char_start,
    stated_on,
    sentence,
    rule
from {{ ref('int_observations') }}
where status = 'target'
