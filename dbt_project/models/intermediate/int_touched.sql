{{ config(materialized="table") }}

-- Indicators and ends of periods whose vintages may have changed: of what arrived, and of what was taken out.
select
    indicator_code,
    period_end as moment_end
from {{ source('staging', 'stg_observations') }}
where indicator_code is not null and period_end is not null
union distinct
select
    indicator_code,
    moment_end
from {{ source('arrived', 'touched') }}
