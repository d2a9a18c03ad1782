select
    document_key,
    segment_no
from {{ ref('dim_segments') }}
group by document_key, segment_no
having count(*) > 1
