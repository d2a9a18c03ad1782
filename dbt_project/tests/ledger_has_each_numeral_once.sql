-- A constraint would keep an index as large as the ledger itself.
select
    document_key,
    char_start
from {{ ref('fct_numerals') }}
group by document_key, char_start
having count(*) > 1
