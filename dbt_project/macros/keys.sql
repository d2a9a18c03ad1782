{# Tables of many rows: their keys are declared, and held by the test keys_hold over whole tables. As indexes of the
   database, which grow row by row, they would cost more than the models (benchmarks/notes.md). Keys of other tables are
   named by the meta `within` of a column. #}
{% macro keys_are_tested(node) -%}
    {{- return(node['name'].startswith('fct_') or node['name'] == 'dim_segments') -}}
{%- endmacro %}

{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set columns, constraints = model['columns'], model['constraints'] -%}
    {%- if keys_are_tested(model) -%}
        {%- set columns = {} -%}
        {%- for name, column in model['columns'].items() -%}
            {%- set held = column.constraints | rejectattr('type', 'equalto', 'primary_key') | list -%}
            {%- do columns.update({name: dict(column, constraints=held)}) -%}
        {%- endfor -%}
        {%- set constraints = constraints | rejectattr('type', 'equalto', 'primary_key') | list -%}
    {%- endif -%}
    {%- set of_columns = adapter.render_raw_columns_constraints(raw_columns=columns) -%}
    {%- set of_model = adapter.render_raw_model_constraints(raw_constraints=constraints) -%}
    ({{ (of_columns + of_model) | join(', ') }})
{%- endmacro %}

{# What a fact is made after without reading it: the tables in which the values of its keys stand, so that they are there
   when the test looks. A foreign key of the contract would say as much, but for it dbt-duckdb makes one such table at a
   time, whatever the database holds of it. #}
{% macro comes_after() -%}
    {%- for name in varargs if model.resource_type != 'unit_test' -%}
        {%- do ref(name) -%}
    {%- endfor -%}
{%- endmacro %}
