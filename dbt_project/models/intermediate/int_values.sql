-- What the documents as they are now state of series: what can be compared.
select *
from {{ ref('fct_vintages') }}
where superseded_on is null
