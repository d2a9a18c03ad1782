select
    document,
    title,
    publisher,
    source_url,
    event,
    event_on,
    published_on,
    reporting_start,
    reporting_end,
    sha256,
    characters,
    numerals,
    stated_on,
    document_key,
    {{ evidence_url('document') }} as evidence_url
from {{ ref('dim_documents') }}
