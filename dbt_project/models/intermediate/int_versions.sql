-- How many texts of each document came before the one that it has now.
select
    documents.document,
    coalesce(max(earlier.version), 0) + 1 as version
from {{ source('staging', 'stg_documents') }} as documents
left join {{ source('history', 'superseded_observations') }} as earlier on documents.document = earlier.document
group by documents.document
