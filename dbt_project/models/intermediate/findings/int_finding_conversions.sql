-- A level restated in another unit: the exchange rate that it implies lies in a plausible band, other units convert.
with pairs as (
    select
        restated.*,
        base_levels.observation_key as base_key,
        base_levels.value::double as base_value,
        base_levels.interval_low as base_low,
        base_levels.interval_high as base_high,
        base_levels.unit_code as base_unit_code,
        {{ origin_of('base', ['base_levels']) }},
        units.factor / base_units.factor as factor,
        units.kind as unit_kind,
        base_units.kind as base_unit_kind,
        units.base_unit_code = base_units.base_unit_code as same_dimension
    from {{ ref('int_levels') }} as restated
    inner join {{ ref('int_levels') }} as base_levels on restated.converts_key = base_levels.observation_key
    inner join {{ ref('dim_units') }} as units on restated.unit_code = units.unit_code
    inner join {{ ref('dim_units') }} as base_units on base_levels.unit_code = base_units.unit_code
    where
        restated.unit_code <> base_levels.unit_code
        and restated.value > 0
        and base_levels.value > 0
        and {{ to_recheck('restated.observation_key') }}
),

rated as (
    -- The rate is the price of one from_unit: whichever side is the from_unit goes below the line.
    select
        pairs.*,
        bands.rate_low::double as rate_low,
        bands.rate_high::double as rate_high,
        bands.from_unit || '/' || bands.to_unit as pair_name,
        if(
            bands.from_unit = pairs.unit_code,
            pairs.base_value / pairs.value::double,
            pairs.value::double / pairs.base_value
        ) as rate,
        if(
            bands.from_unit = pairs.unit_code,
            pairs.base_low / pairs.interval_high,
            pairs.interval_low / pairs.base_high
        ) as implied_low,
        if(
            bands.from_unit = pairs.unit_code,
            pairs.base_high / pairs.interval_low,
            pairs.interval_high / pairs.base_low
        ) as implied_high
    from pairs
    inner join {{ source('reference', 'exchange_bands') }} as bands
        on
            (bands.from_unit, bands.to_unit) in (
                (pairs.unit_code, pairs.base_unit_code), (pairs.base_unit_code, pairs.unit_code)
            )
            and coalesce(year(pairs.period_end), year(pairs.stated_on))
            between bands.year_from::bigint and bands.year_to::bigint
    where pairs.unit_kind = 'currency' and pairs.base_unit_kind = 'currency'
)

select
    'conversion' as kind,
    indicator_code,
    label,
    'equal' as relation,
    rate as stated,
    if(isnan(implied_low) or isinf(implied_low), 0, implied_low) as stated_low,
    if(isnan(implied_high) or implied_high < 0, 'infinity'::double, implied_high) as stated_high,
    (rate_low + rate_high) / 2 as expected,
    rate_low as expected_low,
    rate_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    pair_name as unit_code,
    rate / ((rate_low + rate_high) / 2) as slip_ratio,
    {{ any_open(['interval_low', 'interval_high', 'base_low', 'base_high']) }} as is_open,
    [observation_key, base_key] as statement_keys,
    {{ origin(['base'], ['period_source', 'base_period_source']) }},
    {{ amounts(('value', 'unit_code'), ('base_value', 'base_unit_code')) }} as amounts,
    {{ worded("'implied_rate'") }}
from rated
union all by name
select
    'conversion' as kind,
    indicator_code,
    label,
    'equal' as relation,
    value::double as stated,
    interval_low as stated_low,
    interval_high as stated_high,
    base_value / factor as expected,
    base_low / factor as expected_low,
    base_high / factor as expected_high,
    null::double as other_low,
    null::double as other_high,
    unit_code,
    value::double / (base_value / factor) as slip_ratio,
    {{ any_open(['interval_low', 'interval_high', 'base_low', 'base_high']) }} as is_open,
    [observation_key, base_key] as statement_keys,
    {{ origin(['base'], ['period_source', 'base_period_source']) }},
    {{ amounts(('base_value', 'base_unit_code')) }} as amounts,
    {{ worded("'other_unit'") }}
from pairs
where same_dimension and unit_kind <> 'currency'
