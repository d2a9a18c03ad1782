{{ config(materialized="table") }}

-- Indicators and ends of periods whose values are looked up by what is computed again in this build. In a build from
-- nothing that is every one, and nobody asks.
{% if not is_continued() %}
select
    null::varchar as indicator_code,
    null::date as moment_end
from {{ ref('int_recheck') }}
inner join {{ ref('int_levels') }} on false
inner join {{ ref('dim_indicators') }} on false
inner join {{ ref('fct_vintages') }} on false
inner join {{ ref('fct_changes') }} on false
inner join {{ ref('fct_shares') }} on false
{% else %}
with watches as (
    {{ watches() }}
),

rechecked as (
    select distinct
        indicator_code,
        period_start,
        period_end
    from {{ ref('int_levels') }}
    where {{ to_recheck('observation_key') }}
)

select
    watches.watched_code as indicator_code,
    rechecked.period_end as moment_end
from rechecked
inner join watches on rechecked.indicator_code = watches.indicator_code
union distinct
select
    indicator_code,
    unnest([period_end, reference_end]) as moment_end
from {{ ref('fct_changes') }}
where {{ to_recheck('change_key') }}
union distinct
select
    shares.whole_indicator_code as indicator_code,
    parts.period_end as moment_end
from {{ ref('fct_shares') }} as shares
inner join {{ ref('int_levels') }} as parts on shares.observation_key = parts.observation_key
where {{ to_recheck('shares.share_key') }}
union distinct
-- What lies inside a longer period.
select
    inside.indicator_code,
    inside.moment_end
from {{ ref('fct_vintages') }} as inside
inner join rechecked as longer
    on
        inside.indicator_code = longer.indicator_code
        and inside.moment_end between longer.period_start and longer.period_end
{% endif %}
