{{ config(materialized="table") }}

-- The statements whose findings are computed in this build: those of documents that arrived, and those whose relations
-- look up a value that may have changed. In a build from nothing that is every one, and nobody asks.
{% if not is_continued() %}
select
    null::varchar as statement_key,
    null::varchar as document_key
from {{ ref('int_touched') }}
inner join {{ source('arrived', 'touched_plans') }} on false
inner join {{ ref('dim_indicators') }} on false
inner join {{ ref('fct_vintages') }} on false
inner join {{ ref('fct_observations') }} on false
inner join {{ ref('fct_targets') }} on false
inner join {{ ref('fct_changes') }} on false
inner join {{ ref('fct_shares') }} on false
inner join {{ ref('fct_plan_completions') }} on false
inner join {{ source('staging', 'stg_plan_completions') }} on false
{% else %}
with watches as (
    {{ watches() }}
),

moments as (
    select distinct
        watches.indicator_code,
        touched.moment_end
    from {{ ref('int_touched') }} as touched
    inner join watches on touched.indicator_code = watches.watched_code
),

levels as (
    {{ all_levels() }}
),

plans as (
    select
        indicator_code,
        year(moment_end) as plan_year
    from {{ ref('int_touched') }}
    where month(moment_end) = 12 and day(moment_end) = 31
    union distinct
    select
        indicator_code,
        plan_year
    from {{ source('arrived', 'touched_plans') }}
    union distinct
    select
        indicator_code,
        plan_year
    from {{ source('staging', 'stg_plan_completions') }}
)

select
    observation_key as statement_key,
    document_key
from levels
where
    {{ has_arrived('document_key') }}
    or (indicator_code, period_end) in (
        select
            moments.indicator_code,
            moments.moment_end
        from moments
    )
union all
-- A longer period looks up those inside it.
select
    vintages.observation_key as statement_key,
    vintages.document_key
from {{ ref('fct_vintages') }} as vintages
inner join {{ ref('int_touched') }} as touched
    on
        vintages.indicator_code = touched.indicator_code
        and vintages.moment_start <= touched.moment_end
        and vintages.moment_end > touched.moment_end
union all
select
    change_key as statement_key,
    document_key
from {{ ref('fct_changes') }}
where
    {{ has_arrived('document_key') }}
    or {{ is_touched('indicator_code', 'reference_end') }}
union all
select
    shares.share_key as statement_key,
    shares.document_key
from {{ ref('fct_shares') }} as shares
left join levels as parts on shares.observation_key = parts.observation_key
where
    {{ has_arrived('shares.document_key') }}
    or {{ is_touched('shares.whole_indicator_code', 'parts.period_end') }}
union all
select
    plan_completion_key as statement_key,
    document_key
from {{ ref('fct_plan_completions') }}
where
    {{ has_arrived('document_key') }}
    or (indicator_code, plan_year) in (
        select
            plans.indicator_code,
            plans.plan_year
        from plans
    )
{% endif %}
