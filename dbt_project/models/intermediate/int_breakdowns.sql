-- How the catalogue breaks an indicator down: by what, into how many parts, and whether they are all of it.
select
    parent_code,
    breakdown,
    any_value(adds_up) as adds_up,
    count(*) as indicators
from {{ ref('dim_indicators') }}
where adds_up is not null
group by parent_code, breakdown
