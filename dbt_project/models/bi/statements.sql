-- Findings and implied values name the figures that they rest on by these keys. Materialized, because drivers of
-- DuckDB 1.4 lose rows of a stored UNION ALL of more than two when they stream it.
with stated as materialized (
    {{ all_statements(['document', 'char_start', 'raw', 'label', 'sentence', 'stated_on']) }}
)

select * from stated
