{# Tables of many rows: their keys are declared, and held by the test keys_hold over whole tables. As indexes of the
   database, which grow row by row, they would cost more than the models (benchmarks/notes.md). #}
{% macro keys_are_tested(node) -%}
    {{- return(node['name'].startswith('fct_') or node['name'] == 'dim_segments') -}}
{%- endmacro %}

{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set columns, constraints = model['columns'], model['constraints'] -%}
    {%- if keys_are_tested(model) -%}
        {%- set keys, columns = ['primary_key', 'foreign_key'], {} -%}
        {%- for name, column in model['columns'].items() -%}
            {%- set held = column.constraints | rejectattr('type', 'in', keys) | list -%}
            {%- do columns.update({name: dict(column, constraints=held)}) -%}
        {%- endfor -%}
        {%- set constraints = constraints | rejectattr('type', 'in', keys) | list -%}
    {%- endif -%}
    {%- set of_columns = adapter.render_raw_columns_constraints(raw_columns=columns) -%}
    {%- set of_model = adapter.render_raw_model_constraints(raw_constraints=constraints) -%}
    ({{ (of_columns + of_model) | join(', ') }})
{%- endmacro %}
