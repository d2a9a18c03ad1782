-- One indicator and moment stated more than once: the latest statement against the one farthest from it. An estimate
-- that a later document replaces is a revision, not a contradiction.
with pairs as (
    select
        earlier.observation_key,
        earlier.place,
        abs(earlier.value::double - latest.value::double) as distance,
        latest.observation_key as latest_key,
        earlier.obs_status <> 'A' and earlier.document_key <> latest.document_key as may_be_revised
    from {{ ref('int_values') }} as earlier
    inner join {{ ref('int_values') }} as latest
        on
            earlier.indicator_code = latest.indicator_code
            and earlier.moment_start = latest.moment_start
            and earlier.moment_end = latest.moment_end
            and earlier.unit_code = latest.unit_code
            and latest.place = 1
    where
        earlier.place > 1
        and {{ to_recheck('latest.observation_key') }}
        -- Within one document other words mean another thing more often than another value of the same.
        and (earlier.document_key <> latest.document_key or lower(earlier.label) = lower(latest.label))
),

farthest as (
    select
        latest_key,
        may_be_revised,
        count(*) as statements,
        arg_max(observation_key, (distance, -place)) as observation_key
    from pairs
    group by latest_key, may_be_revised
)

select
    'restated' as kind,
    earlier.indicator_code,
    earlier.label,
    'equal' as relation,
    earlier.value::double as stated,
    earlier.interval_low as stated_low,
    earlier.interval_high as stated_high,
    latest.value::double as expected,
    latest.interval_low as expected_low,
    latest.interval_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    earlier.unit_code,
    earlier.value::double / nullif(latest.value::double, 0) as slip_ratio,
    farthest.may_be_revised,
    [farthest.observation_key, farthest.latest_key] as statement_keys,
    earlier.document_key,
    greatest(earlier.stated_on, latest.stated_on) as stated_on,
    earlier.document_key <> latest.document_key as is_across,
    coalesce(earlier.period_source in ('document', 'none'), false)
    or coalesce(latest.period_source in ('document', 'none'), false) as has_loose_period,
    {{ worded("if(farthest.statements = 1, 'another', 'farthest')", 'farthest.statements') }}
from farthest
inner join {{ ref('int_values') }} as earlier on farthest.observation_key = earlier.observation_key
inner join {{ ref('int_values') }} as latest on farthest.latest_key = latest.observation_key and latest.place = 1
