select
    document,
    char_start,
    raw,
    role,
    rule
from {{ ref('fct_numerals') }}
