{# In a build that goes on from the published warehouse, what came with the copy stays: it was made by these models. #}
{% materialization view, adapter='duckdb' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.is_view and is_continued() -%}
        {%- call noop_statement('main', 'kept', 'kept') -%}{%- endcall -%}
        {{- return({'relations': [existing]}) -}}
    {%- else -%}
        {{- return(dbt.materialization_view_default()) -}}
    {%- endif -%}
{%- endmaterialization %}

{# Descriptions too; a table that is made anew has lost its own. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- if model.config.materialized != 'incremental' or not is_incremental() -%}
        {{- return(default__persist_docs(relation, model, for_relation, for_columns)) -}}
    {%- endif -%}
{%- endmacro %}
