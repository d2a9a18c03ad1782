-- Values that no text states but that stated figures imply, as intervals: the prior level behind a growth, the plan
-- behind a completion, the whole behind a share.
with priors as (
    select
        'prior_level' as derivation,
        changes.change_key as source_key,
        levels.observation_key,
        levels.document_key,
        levels.document,
        levels.stated_on,
        changes.char_start,
        coalesce(changes.indicator_code, levels.indicator_code) as indicator_code,
        changes.label,
        levels.unit_code,
        changes.reference_start as period_start,
        changes.reference_end as period_end,
        levels.value::double as level,
        levels.interval_low as level_low,
        levels.interval_high as level_high,
        -- What the prior level times is the level.
        case changes.amount_unit
            when 'percent' then 1 + if(changes.direction = 'down', -1, 1) * changes.amount::double / 100
            when 'percent_of' then changes.amount::double / 100
            when 'times' then changes.amount::double
        end as factor,
        case changes.amount_unit
            when 'percent' then 1 + if(changes.direction = 'down', -changes.interval_high, changes.interval_low) / 100
            when 'percent_of' then changes.interval_low / 100
            when 'times' then changes.interval_low
        end as factor_low,
        case changes.amount_unit
            when 'percent' then 1 + if(changes.direction = 'down', -changes.interval_low, changes.interval_high) / 100
            when 'percent_of' then changes.interval_high / 100
            when 'times' then changes.interval_high
        end as factor_high
    from {{ ref('fct_changes') }} as changes
    inner join {{ ref('fct_observations') }} as levels on changes.observation_key = levels.observation_key
    where
        levels.unit_code <> 'percent'
        and {{ has_arrived('levels.document_key') }}
        and {{ has_arrived('changes.document_key') }}
),

plans as (
    select
        'plan' as derivation,
        completions.plan_completion_key as source_key,
        levels.observation_key,
        levels.document_key,
        levels.document,
        levels.stated_on,
        completions.char_start,
        coalesce(completions.indicator_code, levels.indicator_code) as indicator_code,
        completions.label,
        levels.unit_code,
        make_date(completions.plan_year, 1, 1) as period_start,
        make_date(completions.plan_year, 12, 31) as period_end,
        levels.value::double as level,
        levels.interval_low as level_low,
        levels.interval_high as level_high,
        completions.percent::double / 100 as factor,
        completions.interval_low / 100 as factor_low,
        completions.interval_high / 100 as factor_high
    from {{ ref('fct_plan_completions') }} as completions
    inner join {{ ref('fct_observations') }} as levels on completions.observation_key = levels.observation_key
    where
        completions.plan_scope = 'year'
        and {{ has_arrived('levels.document_key') }}
        and {{ has_arrived('completions.document_key') }}
),

wholes as (
    select
        'whole' as derivation,
        shares.share_key as source_key,
        parts.observation_key,
        parts.document_key,
        parts.document,
        parts.stated_on,
        shares.char_start,
        shares.whole_indicator_code as indicator_code,
        shares.whole_label as label,
        parts.unit_code,
        parts.period_start,
        parts.period_end,
        parts.value::double as level,
        parts.interval_low as level_low,
        parts.interval_high as level_high,
        shares.percent::double / 100 as factor,
        shares.interval_low / 100 as factor_low,
        shares.interval_high / 100 as factor_high
    from {{ ref('fct_shares') }} as shares
    inner join {{ ref('fct_observations') }} as parts on shares.observation_key = parts.observation_key
    where {{ has_arrived('parts.document_key') }} and {{ has_arrived('shares.document_key') }}
),

derived as (
    select * from priors
    union all by name
    select * from plans
    union all by name
    select * from wholes
)

select
    md5(derivation || ':' || source_key) as implied_key,
    * exclude (level, level_low, level_high, factor, factor_low, factor_high),
    level / factor as value,
    if(isinf(level_low), 0, level_low) / factor_high as interval_low,
    level_high / factor_low as interval_high
from derived
where level > 0 and factor_low > 0
