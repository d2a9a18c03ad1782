{{ config(pre_hook="{{ forget_touched_vintages() }}") }}

-- Every statement of a value of a series, by the day that it was stated on; place 1 is the one that counts. A stock's
-- value is of the day that its period ends on, however the period is worded.
with stated as (
    select
        *,
        null::date as superseded_on
    from {{ ref('fct_observations') }}
    where {{ is_touched('indicator_code', 'period_end') }}
    union all by name
    select
        earlier.* exclude (earlier.retired_on),
        coalesce(documents.stated_on, earlier.retired_on, earlier.stated_on, date '0001-01-01') as superseded_on
    from {{ ref('fct_superseded_observations') }} as earlier
    left join {{ ref('dim_documents') }} as documents on earlier.document = documents.document
    where {{ is_touched('earlier.indicator_code', 'earlier.period_end') }}
)

select
    stated.observation_key,
    stated.document_key,
    stated.document,
    stated.version,
    stated.superseded_on,
    stated.char_start,
    stated.indicator_code,
    stated.label,
    stated.unit_code,
    if(indicators.kind = 'stock', stated.period_end, stated.period_start) as moment_start,
    stated.period_end as moment_end,
    stated.period_start,
    stated.period_end,
    stated.period_basis,
    stated.period_source,
    stated.value,
    stated.value_high,
    stated.interval_low,
    stated.interval_high,
    stated.status,
    stated.obs_status,
    stated.bound,
    stated.stated_on,
    row_number() over (
        partition by stated.indicator_code, moment_start, moment_end, stated.unit_code
        order by
            stated.superseded_on is null desc,
            stated.stated_on desc nulls last,
            stated.version desc,
            {{ firmest_first('stated') }}
    ) as place,
    row_number() over (
        partition by stated.document_key, stated.indicator_code, moment_start, moment_end, stated.unit_code
        order by {{ firmest_first('stated') }}
    ) = 1 as is_of_document
from stated
inner join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
where stated.period_start <= stated.period_end
