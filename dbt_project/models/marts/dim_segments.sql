{{ comes_after('dim_documents') }}

select
    documents.document_key,
    segments.document,
    segments.segment_no,
    segments.kind,
    segments.paragraph_no,
    segments.heading_no,
    segments.char_start,
    segments.char_end,
    segments.text
from {{ source('staging', 'stg_segments') }} as segments
inner join {{ source('staging', 'stg_documents') }} as documents on segments.document = documents.document
