-- A stated growth against the two levels that it is about, in one document or in two.
with changes as (
    select
        stated.*,
        -- Null keys join nothing: the document's own value is asked for only where the text links no level.
        -- A percentage linked to none may be of a part, or at constant prices, of which values as stated say nothing.
        case
            when stated.observation_key is null and stated.amount_unit not in ('percent', 'times')
                then stated.document_key
        end as unlinked_document_key,
        case stated.direction when 'down' then -1 when 'flat' then 0 else 1 end as sign,
        if(indicators.kind = 'stock', stated.period_end, stated.period_start) as moment_start,
        if(indicators.kind = 'stock', stated.reference_end, stated.reference_start) as reference_moment_start
    from {{ ref('fct_changes') }} as stated
    left join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
    where stated.target_key is null and {{ to_recheck('stated.change_key') }}
),

-- What a document states of the subject of a growth, where the text links no level to it.
own as (
    select stated.*
    from {{ ref('int_values') }} as stated
    semi join changes
        on
            stated.document_key = changes.unlinked_document_key
            and stated.indicator_code = changes.indicator_code
    where stated.is_of_document
),

-- The level that grew: the one the text links, else the document's own value for the period.
levels as (
    select
        changes.*,
        coalesce(linked.observation_key, own.observation_key) as level_key,
        coalesce(linked.unit_code, own.unit_code) as unit_code,
        coalesce(linked.value, own.value)::double as level,
        coalesce(linked.interval_low, own.interval_low) as level_low,
        coalesce(linked.interval_high, own.interval_high) as level_high,
        {{ origin_of('level', ['linked', 'own']) }}
    from changes
    left join {{ ref('int_levels') }} as linked on changes.observation_key = linked.observation_key
    left join own
        on
            changes.unlinked_document_key = own.document_key
            and changes.indicator_code = own.indicator_code
            and changes.moment_start = own.moment_start
            and changes.period_end = own.moment_end
),

earlier as (
    select *
    from {{ ref('int_levels') }}
    where prior_of_key is not null
),

-- The earlier value: the one that the text sets beside the level, else the one stated for the period compared with.
set_beside as (
    select
        levels.change_key,
        earlier.observation_key,
        earlier.value,
        earlier.interval_low,
        earlier.interval_high,
        earlier.document_key,
        earlier.stated_on,
        earlier.period_source
    from levels
    inner join earlier
        on levels.level_key = earlier.prior_of_key and levels.unit_code = earlier.unit_code
    where coalesce(levels.reference_end = earlier.period_end, true)
),

pairs as (
    select
        levels.*,
        coalesce(set_beside.observation_key, {{ beside('prior_value', 'observation_key') }}) as before_key,
        coalesce(set_beside.value, {{ beside('prior_value', 'value') }})::double as before,
        coalesce(set_beside.interval_low, {{ beside('prior_value', 'interval_low') }}) as before_low,
        coalesce(set_beside.interval_high, {{ beside('prior_value', 'interval_high') }}) as before_high,
        {{ origin_of('before', ['set_beside', 'prior_value_own', 'prior_value_latest']) }}
    from levels
    left join set_beside on levels.change_key = set_beside.change_key
    {{ join_beside('prior_value', 'levels.indicator_code', 'levels.reference_moment_start', 'levels.reference_end',
        'levels.unit_code', 'levels.document_key') }}
),

measured as (
    select
        *,
        case
            when amount is null and direction <> 'flat' then 'words'
            when amount_unit in ('percent', 'percent_of', 'times', 'percentage_point') then amount_unit
            when amount is null or amount_unit = unit_code then 'difference'
        end as measure,
        level - before as difference,
        level_low - before_high as difference_low,
        level_high - before_low as difference_high,
        100 * level / before as ratio,
        100 * if(isinf(level_low), 0, level_low) / before_high as ratio_low,
        100 * level_high / greatest(before_low, 0) as ratio_high
    from pairs
    where level_key is not null and before > 0 and level >= 0 and level_key <> before_key
)

select
    'growth' as kind,
    indicator_code,
    label,
    if(measure = 'words', if(direction = 'up', 'at_least', 'at_most'), 'equal') as relation,
    case
        when measure = 'words' then level
        when measure in ('percent_of', 'times') then amount::double
        else sign * coalesce(amount, 0)::double
    end as stated,
    case
        when measure = 'words' then level_low
        when measure in ('percent_of', 'times') then interval_low
        when direction = 'flat' then 0
        else if(sign > 0, interval_low, -interval_high)
    end as stated_low,
    case
        when measure = 'words' then level_high
        when measure in ('percent_of', 'times') then interval_high
        when direction = 'flat' then 0
        else if(sign > 0, interval_high, -interval_low)
    end as stated_high,
    case measure
        when 'words' then before when 'percent' then ratio - 100 when 'percent_of' then ratio
        when 'times' then ratio / 100 else difference
    end as expected,
    case measure
        when 'words' then before_low when 'percent' then ratio_low - 100 when 'percent_of' then ratio_low
        when 'times' then ratio_low / 100 else difference_low
    end as expected_low,
    case measure
        when 'words' then before_high when 'percent' then ratio_high - 100 when 'percent_of' then ratio_high
        when 'times' then ratio_high / 100 else difference_high
    end as expected_high,
    -- A growth "of 5 %" of a percentage may mean points; "tăng 10 lần" may mean to or by ten times.
    case
        when measure = 'percent' and unit_code = 'percent' then difference_low
        when measure = 'times' then ratio_low / 100 - 1
    end as other_low,
    case
        when measure = 'percent' and unit_code = 'percent' then difference_high
        when measure = 'times' then ratio_high / 100 - 1
    end as other_high,
    case
        when measure in ('percent_of', 'percent') then 'percent' when
            measure in ('times', 'percentage_point')
            then measure
        else unit_code
    end as unit_code,
    case
        when measure = 'percent' then level / (before * (1 + sign * amount::double / 100))
        when measure = 'percent_of' then level / (before * amount::double / 100)
    end as slip_ratio,
    {{ any_open(['level_low', 'level_high', 'before_low', 'before_high']) }} as is_open,
    [change_key, level_key, before_key] as statement_keys,
    {{ origin(['level', 'before'], ['level_period_source', 'before_period_source']) }},
    {{ amounts(('level', 'unit_code'), ('before', 'unit_code')) }} as amounts,
    {{ worded("if(measure = 'words', if(direction = 'up', 'growth_up', 'growth_down'), 'growth')") }}
from measured
where measure is not null
