{# A build goes on from the published warehouse where its facts are there before dbt starts; a unit test never does. #}
{% macro is_continued() -%}
    {%- set facts = api.Relation.create(database=target.database, schema='marts', identifier='fct_findings') -%}
    {{- return(
        execute and model.resource_type != 'unit_test' and not flags.FULL_REFRESH
        and load_cached_relation(facts) is not none
    ) -}}
{%- endmacro %}

{# Of a dimension that is made of what the facts name: only the members that it does not have. #}
{% macro if_new(key, alias=none) -%}
    {%- if is_incremental() -%}
        where {{ alias ~ '.' if alias else '' }}{{ key }} not in (select known.{{ key }} from {{ this }} as known)
    {%- endif -%}
{%- endmacro %}

{# Whether a document is one that the build takes in; always so in a build from nothing. #}
{% macro has_arrived(document_key) -%}
    {%- set documents = source('staging', 'stg_documents') if model.resource_type != 'unit_test' -%}
    {%- if is_continued() -%}
        {{ document_key }} in (select arrived.document_key from {{ documents }} as arrived)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether the vintages of an indicator and end of a period may have changed. #}
{% macro is_touched(indicator_code, period_end) -%}
    {%- set touched = ref('int_touched') if model.resource_type != 'unit_test' -%}
    {%- if is_continued() -%}
        ({{ indicator_code }}, {{ period_end }}) in (select (t.indicator_code, t.moment_end) from {{ touched }} as t)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether what rests on a statement has to be computed again. #}
{% macro to_recheck(statement_key) -%}
    {%- set recheck = ref('int_recheck') if model.resource_type != 'unit_test' -%}
    {%- if is_continued() -%}
        {{ statement_key }} in (select recheck.statement_key from {{ recheck }} as recheck)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro forget_touched_vintages() -%}
    {%- if is_continued() -%}
        delete from {{ this }} where {{ is_touched('indicator_code', 'moment_end') }}
    {%- endif -%}
{%- endmacro %}

{% macro forget_rechecked_findings() -%}
    {%- set recheck = ref('int_recheck') -%}
    {%- if is_continued() -%}
        delete from {{ this }} where statement_keys[1] in (select recheck.statement_key from {{ recheck }} as recheck)
    {%- endif -%}
{%- endmacro %}
