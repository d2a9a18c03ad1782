-- One indicator and moment stated more than once: the latest statement against the one farthest from it. An estimate
-- that a later document replaces is a revision, not a contradiction.
with pairs as (
    select
        earlier.*,
        latest.observation_key as latest_key,
        latest.value::double as latest_value,
        latest.interval_low as latest_low,
        latest.interval_high as latest_high,
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
        arg_max(observation_key, (abs(value::double - latest_value), -place)) as observation_key
    from pairs
    group by latest_key, may_be_revised
)

select
    'restated' as kind,
    pairs.indicator_code,
    pairs.label,
    'equal' as relation,
    pairs.value::double as stated,
    pairs.interval_low as stated_low,
    pairs.interval_high as stated_high,
    pairs.latest_value as expected,
    pairs.latest_low as expected_low,
    pairs.latest_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    pairs.unit_code,
    pairs.value::double / nullif(pairs.latest_value, 0) as slip_ratio,
    pairs.may_be_revised,
    [pairs.observation_key, pairs.latest_key] as statement_keys,
    if(farthest.statements = 1, 'Lần nêu khác', 'Lần nêu xa nhất trong ' || farthest.statements || ' lần')
    || ' so với lần nêu sau cùng' as how_vi,
    if(farthest.statements = 1, 'Another statement', 'The farthest of ' || farthest.statements || ' statements')
    || ' against the latest one' as how_en
from farthest
inner join pairs on farthest.observation_key = pairs.observation_key
