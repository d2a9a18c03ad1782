{# Observations and targets in one. #}
{% macro all_levels() -%}
    select *
    from {{ ref('fct_observations') }}
    union all by name
    select * rename (target_key as observation_key)
    from {{ ref('fct_targets') }}
{%- endmacro %}

{# The columns given of every stated figure, by its key and kind. One kind may lack a column: it is null there. #}
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
        {{ 'null::varchar as ' if column == 'period_source' and kind not in ('observation', 'target') }}{{ column }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from {{ ref(fact) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
{%- endmacro %}
