-- The page a director asks for: each sector's figures of a period, with growth, plan and what the plan amounts to.
with growth as (
    select
        observation_key,
        arg_min(if(direction = 'down', -amount, amount), char_start) as growth_percent,
        arg_min(reference_end, char_start) as growth_against
    from {{ ref('fct_changes') }} as changes
    where
        observation_key is not null
        and amount_unit = 'percent'
        and not {{ is_flagged('changes', ['change']) }}
    group by observation_key
),

completions as (
    select
        stated.observation_key,
        arg_min(stated.percent, stated.char_start) as plan_percent,
        arg_min(stated.plan_year, stated.char_start) as plan_year,
        arg_min(implied.value, stated.char_start) as implied_plan
    from {{ ref('fct_plan_completions') }} as stated
    left join {{ ref('fct_implied_observations') }} as implied on stated.plan_completion_key = implied.source_key
    where
        stated.observation_key is not null
        and not {{ is_flagged('stated', ['plan_completion']) }}
    group by stated.observation_key
),

targets as (
    select
        indicator_code,
        unit_code,
        year(period_end) as target_year,
        arg_max(value, (stated_on, target_key)) as target
    from {{ ref('fct_targets') }}
    where indicator_code is not null and month(period_end) = 12 and day(period_end) = 31
    group by indicator_code, unit_code, target_year
),

contradictions as (
    select
        statement_key as observation_key,
        count(*) as contradictions
    from (
        select unnest(statement_keys) as statement_key
        from {{ ref('fct_findings') }}
        where verdict = 'contradicted'
    )
    group by statement_key
)

select
    series.sector_code,
    sectors.name_vi as sector_vi,
    sectors.name_en as sector_en,
    series.indicator_code,
    series.indicator_vi,
    series.indicator_en,
    series.period_start,
    series.period_end,
    series.period_vi,
    series.period_en,
    series.value,
    series.unit_code,
    series.obs_status,
    growth.growth_percent,
    growth.growth_against,
    indicators.better,
    case
        when growth.growth_percent = 0 or indicators.better is null or growth.growth_percent is null then null
        else (growth.growth_percent > 0) = (indicators.better = 'up')
    end as is_improvement,
    completions.plan_percent,
    completions.plan_year,
    completions.implied_plan,
    targets.target,
    coalesce(contradictions.contradictions, 0) as contradictions,
    series.document,
    series.observation_key,
    series.evidence_url
from {{ ref('series') }} as series
inner join {{ ref('dim_indicators') }} as indicators on series.indicator_code = indicators.indicator_code
inner join {{ ref('dim_sectors') }} as sectors on series.sector_code = sectors.sector_code
left join growth on series.observation_key = growth.observation_key
left join completions on series.observation_key = completions.observation_key
left join contradictions on series.observation_key = contradictions.observation_key
left join targets
    on
        series.indicator_code = targets.indicator_code
        and series.unit_code = targets.unit_code
        and year(series.period_end) = targets.target_year
