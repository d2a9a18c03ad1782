{# A number that a row of a fact is known by inside one model; rows of a unit test's input have none of their own. #}
{% macro row_no(alias, key) -%}
    {{ 'hash(' ~ alias ~ '.' ~ key ~ ')::hugeint' if model.resource_type == 'unit_test' else alias ~ '.rowid' }}
{%- endmacro %}

{# Observations and targets in one. #}
{% macro all_levels() -%}
    select *
    from {{ ref('fct_observations') }}
    union all by name
    select * rename (target_key as observation_key)
    from {{ ref('fct_targets') }}
{%- endmacro %}

{# The columns given of every stated figure, by its key and kind. #}
{% macro all_statements(columns) -%}
    {% for fact, kind in [
        ('fct_observations', 'observation'),
        ('fct_targets', 'target'),
        ('fct_changes', 'change'),
        ('fct_shares', 'share'),
        ('fct_plan_completions', 'plan_completion'),
    ] %}
    select
        {{ kind }}_key as statement_key,
        '{{ kind }}' as kind,
        {%- for column in columns %}
        {{ column }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from {{ ref(fact) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
{%- endmacro %}
