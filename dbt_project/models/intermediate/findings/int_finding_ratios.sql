{% set indicators = ref('dim_indicators') %}
{% set numerator_codes = 'select asked.numerator_code from ' ~ indicators ~ ' as asked' %}
{% set denominator_codes = 'select asked.denominator_code from ' ~ indicators ~ ' as asked' %}
{% set parent_codes = 'select asked.parent_code from ' ~ indicators ~ ' as asked' %}
-- A ratio against the two indicators that the catalogue says it is of. Where one is not stated, what the ratio implies
-- for it is held against its plausible range, or against the indicator that it is a part of.
with scaled as (
    select
        stated.*,
        if(numerators.kind = 'stock', stated.period_end, stated.period_start) as top_start,
        if(denominators.kind = 'stock', stated.period_end, stated.period_start) as base_start,
        if(numerator_parents.kind = 'stock', stated.period_end, stated.period_start) as parent_start,
        -- Null keys join nothing: only where no moment is stated does the sentence count.
        case when stated.period_end is null then stated.document_key end as undated_document_key,
        indicators.numerator_code,
        indicators.denominator_code,
        numerators.parent_code as numerator_parent_code,
        numerators.unit_code as numerator_unit_code,
        numerator_parents.unit_code as parent_unit_code,
        denominators.unit_code as denominator_unit_code,
        denominators.range_min::double as denominator_min,
        denominators.range_max::double as denominator_max,
        case
            when stated.unit_code = 'percent' then 100
            else coalesce(try_cast(regexp_extract(stated.unit_code, '_per_(\d+)_', 1) as double), 1)
        end as scale
    from {{ ref('int_levels') }} as stated
    inner join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
    inner join {{ ref('dim_indicators') }} as numerators on indicators.numerator_code = numerators.indicator_code
    inner join {{ ref('dim_indicators') }} as denominators on indicators.denominator_code = denominators.indicator_code
    left join {{ ref('dim_indicators') }} as numerator_parents
        on numerators.parent_code = numerator_parents.indicator_code
    where stated.status <> 'target' and stated.value > 0 and {{ to_recheck('stated.observation_key') }}
),

found as (
    -- What is stated beside it: for the same moment, or, where no moment is stated, in the same sentence.
    select
        scaled.*,
        coalesce({{ beside('top', 'observation_key') }}, in_sentence.observation_key) as top_key,
        coalesce({{ beside('top', 'value') }}, in_sentence.value)::double as top,
        coalesce({{ beside('top', 'interval_low') }}, in_sentence.interval_low) as top_low,
        coalesce({{ beside('top', 'interval_high') }}, in_sentence.interval_high) as top_high,
        {{ beside('base', 'observation_key') }} as base_key,
        {{ beside('base', 'value') }}::double as base,
        {{ beside('base', 'interval_low') }} as base_low,
        {{ beside('base', 'interval_high') }} as base_high,
        {{ beside('parent', 'observation_key') }} as parent_key,
        {{ beside('parent', 'value') }}::double as parent,
        {{ beside('parent', 'interval_low') }} as parent_low,
        {{ beside('parent', 'interval_high') }} as parent_high,
        {{ origin_of('top', ['top_own', 'top_latest', 'in_sentence']) }},
        {{ origin_of('base', ['base_own', 'base_latest']) }},
        {{ origin_of('parent', ['parent_own', 'parent_latest']) }}
    from scaled
    {{ join_beside('top', 'scaled.numerator_code', 'scaled.top_start', 'scaled.period_end',
        'scaled.numerator_unit_code', 'scaled.document_key', codes=numerator_codes) }}
    {{ join_beside('base', 'scaled.denominator_code', 'scaled.base_start', 'scaled.period_end',
        'scaled.denominator_unit_code', 'scaled.document_key', codes=denominator_codes) }}
    {{ join_beside('parent', 'scaled.numerator_parent_code', 'scaled.parent_start', 'scaled.period_end',
        'scaled.parent_unit_code', 'scaled.document_key', codes=parent_codes) }}
    left join {{ ref('int_levels') }} as in_sentence
        on
            scaled.undated_document_key = in_sentence.document_key
            and scaled.segment_no = in_sentence.segment_no
            and scaled.numerator_code = in_sentence.indicator_code
            and scaled.status = in_sentence.status
            and in_sentence.period_end is null
    qualify row_number() over (partition by scaled.observation_key order by in_sentence.char_start) = 1
)

select
    'ratio' as kind,
    indicator_code,
    label,
    'equal' as relation,
    value::double as stated,
    interval_low as stated_low,
    interval_high as stated_high,
    scale * top / base as expected,
    scale * if(isinf(top_low), 0, top_low) / base_high as expected_low,
    scale * top_high / greatest(base_low, 0) as expected_high,
    null::double as other_low,
    null::double as other_high,
    unit_code,
    value::double / (scale * top / base) as slip_ratio,
    {{ any_open(['top_low', 'top_high', 'base_low', 'base_high', 'interval_low', 'interval_high']) }} as is_open,
    [observation_key, top_key, base_key] as statement_keys,
    {{ origin(['top', 'base'], ['period_source', 'top_period_source', 'base_period_source']) }},
    {{ amounts(('top', 'numerator_unit_code'), ('base', 'denominator_unit_code')) }} as amounts,
    {{ worded("'ratio'") }}
from found
where top > 0 and base > 0
union all by name
select
    'ratio_base' as kind,
    indicator_code,
    label,
    'equal' as relation,
    scale * top / value::double as stated,
    scale * if(isinf(top_low), 0, top_low) / interval_high as stated_low,
    scale * top_high / greatest(interval_low, 0) as stated_high,
    (denominator_min + denominator_max) / 2 as expected,
    denominator_min as expected_low,
    denominator_max as expected_high,
    null::double as other_low,
    null::double as other_high,
    denominator_unit_code as unit_code,
    null::double as slip_ratio,
    {{ any_open(['top_low', 'top_high', 'interval_low', 'interval_high']) }} as is_open,
    [observation_key, top_key] as statement_keys,
    {{ origin(['top'], ['period_source', 'top_period_source']) }},
    {{ amounts(('top', 'numerator_unit_code')) }} as amounts,
    {{ worded("'ratio_base'") }}
from found
where top > 0 and base is null and denominator_min is not null and denominator_max is not null
union all by name
select
    'ratio_part' as kind,
    indicator_code,
    label,
    'at_most' as relation,
    value::double * base / scale as stated,
    greatest(interval_low, 0) * greatest(base_low, 0) / scale as stated_low,
    interval_high * base_high / scale as stated_high,
    parent as expected,
    parent_low as expected_low,
    parent_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    numerator_unit_code as unit_code,
    null::double as slip_ratio,
    [observation_key, base_key, parent_key] as statement_keys,
    {{ origin(['base', 'parent'], ['period_source', 'base_period_source', 'parent_period_source']) }},
    {{ amounts(('base', 'denominator_unit_code')) }} as amounts,
    {{ worded("'ratio_part'", 'numerator_parent_code') }}
from found
where top is null and base > 0 and parent is not null
