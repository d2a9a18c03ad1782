{# How relations are made. dbt's own ways swap names, compare columns and write descriptions again; where nobody looks at
   a relation meanwhile, and the models are those that made it, one statement does the same (benchmarks/notes.md). #}

{% macro made_private(relation_type) -%}
    {%- set relation = this.incorporate(type=relation_type) -%}
    {%- call statement('main') -%}
        create or replace {{ relation_type }} {{ relation.include(database=false) }} as (
            {{ sql }}
        )
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{- return({'relations': [relation]}) -}}
{%- endmacro %}

{# In a build that goes on from the published warehouse, what came with the copy stays: it was made by these models. #}
{% materialization view, adapter='duckdb' -%}
    {%- if not config.get('contract').enforced -%}
        {{- return(made_private('view')) -}}
    {%- endif -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.is_view and is_continued() -%}
        {%- call noop_statement('main', 'kept', 'kept') -%}{%- endcall -%}
        {{- return({'relations': [existing]}) -}}
    {%- endif -%}
    {{- return(dbt.materialization_view_default()) -}}
{%- endmaterialization %}

{% materialization table, adapter='duckdb' -%}
    {{- return(dbt.materialization_table_duckdb() if config.get('contract').enforced else made_private('table')) -}}
{%- endmaterialization %}

{# A view of everything; in a build that goes on a table of the few rows that matter, so that DuckDB knows how few. #}
{% materialization view_or_part, adapter='duckdb' -%}
    {{- return(made_private('table' if is_continued() else 'view')) -}}
{%- endmaterialization %}

{# Rows are appended to what came with the copy, whose columns are those of the contract. #}
{% materialization incremental, adapter='duckdb' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is none or not is_continued() -%}
        {{- return(dbt.materialization_incremental_duckdb()) -}}
    {%- endif -%}
    {%- set columns = model.columns.keys() | join(', ') -%}
    {{- run_hooks(pre_hooks, inside_transaction=True) -}}
    {%- call statement('main') -%}
        insert into {{ existing.include(database=false) }} ({{ columns }})
        select {{ columns }}
        from (
            {{ sql }}
        )
    {%- endcall -%}
    {{- run_hooks(post_hooks, inside_transaction=True) -}}
    {%- do adapter.commit() -%}
    {{- return({'relations': [existing]}) -}}
{%- endmaterialization %}

{# Descriptions came with the copy too; a table that is made anew has lost its own. Where a contract holds, the columns
   are those that it lists, and nobody asks the database for them. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- if model.config.materialized == 'incremental' and is_incremental() -%}
        {{- return('') -}}
    {%- elif not model.config.contract.enforced -%}
        {{- return(default__persist_docs(relation, model, for_relation, for_columns)) -}}
    {%- endif -%}
    {%- call statement('descriptions', auto_begin=False) -%}
        comment on {{ relation.type }} {{ relation }} is {{ duckdb_escape_comment(model.description) }};
        {% for name, column in model.columns.items() if column.description -%}
            comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment(column.description) }};
        {% endfor %}
    {%- endcall -%}
{%- endmacro %}
