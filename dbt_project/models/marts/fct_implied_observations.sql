{{ comes_after('dim_documents', 'dim_indicators', 'dim_units', 'fct_observations') }}

select
    implied_key,
    derivation,
    source_key,
    observation_key,
    document_key,
    document,
    char_start,
    indicator_code,
    label,
    value,
    interval_low,
    interval_high,
    unit_code,
    period_start,
    period_end,
    stated_on
from {{ ref('int_implied_observations') }}
