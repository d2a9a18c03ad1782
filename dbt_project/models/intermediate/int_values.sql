{{ config(materialized="table") }}

-- Statements that can be compared with others: of a catalogued indicator, for a known period, not a target.
-- A stock is compared by the day that its period ends on, however the period is worded.
with comparable as (
    select
        stated.observation_key,
        stated.document_key,
        stated.document,
        stated.segment_no,
        stated.char_start,
        stated.indicator_code,
        stated.label,
        stated.unit_code,
        if(indicators.kind = 'stock', stated.period_end, stated.period_start) as moment_start,
        stated.period_end as moment_end,
        stated.value,
        stated.interval_low,
        stated.interval_high,
        stated.obs_status,
        stated.bound,
        stated.stated_on,
        stated.total_key
    from {{ ref('int_observations') }} as stated
    inner join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
    where stated.obs_status is not null and stated.period_start <= stated.period_end
)

select
    *,
    row_number() over (
        partition by document_key, indicator_code, moment_start, moment_end, unit_code
        order by {{ latest_first() }}
    ) as place_in_document,
    row_number() over (
        partition by indicator_code, moment_start, moment_end, unit_code
        order by {{ latest_first() }}
    ) as place
from comparable
