-- Observations and targets in one, as the facts hold them.
select *
from {{ ref('fct_observations') }}
union all by name
select * rename (target_key as observation_key)
from {{ ref('fct_targets') }}
