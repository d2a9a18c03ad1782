select
    documents.document_key,
    documents.stated_on,
    completions.*,
    levels.observation_key,
    levels.status as observation_status,
    {{ obs_status('completions.status') }} as obs_status,
    {{ period_key('completions.period_start', 'completions.period_end',
        calendar_basis('completions.period_start', 'completions.period_end')) }} as period_key,
    {{ interval_low('completions.percent', 'completions.half_digit', 'completions.bound') }} as interval_low,
    {{ interval_high('completions.percent', 'null', 'completions.half_digit', 'completions.bound') }} as interval_high
from {{ source('staging', 'stg_plan_completions') }} as completions
inner join {{ source('staging', 'stg_documents') }} as documents on completions.document = documents.document
left join {{ ref('int_observations') }} as levels
    on completions.document = levels.document and completions.observation_char_start = levels.char_start
