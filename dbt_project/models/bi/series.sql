with latest as (
    {{ latest_of_vintages(ref('vintages'), 'superseded_on is null') }}
)

select
    latest.indicator_code,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    indicators.sector_code,
    indicators.kind,
    vintages.period_start,
    vintages.period_end,
    vintages.period_basis,
    periods.label_vi as period_vi,
    periods.label_en as period_en,
    vintages.value,
    vintages.value_high,
    latest.unit_code,
    vintages.status,
    vintages.obs_status,
    vintages.bound,
    latest.first_stated_on,
    latest.last_stated_on,
    latest.statements,
    vintages.document,
    vintages.char_start,
    stated.sentence,
    latest.observation_key,
    {{ evidence_url('vintages.document', 'vintages.char_start') }} as evidence_url,
    stated.half_digit
from latest
inner join {{ ref('fct_vintages') }} as vintages on latest.observation_key = vintages.observation_key
inner join {{ ref('dim_indicators') }} as indicators on latest.indicator_code = indicators.indicator_code
left join {{ ref('fct_observations') }} as stated on latest.observation_key = stated.observation_key
left join {{ ref('dim_periods') }} as periods on stated.period_key = periods.period_key
