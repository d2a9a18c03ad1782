select
    document,
    segment_no,
    kind,
    paragraph_no,
    heading_no,
    char_start,
    char_end,
    text
from {{ ref('dim_segments') }}
