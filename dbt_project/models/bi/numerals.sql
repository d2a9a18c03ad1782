select
    document,
    char_start,
    raw,
    role,
    rule,
    {{ evidence_url('document', 'char_start') }} as evidence_url
from {{ ref('fct_numerals') }}
