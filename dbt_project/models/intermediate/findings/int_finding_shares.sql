{% set whole_codes = 'select asked.whole_indicator_code from ' ~ ref('fct_shares') ~ ' as asked' %}
-- A stated share against the part and the whole; without a whole, the whole that it implies against the catalogue.
with shares as (
    select
        stated.*,
        parts.value::double as part,
        parts.interval_low as part_low,
        parts.interval_high as part_high,
        parts.unit_code,
        {{ origin_of('part', ['parts']) }},
        wholes.kind as whole_kind,
        if(wholes.kind = 'stock', parts.period_end, parts.period_start) as moment_start,
        parts.period_end as moment_end,
        wholes.range_min::double as whole_min,
        wholes.range_max::double as whole_max,
        wholes.unit_code as whole_unit_code
    from {{ ref('fct_shares') }} as stated
    left join {{ ref('int_levels') }} as parts
        on stated.observation_key = parts.observation_key and parts.status <> 'target' and parts.value > 0
    left join {{ ref('dim_indicators') }} as wholes on stated.whole_indicator_code = wholes.indicator_code
    where {{ to_recheck('stated.share_key') }}
),

wholes as (
    select
        shares.*,
        coalesce(linked.observation_key, {{ beside('whole', 'observation_key') }}) as found_whole_key,
        coalesce(linked.value, {{ beside('whole', 'value') }})::double as whole,
        coalesce(linked.interval_low, {{ beside('whole', 'interval_low') }}) as whole_low,
        coalesce(linked.interval_high, {{ beside('whole', 'interval_high') }}) as whole_high,
        {{ origin_of('whole', ['linked', 'whole_own', 'whole_latest']) }}
    from shares
    left join {{ ref('int_levels') }} as linked
        on shares.whole_key = linked.observation_key and shares.unit_code = linked.unit_code
    {{ join_beside('whole', 'shares.whole_indicator_code', 'shares.moment_start', 'shares.moment_end',
        'shares.unit_code', 'shares.document_key', codes=whole_codes) }}
)

select
    'share' as kind,
    indicator_code,
    label,
    'equal' as relation,
    percent::double as stated,
    interval_low as stated_low,
    interval_high as stated_high,
    100 * part / whole as expected,
    100 * if(isinf(part_low), 0, part_low) / whole_high as expected_low,
    100 * part_high / greatest(whole_low, 0) as expected_high,
    null::double as other_low,
    null::double as other_high,
    'percent' as unit_code,
    (part / whole) / nullif(percent::double / 100, 0) as slip_ratio,
    {{ any_open(['part_low', 'part_high', 'whole_low', 'whole_high', 'interval_low', 'interval_high']) }} as is_open,
    [share_key, observation_key, found_whole_key] as statement_keys,
    {{ origin(['part', 'whole'], ['part_period_source', 'whole_period_source']) }},
    {{ amounts(('part', 'unit_code'), ('whole', 'unit_code')) }} as amounts,
    {{ worded("'share'") }}
from wholes
-- A part that the catalogue does not know may be of a province; its whole is not the country's of another document.
where
    part is not null
    and whole > 0
    and found_whole_key <> observation_key
    and (indicator_code is not null or whole_document_key = document_key)
union all by name
select
    'share_whole' as kind,
    whole_indicator_code as indicator_code,
    whole_label as label,
    'equal' as relation,
    100 * part / percent::double as stated,
    100 * if(isinf(part_low), 0, part_low) / interval_high as stated_low,
    100 * part_high / greatest(interval_low, 0) as stated_high,
    (whole_min + whole_max) / 2 as expected,
    whole_min as expected_low,
    whole_max as expected_high,
    null::double as other_low,
    null::double as other_high,
    whole_unit_code as unit_code,
    null::double as slip_ratio,
    {{ any_open(['part_low', 'part_high', 'interval_low', 'interval_high']) }} as is_open,
    [share_key, observation_key] as statement_keys,
    {{ origin(['part'], ['part_period_source']) }},
    {{ amounts(('part', 'unit_code')) }} as amounts,
    {{ worded("'share_whole'") }}
from wholes
where
    part is not null
    and whole is null
    and percent > 0
    and unit_code = whole_unit_code
    and whole_min is not null
    and whole_max is not null
union all by name
select
    'share_limit' as kind,
    indicator_code,
    label,
    'at_most' as relation,
    percent::double as stated,
    interval_low as stated_low,
    interval_high as stated_high,
    100 as expected,
    100 as expected_low,
    100 as expected_high,
    null::double as other_low,
    null::double as other_high,
    'percent' as unit_code,
    null::double as slip_ratio,
    [share_key] as statement_keys,
    {{ origin() }},
    {{ worded("'share_limit'") }}
from wholes
