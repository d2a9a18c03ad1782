with stated as (
    {{ all_levels() }}
),

flags as (
    {{ quality_flags_of('observation') }}
)

select
    stated.document,
    stated.char_start,
    stated.raw,
    stated.indicator_code,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    indicators.sector_code,
    stated.label,
    stated.value,
    stated.value_high,
    stated.unit_code,
    stated.period_start,
    stated.period_end,
    stated.period_basis,
    stated.status,
    stated.bound,
    stated.out_of,
    stated.sentence,
    stated.stated_on,
    stated.observation_key,
    stated.obs_status,
    stated.half_digit,
    periods.label_vi as period_vi,
    periods.label_en as period_en,
    flags.quality_flags,
    {{ evidence_url('stated.document', 'stated.char_start') }} as evidence_url
from stated
left join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
left join {{ ref('dim_periods') }} as periods on stated.period_key = periods.period_key
left join flags on stated.document = flags.document and stated.char_start = flags.char_start
