{# The foreign keys of facts are declared, and held by the test foreign_keys_hold over whole tables; as indexes of the
   database, which grow row by row, they would cost more than the models (benchmarks/notes.md). #}
{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set columns = {} -%}
    {%- for name, column in model['columns'].items() -%}
        {%- set indexed = column.constraints -%}
        {%- if model['name'].startswith('fct_') -%}
            {%- set indexed = indexed | rejectattr('type', 'equalto', 'foreign_key') | list -%}
        {%- endif -%}
        {%- do columns.update({name: dict(column, constraints=indexed)}) -%}
    {%- endfor -%}
    {%- set of_columns = adapter.render_raw_columns_constraints(raw_columns=columns) -%}
    {%- set of_model = adapter.render_raw_model_constraints(raw_constraints=model['constraints']) -%}
    ({{ (of_columns + of_model) | join(', ') }})
{%- endmacro %}
