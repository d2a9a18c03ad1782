-- Every statement of a value of a series, by the day that it was stated on; place 1 is the one that counts now.
with stated as (
    select * from {{ ref('fct_observations') }}
    union all by name
    select * from {{ ref('fct_superseded_observations') }}
)

select
    observation_key,
    document_key,
    document,
    version,
    char_start,
    indicator_code,
    period_start,
    period_end,
    period_basis,
    value,
    value_high,
    unit_code,
    status,
    obs_status,
    bound,
    stated_on,
    row_number() over (
        partition by indicator_code, period_start, period_end, unit_code
        order by stated_on desc nulls last, version desc, {{ latest_first() }}
    ) as place
from stated
where indicator_code is not null and period_start <= period_end
