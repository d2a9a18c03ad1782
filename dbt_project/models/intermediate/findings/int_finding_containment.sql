-- A flow over a period is no less than over one inside it: year to date against its months, a year against a quarter.
with flows as (
    select stated.*
    from {{ ref('int_values') }} as stated
    inner join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
    where indicators.kind = 'flow' and indicators.range_min >= 0 and stated.place = 1
),

largest_inside as (
    select
        longer.observation_key,
        arg_max(inside.observation_key, (inside.value, inside.observation_key)) as inside_key,
        max(inside.value) as inside_value,
        arg_max(inside.interval_low, (inside.value, inside.observation_key)) as inside_low,
        arg_max(inside.interval_high, (inside.value, inside.observation_key)) as inside_high
    from flows as longer
    inner join flows as inside
        on
            longer.indicator_code = inside.indicator_code
            and longer.unit_code = inside.unit_code
            and longer.moment_start <= inside.moment_start
            and longer.moment_end >= inside.moment_end
            and longer.observation_key <> inside.observation_key
    where {{ to_recheck('longer.observation_key') }}
    group by longer.observation_key
)

select
    'containment' as kind,
    flows.indicator_code,
    null::varchar as label,
    'at_least' as relation,
    flows.value::double as stated,
    flows.interval_low as stated_low,
    flows.interval_high as stated_high,
    largest_inside.inside_value::double as expected,
    largest_inside.inside_low as expected_low,
    largest_inside.inside_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    flows.unit_code,
    null::double as slip_ratio,
    [flows.observation_key, largest_inside.inside_key] as statement_keys,
    flows.document_key,
    greatest(flows.stated_on, inside.stated_on) as stated_on,
    flows.document_key <> inside.document_key as is_across,
    coalesce(flows.period_source in ('document', 'none'), false)
    or coalesce(inside.period_source in ('document', 'none'), false) as has_loose_period,
    {{ worded("'containment'") }}
from flows
inner join largest_inside on flows.observation_key = largest_inside.observation_key
inner join flows as inside on largest_inside.inside_key = inside.observation_key
