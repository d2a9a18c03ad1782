{{ config(materialized="table") }}

-- Verdicts by interval: the figures contradict each other only where no values that they may stand for agree.
with relations as (
    {% for kind in [
        'growth', 'parts', 'shares', 'plans', 'conversions', 'ratios', 'restated', 'containment', 'implied_parts'
    ] %}
    select *
    from {{ ref('int_finding_' ~ kind) }}
    {{ "union all by name" if not loop.last }}
    {% endfor %}
),

-- Doubles carry 15 digits; what differs beyond the tenth does so by computation, not by what is printed.
widened as (
    select
        *,
        case when slip_ratio > 0 then round(log10(slip_ratio)) end as slip_power,
        1e-10 * greatest(abs(stated), abs(expected), 1) as slack
    from relations
    where not isnan(stated_low) and not isnan(stated_high) and not isnan(expected_low) and not isnan(expected_high)
),

compared as (
    select
        *,
        case relation
            when 'equal'
                then
                    (stated_low <= expected_high + slack and stated_high >= expected_low - slack)
                    or coalesce(stated_low <= other_high + slack and stated_high >= other_low - slack, false)
            when 'at_least' then stated_high >= expected_low - slack
            when 'at_most' then stated_low <= expected_high + slack
        end as may_hold,
        -- An open end ("more than", "nearly") lets almost anything agree; then the printed numbers must be near.
        case relation
            when 'at_least' then stated >= expected - slack
            when 'at_most' then stated <= expected + slack
            else
                not coalesce(is_open, {{ any_open(['stated_low', 'stated_high', 'expected_low', 'expected_high']) }})
                or abs(stated - expected) <= {{ var('open_end_share') }} * abs(expected)
        end as is_told
    from widened
)

select
    md5(kind || ':' || array_to_string(list_sort(statement_keys), ',')) as finding_key,
    * exclude (slack, may_hold, is_told, slip_ratio, slip_power, may_be_revised, is_open),
    case
        when may_hold and (is_told or relation <> 'equal') then 'consistent'
        when may_hold or coalesce(may_be_revised, false) then 'unverifiable'
        else 'contradicted'
    end as verdict,
    -- Half of how far apart the two may be and still agree.
    case
        when relation = 'equal' and not {{ any_open(['stated_low', 'stated_high', 'expected_low', 'expected_high']) }}
            then (stated_high - stated_low + expected_high - expected_low) / 2
    end as tolerance,
    -- Off by a power of ten that the scale words and separators of Vietnamese make likely.
    case
        when not may_hold and abs(log10(slip_ratio) - slip_power) < 0.05 and abs(slip_power) in (1, 3, 6, 9)
            then if(slip_power > 0, '× ', '÷ ') || format('{:,}', (10 ** abs(slip_power))::bigint)
    end as likely_slip
from compared
