-- Parts against their total: as the text breaks it down (trong đó, parentheses) and as the catalogue does.
with summable_units as (
    select unit_code
    from {{ ref('dim_units') }}
    where kind not in ('percent', 'ratio', 'rate', 'index', 'temperature')
),

-- Few levels are the total of others.
totals as (
    select stated.*
    from {{ ref('int_levels') }} as stated
    semi join {{ ref('int_levels') }} as parts on stated.observation_key = parts.total_key
),

in_text as (
    select
        totals.observation_key as total_key,
        parts.observation_key as part_key,
        parts.document_key <> totals.document_key as is_across,
        parts.stated_on,
        coalesce(parts.period_source in ('document', 'none'), false) as is_loose,
        parts.indicator_code as part_code,
        case
            when indicators.parent_code = totals.indicator_code and indicators.adds_up is not null
                then indicators.breakdown
        end as breakdown,
        totals.indicator_code,
        parts.value::double as part,
        parts.interval_low as part_low,
        parts.interval_high as part_high,
        parts.char_start
    from {{ ref('int_levels') }} as parts
    inner join totals
        on parts.total_key = totals.observation_key and parts.unit_code = totals.unit_code
    left join {{ ref('dim_indicators') }} as indicators on parts.indicator_code = indicators.indicator_code
    where
        parts.value >= 0
        and totals.value >= 0
        and parts.status = totals.status
        -- What lies outside the total's period is an earlier value in parentheses, not a part.
        and coalesce(parts.period_start >= totals.period_start and parts.period_end <= totals.period_end, true)
        and parts.unit_code in (select summable_units.unit_code from summable_units)
        and {{ to_recheck('totals.observation_key') }}
),

in_catalogue as (
    select
        totals.observation_key as total_key,
        {{ beside('part', 'observation_key') }} as part_key,
        {{ beside('part', 'document_key') }} <> totals.document_key as is_across,
        if(part_own.observation_key is null, part_latest.stated_on, part_own.stated_on) as stated_on,
        coalesce(
            if(part_own.observation_key is null, part_latest.period_source, part_own.period_source)
            in ('document', 'none'),
            false
        ) as is_loose,
        members.indicator_code as part_code,
        members.breakdown,
        totals.indicator_code,
        {{ beside('part', 'value') }}::double as part,
        {{ beside('part', 'interval_low') }} as part_low,
        {{ beside('part', 'interval_high') }} as part_high,
        {{ beside('part', 'char_start') }} as char_start
    from {{ ref('int_values') }} as totals
    inner join {{ ref('dim_indicators') }} as members
        on totals.indicator_code = members.parent_code and members.adds_up is not null
    {{ join_beside('part', 'members.indicator_code', 'totals.moment_start', 'totals.moment_end', 'totals.unit_code',
        'totals.document_key') }}
    where
        totals.is_of_document
        and {{ to_recheck('totals.observation_key') }}
        and totals.value >= 0
        and {{ beside('part', 'value') }} >= 0
),

-- A part that both give is counted once; one that the text repeats counts by its first statement.
members as (
    select *
    from (
        select * from in_text
        union all by name
        select * from in_catalogue
    ) as given
    qualify row_number() over (
        partition by total_key, breakdown, coalesce(part_code, part_key)
        order by char_start, part_key
    ) = 1
),

-- Lists that are sorted once: the sum of doubles depends on the order, and each ordered aggregate sorts anew.
listed as (
    select
        total_key,
        breakdown,
        any_value(indicator_code) as indicator_code,
        list_sort(
            list({ 'at': char_start, 'part_key': part_key, 'part': part, 'low': part_low, 'high': part_high })
        ) as members,
        bool_or(is_across) as is_across,
        bool_or(is_loose) as is_loose,
        max(stated_on) as parts_stated_on,
        max({
            'part': part,
            'part_key': part_key,
            'low': part_low,
            'high': part_high,
            'stated_on': stated_on,
            'is_across': is_across,
            'is_loose': is_loose
        }) as greatest
    from members
    group by total_key, breakdown
),

sums as (
    select
        listed.* exclude (listed.members, listed.greatest),
        len(listed.members) as parts,
        list_sum([member.part for member in listed.members]) as part_sum,
        list_sum([member.low for member in listed.members]) as sum_low,
        list_sum([member.high for member in listed.members]) as sum_high,
        [member.part_key for member in listed.members] as part_keys,
        struct_extract(listed.greatest, 'part') as largest,
        struct_extract(listed.greatest, 'low') as largest_low,
        struct_extract(listed.greatest, 'high') as largest_high,
        struct_extract(listed.greatest, 'part_key') as largest_key,
        struct_extract(listed.greatest, 'stated_on') as largest_stated_on,
        struct_extract(listed.greatest, 'is_across') as is_largest_across,
        struct_extract(listed.greatest, 'is_loose') as is_largest_loose
    from listed
),

judged as (
    select
        sums.*,
        totals.label,
        totals.unit_code,
        totals.value::double as total,
        totals.interval_low as total_low,
        totals.interval_high as total_high,
        totals.document_key,
        totals.stated_on,
        totals.period_source,
        -- "Trong đó" need not name every part, nor parts that exclude each other: unless the catalogue says how they
        -- add up or they do, only the largest is held against the total.
        case
            when children.adds_up = 'exhaustive' and sums.parts = children.indicators then 'equal'
            when children.adds_up is not null then 'sum_at_most'
            when sums.parts > 1 and sums.sum_high >= totals.interval_low and sums.sum_low <= totals.interval_high
                then 'equal'
            else 'largest_at_most'
        end as judgement
    from sums
    inner join {{ ref('int_levels') }} as totals on sums.total_key = totals.observation_key
    left join {{ ref('int_breakdowns') }} as children
        on sums.indicator_code = children.parent_code and sums.breakdown = children.breakdown
)

select
    'parts_total' as kind,
    indicator_code,
    label,
    if(judgement = 'equal', 'equal', 'at_least') as relation,
    total as stated,
    total_low as stated_low,
    total_high as stated_high,
    if(judgement = 'largest_at_most', largest, part_sum) as expected,
    if(judgement = 'largest_at_most', largest_low, sum_low) as expected_low,
    if(judgement = 'largest_at_most', largest_high, sum_high) as expected_high,
    null::double as other_low,
    null::double as other_high,
    unit_code,
    if(judgement = 'equal' or parts = 1, total / nullif(if(judgement = 'largest_at_most', largest, part_sum), 0), null)
        as slip_ratio,
    -- A single figure in parentheses that is larger than what stands before it is hardly a part of it.
    judgement = 'largest_at_most' and parts = 1 as is_doubtful,
    list_prepend(total_key, if(judgement = 'largest_at_most', [largest_key], part_keys)) as statement_keys,
    document_key,
    greatest(stated_on, if(judgement = 'largest_at_most', largest_stated_on, parts_stated_on)) as stated_on,
    if(judgement = 'largest_at_most', is_largest_across, is_across) as is_across,
    if(judgement = 'largest_at_most', is_largest_loose, is_loose)
    or coalesce(period_source in ('document', 'none'), false) as has_loose_period,
    {{ worded("if(judgement = 'largest_at_most', 'largest_part', if(parts = 1, 'one_part', 'parts'))", 'parts') }}
from judged
