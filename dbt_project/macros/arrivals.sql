{# A build goes on from the published warehouse where its facts are there before dbt starts; a unit test where it says so. #}
{% macro is_continued() -%}
    {%- set facts = api.Relation.create(database=target.database, schema='marts', identifier='fct_findings') -%}
    {{- return(
        execute and model.resource_type != 'unit_test' and not flags.FULL_REFRESH
        and load_cached_relation(facts) is not none
    ) -}}
{%- endmacro %}

{# Whether a model names what only a build that goes on reads: always, but in a unit test of a build from nothing. #}
{% macro names_inputs() -%}
    {{- return(model.resource_type != 'unit_test' or is_continued()) -}}
{%- endmacro %}

{# Of a dimension that is made of what the facts name: only the members that it does not have. #}
{% macro if_new(key, alias=none) -%}
    {%- if is_incremental() -%}
        where {{ alias ~ '.' if alias else '' }}{{ key }} not in (select known.{{ key }} from {{ this }} as known)
    {%- endif -%}
{%- endmacro %}

{# Whether a document is one that the build takes in; always so in a build from nothing. #}
{% macro has_arrived(document_key) -%}
    {%- set documents = source('staging', 'stg_documents') if names_inputs() -%}
    {%- if is_continued() -%}
        {{ document_key }} in (select arrived.document_key from {{ documents }} as arrived)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether the vintages of an indicator and end of a period may have changed. #}
{% macro is_touched(indicator_code, period_end) -%}
    {%- set touched = ref('int_touched') if names_inputs() -%}
    {%- if is_continued() -%}
        ({{ indicator_code }}, {{ period_end }}) in (select t.indicator_code, t.moment_end from {{ touched }} as t)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether what rests on a statement has to be computed again. #}
{% macro to_recheck(statement_key) -%}
    {%- set recheck = ref('int_recheck') if names_inputs() -%}
    {%- if is_continued() -%}
        {{ statement_key }} in (select recheck.statement_key from {{ recheck }} as recheck)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Whether something of a document has to be computed again. #}
{% macro of_rechecked_document(document_key) -%}
    {%- set recheck = ref('int_recheck') if names_inputs() -%}
    {%- if is_continued() -%}
        {{ document_key }} in (select recheck.document_key from {{ recheck }} as recheck)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# Who looks whom up, by the catalogue: itself, a total its parts, a ratio what it is of. #}
{% macro watches() -%}
    select
        indicator_code,
        indicator_code as watched_code
    from {{ ref('dim_indicators') }}
    union distinct
    select
        parent_code as indicator_code,
        indicator_code as watched_code
    from {{ ref('dim_indicators') }}
    where parent_code is not null
    union distinct
    select
        ratios.indicator_code,
        unnest([ratios.numerator_code, ratios.denominator_code, numerators.parent_code]) as watched_code
    from {{ ref('dim_indicators') }} as ratios
    inner join {{ ref('dim_indicators') }} as numerators on ratios.numerator_code = numerators.indicator_code
{%- endmacro %}

{% macro forget_touched_vintages() -%}
    {%- if is_continued() -%}
        delete from {{ this }} where {{ is_touched('indicator_code', 'moment_end') }}
    {%- endif -%}
{%- endmacro %}

{# What a text that is current again had said, and what is now of a document that is gone, or no longer. #}
{% macro forget_changed_history() -%}
    {%- set history = source('history', 'superseded_observations') -%}
    {%- if is_continued() -%}
        delete from {{ this }}
        where
            (observation_key, coalesce(retired_on, date 'infinity')) not in (
                select history.observation_key, coalesce(history.retired_on, date 'infinity') from {{ history }} as history
            )
    {%- endif -%}
{%- endmacro %}

{% macro forget_rechecked_findings() -%}
    {%- set recheck = ref('int_recheck') -%}
    {%- if is_continued() -%}
        delete from {{ this }} where statement_keys[1] in (select recheck.statement_key from {{ recheck }} as recheck)
    {%- endif -%}
{%- endmacro %}

{# Of the periods that figures are about; years beyond 1900 to 2100 are slips. #}
{% macro years_of_periods() -%}
    select
        greatest(min(year(period_start)), 1900) as first_year,
        least(max(year(period_end)), 2100) as last_year
    from {{ ref('dim_periods') }}
{%- endmacro %}

{% macro forget_days_of_other_years() -%}
    {%- if is_continued() -%}
        delete from {{ this }}
        using ({{ years_of_periods() }}) as span
        where date_year < first_year or date_year > last_year
    {%- endif -%}
{%- endmacro %}
