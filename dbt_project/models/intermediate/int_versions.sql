-- The number of a document's text where others came before it; the rest have their first.
select
    document,
    max(version) + 1 as version
from {{ source('history', 'superseded_observations') }}
group by document
