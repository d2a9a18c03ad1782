-- Series values that were stated more than once, by documents or by texts of one document, and how they changed. Of
-- each text one statement counts: to say a thing twice is not to revise it.
with ends as (
    select
        indicator_code,
        unit_code,
        count(*) as statements,
        count(distinct document_key) as documents,
        arg_min(observation_key, place) as latest_key,
        arg_min(observation_key, (coalesce(stated_on, date '0001-01-01'), -place)) as first_key
    from {{ ref('vintages') }}
    where is_of_document
    group by indicator_code, moment_start, moment_end, unit_code
    having count(*) > 1
)

select
    ends.indicator_code,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    latest.period_start,
    latest.period_end,
    ends.unit_code,
    first_stated.value as first_value,
    first_stated.obs_status as first_obs_status,
    first_stated.stated_on as first_stated_on,
    first_stated.document as first_document,
    latest.value as latest_value,
    latest.obs_status as latest_obs_status,
    latest.stated_on as last_stated_on,
    latest.document as latest_document,
    latest.value - first_stated.value as difference,
    100 * (latest.value - first_stated.value)::double / nullif(first_stated.value, 0)::double as difference_percent,
    ends.statements,
    ends.documents
from ends
inner join {{ ref('fct_vintages') }} as first_stated on ends.first_key = first_stated.observation_key
inner join {{ ref('fct_vintages') }} as latest on ends.latest_key = latest.observation_key
inner join {{ ref('dim_indicators') }} as indicators on ends.indicator_code = indicators.indicator_code
