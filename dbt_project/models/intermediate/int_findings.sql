{% set kinds = [
    'growth', 'parts', 'shares', 'plans', 'conversions', 'ratios', 'restated', 'containment', 'implied_parts'
] %}
-- Verdicts by interval: the figures contradict each other only where no values that they may stand for agree. Before
-- two are said to: may they be of different things? Documents tell of provinces too, and of periods that only the
-- document as a whole names.
with relations as (
    {% for kind in kinds %}
    select *
    from {{ ref('int_finding_' ~ kind) }}
    {{ "union all by name" if not loop.last }}
    {% endfor %}
),

-- Doubles carry 15 digits; what differs beyond the tenth does so by computation, not by what is printed.
placed as (
    select
        *,
        case when slip_ratio > 0 then log10(slip_ratio) end as slip_log,
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
    from placed
),

judged as (
    select
        *,
        -- Off by a power of ten that the scale words and, within a document, the separators of Vietnamese make likely.
        case
            when
                not may_hold
                and abs(slip_log - round(slip_log)) < 0.05
                and (abs(round(slip_log)) in (3, 6, 9) or (abs(round(slip_log)) = 1 and not is_across))
                then round(slip_log)
        end as slip_power,
        coalesce(may_be_revised, false)
        or coalesce(is_doubtful, false)
        or (has_loose_period and (is_across or kind in ('restated', 'containment'))) as is_of_doubt,
        (is_across or kind in ('restated', 'plan_completions'))
        and coalesce(abs(slip_log), abs(log10(nullif(abs(stated), 0) / nullif(abs(expected), 0))))
        > log10({{ var('same_scope_factor') }}) as is_of_other_scope
    from compared
)

select
    md5(kind || ':' || array_to_string(list_sort(statement_keys), ',')) as finding_key,
    * exclude (
        slack, may_hold, is_told, slip_ratio, slip_log, slip_power, may_be_revised, is_open, is_doubtful,
        is_of_doubt, is_of_other_scope, is_across, has_loose_period
    ),
    case
        when may_hold and (is_told or relation <> 'equal') then 'consistent'
        when may_hold or is_of_doubt or (is_of_other_scope and slip_power is null) then 'unverifiable'
        else 'contradicted'
    end as verdict,
    -- Half of how far apart the two may be and still agree.
    case
        when relation = 'equal' and not {{ any_open(['stated_low', 'stated_high', 'expected_low', 'expected_high']) }}
            then (stated_high - stated_low + expected_high - expected_low) / 2
    end as tolerance,
    if(slip_power > 0, '× ', '÷ ') || format('{:,}', (10 ** abs(slip_power))::bigint) as likely_slip
from judged
