-- Plan completions against a stated target, and against each other: completions of one plan imply the same plan.
with completions as (
    select
        stated.*,
        levels.value::double as level,
        levels.interval_low as level_low,
        levels.interval_high as level_high,
        levels.unit_code,
        {{ origin_of('level', ['levels']) }},
        100 * levels.value::double / stated.percent::double as plan,
        100 * if(isinf(levels.interval_low), 0, levels.interval_low) / stated.interval_high as plan_low,
        100 * levels.interval_high / greatest(stated.interval_low, 0) as plan_high,
        {{ any_open(['levels.interval_low', 'levels.interval_high', 'stated.interval_low', 'stated.interval_high']) }}
            as is_open
    from {{ ref('fct_plan_completions') }} as stated
    inner join {{ ref('int_levels') }} as levels on stated.observation_key = levels.observation_key
    where
        levels.status <> 'target'
        and levels.value > 0
        and stated.percent > 0
        and stated.plan_scope = 'year'
        and {{ to_recheck('stated.plan_completion_key') }}
),

against_targets as (
    select
        completions.*,
        targets.observation_key as goal_key,
        targets.value::double as goal,
        targets.interval_low as goal_low,
        targets.interval_high as goal_high,
        {{ origin_of('goal', ['targets']) }}
    from completions
    inner join {{ ref('int_levels') }} as targets
        on
            completions.indicator_code = targets.indicator_code
            and completions.unit_code = targets.unit_code
            and targets.status = 'target'
            and targets.period_end = make_date(completions.plan_year, 12, 31)
            and targets.period_start in (make_date(completions.plan_year, 1, 1), targets.period_end)
    where targets.value > 0
    qualify row_number() over (
        partition by completions.plan_completion_key
        order by targets.stated_on desc nulls last, targets.observation_key asc
    ) = 1
),

-- Each completion of a plan against the latest one of the same plan, about another level.
against_latest as (
    select
        *,
        first(plan_completion_key) over plans as latest_plan_completion_key,
        first(observation_key) over plans as latest_observation_key,
        first(plan) over plans as latest_plan,
        first(plan_low) over plans as latest_plan_low,
        first(plan_high) over plans as latest_plan_high,
        first(level) over plans as latest_level,
        first(document_key) over plans as latest_document_key,
        first(stated_on) over plans as latest_stated_on,
        first(level_period_source) over plans as latest_period_source,
        first(is_open) over plans as latest_is_open
    from completions
    where indicator_code is not null and plan_year is not null
    window plans as (
        partition by indicator_code, plan_year, unit_code
        order by stated_on desc nulls last, document_key asc, char_start asc
        rows between unbounded preceding and unbounded following
    )
)

select
    'plan_target' as kind,
    indicator_code,
    label,
    'equal' as relation,
    percent::double as stated,
    interval_low as stated_low,
    interval_high as stated_high,
    100 * level / goal as expected,
    100 * if(isinf(level_low), 0, level_low) / goal_high as expected_low,
    100 * level_high / greatest(goal_low, 0) as expected_high,
    null::double as other_low,
    null::double as other_high,
    'percent' as unit_code,
    plan / goal as slip_ratio,
    {{ any_open(['level_low', 'level_high', 'goal_low', 'goal_high', 'interval_low', 'interval_high']) }} as is_open,
    [plan_completion_key, observation_key, goal_key] as statement_keys,
    {{ origin(['level', 'goal'], ['level_period_source', 'goal_period_source']) }},
    {{ amounts(('level', 'unit_code'), ('goal', 'unit_code')) }} as amounts,
    {{ worded("'plan_target'") }}
from against_targets
union all by name
select
    'plan_completions' as kind,
    indicator_code,
    label,
    'equal' as relation,
    plan as stated,
    plan_low as stated_low,
    plan_high as stated_high,
    latest_plan as expected,
    latest_plan_low as expected_low,
    latest_plan_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    unit_code,
    plan / latest_plan as slip_ratio,
    is_open or latest_is_open as is_open,
    [plan_completion_key, observation_key, latest_plan_completion_key, latest_observation_key] as statement_keys,
    {{ origin(['level', 'latest'], ['level_period_source', 'latest_period_source']) }},
    {{ amounts(('level', 'unit_code'), ('latest_level', 'unit_code')) }} as amounts,
    {{ worded("'plan'", 'plan_year') }}
from against_latest
where latest_observation_key <> observation_key and latest_level <> level
