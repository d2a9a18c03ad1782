-- Findings and implied values name the figures that they rest on by these keys. Ordered, because drivers of DuckDB 1.4
-- lose rows of a view that ends in a UNION ALL of more than two when they stream it.
select *
from (
    {{ all_statements(['document', 'char_start', 'raw', 'label', 'sentence', 'stated_on']) }}
)
order by statement_key
