select
    documents.document_key,
    documents.stated_on,
    changes.*,
    levels.observation_key,
    levels.status as observation_status,
    {{ period_key('changes.period_start', 'changes.period_end',
        calendar_basis('changes.period_start', 'changes.period_end')) }} as period_key,
    {{ period_key('changes.reference_start', 'changes.reference_end',
        calendar_basis('changes.reference_start', 'changes.reference_end')) }} as reference_period_key,
    {{ interval_low('changes.amount', 'changes.half_digit', 'changes.bound') }} as interval_low,
    {{ interval_high('changes.amount', 'changes.amount_high', 'changes.half_digit', 'changes.bound') }} as interval_high
from {{ source('staging', 'stg_changes') }} as changes
inner join {{ source('staging', 'stg_documents') }} as documents on changes.document = documents.document
left join {{ source('staging', 'stg_observations') }} as levels
    on changes.document = levels.document and changes.observation_char_start = levels.char_start
