{{ comes_after('dim_documents') }}

select
    documents.document_key,
    numerals.document,
    numerals.segment_no,
    numerals.char_start,
    numerals.char_end,
    numerals.raw,
    numerals.role,
    numerals.rule
from {{ source('staging', 'stg_numerals') }} as numerals
inner join {{ source('staging', 'stg_documents') }} as documents on numerals.document = documents.document
