select
    documents.document_key,
    documents.stated_on,
    shares.*,
    parts.observation_key,
    parts.status as observation_status,
    wholes.observation_key as whole_key,
    {{ period_key('shares.period_start', 'shares.period_end',
        calendar_basis('shares.period_start', 'shares.period_end')) }} as period_key,
    {{ interval_low('shares.percent', 'shares.half_digit', 'shares.bound') }} as interval_low,
    {{ interval_high('shares.percent', 'null', 'shares.half_digit', 'shares.bound') }} as interval_high
from {{ source('staging', 'stg_shares') }} as shares
inner join {{ source('staging', 'stg_documents') }} as documents on shares.document = documents.document
left join {{ source('staging', 'stg_observations') }} as parts
    on shares.document = parts.document and shares.observation_char_start = parts.char_start
left join {{ source('staging', 'stg_observations') }} as wholes
    on shares.document = wholes.document and shares.whole_char_start = wholes.char_start
