select
    document_key,
    document,
    title,
    publisher,
    source_url,
    event,
    event_on,
    published_on,
    reporting_start,
    reporting_end,
    stated_on,
    licence_note,
    sha256,
    encoding,
    characters,
    numerals
from {{ source('staging', 'stg_documents') }}
