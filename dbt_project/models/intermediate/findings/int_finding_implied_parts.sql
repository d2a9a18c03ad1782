-- What growth and completions imply must add up as the levels do: the parts' earlier values, or plans, against the
-- total's, within one document.
with implied as (
    select *
    from {{ ref('fct_implied_observations') }}
    where
        derivation in ('prior_level', 'plan')
        and indicator_code is not null
        and period_end is not null
        and {{ of_rechecked_document('document_key') }}
    qualify row_number() over (
        partition by document_key, derivation, indicator_code, period_start, period_end, unit_code
        order by char_start asc, source_key asc
    ) = 1
),

sums as (
    select
        totals.implied_key,
        members.breakdown,
        count(*) as parts,
        sum(parts.value order by parts.char_start, parts.source_key) as part_sum,
        sum(parts.interval_low order by parts.char_start, parts.source_key) as sum_low,
        sum(parts.interval_high order by parts.char_start, parts.source_key) as sum_high,
        list(parts.source_key order by parts.char_start, parts.source_key) as part_keys
    from implied as totals
    inner join {{ ref('dim_indicators') }} as members
        on totals.indicator_code = members.parent_code and members.adds_up is not null
    inner join implied as parts
        on
            members.indicator_code = parts.indicator_code
            and totals.document_key = parts.document_key
            and totals.derivation = parts.derivation
            and totals.period_start = parts.period_start
            and totals.period_end = parts.period_end
            and totals.unit_code = parts.unit_code
    where {{ to_recheck('totals.source_key') }}
    group by totals.implied_key, members.breakdown
)

select
    'implied_parts' as kind,
    totals.indicator_code,
    totals.label,
    if(children.adds_up = 'exhaustive' and sums.parts = children.indicators, 'equal', 'at_least') as relation,
    totals.value as stated,
    totals.interval_low as stated_low,
    totals.interval_high as stated_high,
    sums.part_sum as expected,
    sums.sum_low as expected_low,
    sums.sum_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    totals.unit_code,
    null::double as slip_ratio,
    list_prepend(totals.source_key, sums.part_keys) as statement_keys,
    totals.document_key,
    totals.stated_on,
    false as is_across,
    false as has_loose_period,
    {{ worded(
        "if(totals.derivation = 'plan', 'plan', 'earlier') || if(sums.parts = 1, '_part', '_parts')", 'sums.parts'
    ) }}
from sums
inner join implied as totals on sums.implied_key = totals.implied_key
left join {{ ref('int_breakdowns') }} as children
    on totals.indicator_code = children.parent_code and sums.breakdown = children.breakdown
