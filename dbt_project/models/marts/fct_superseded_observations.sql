{{ config(pre_hook="{{ forget_changed_history() }}") }}

-- What documents said before they were corrected or removed. Each text of a document stays as its own vintage.
select
    observation_key,
    document_key,
    document,
    version,
    retired_on,
    segment_no,
    char_start,
    char_end,
    raw,
    case
        when indicator_code in (select listed.indicator_code from {{ ref('dim_indicators') }} as listed)
            then indicator_code
    end as indicator_code,
    label,
    value,
    value_high,
    half_digit,
    unit_code,
    period_key,
    period_start,
    period_end,
    period_basis,
    period_source,
    status,
    obs_status,
    bound,
    out_of,
    other_value,
    total_char_start,
    converts_char_start,
    prior_of_char_start,
    stated_on,
    sentence,
    rule
from {{ source('history', 'superseded_observations') }}
{{ if_new('observation_key') }}
