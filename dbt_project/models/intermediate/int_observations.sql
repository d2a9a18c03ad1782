-- Few levels are linked to another, so the links are resolved apart and joined by key.
with places as (
    select
        document,
        char_start,
        observation_key
    from {{ source('staging', 'stg_observations') }}
),

linked as (
    select
        levels.observation_key,
        totals.observation_key as total_key,
        restated.observation_key as converts_key,
        current_levels.observation_key as prior_of_key
    from {{ source('staging', 'stg_observations') }} as levels
    left join places as totals
        on levels.document = totals.document and levels.total_char_start = totals.char_start
    left join places as restated
        on levels.document = restated.document and levels.converts_char_start = restated.char_start
    left join places as current_levels
        on levels.document = current_levels.document and levels.prior_of_char_start = current_levels.char_start
    where coalesce(levels.total_char_start, levels.converts_char_start, levels.prior_of_char_start) is not null
)

select
    documents.document_key,
    documents.stated_on,
    levels.*,
    linked.total_key,
    linked.converts_key,
    linked.prior_of_key,
    {{ obs_status('levels.status') }} as obs_status,
    {{ period_key('levels.period_start', 'levels.period_end', 'levels.period_basis') }} as period_key,
    {{ interval_low('levels.value', 'levels.half_digit', 'levels.bound') }} as interval_low,
    {{ interval_high('levels.value', 'levels.value_high', 'levels.half_digit', 'levels.bound') }} as interval_high
from {{ source('staging', 'stg_observations') }} as levels
inner join {{ source('staging', 'stg_documents') }} as documents on levels.document = documents.document
left join linked on levels.observation_key = linked.observation_key
