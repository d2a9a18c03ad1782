{# The value of a figure for one indicator, moment and unit: as the same document states it, else its latest statement
   anywhere. Two joins on keys; read the columns with beside(). #}
{% macro join_beside(alias, indicator, moment_start, moment_end, unit, document_key) -%}
    left join {{ ref('int_values') }} as {{ alias }}_own
        on
            {{ indicator }} = {{ alias }}_own.indicator_code
            and {{ moment_start }} = {{ alias }}_own.moment_start
            and {{ moment_end }} = {{ alias }}_own.moment_end
            and {{ unit }} = {{ alias }}_own.unit_code
            and {{ document_key }} = {{ alias }}_own.document_key
            and {{ alias }}_own.is_of_document
    left join {{ ref('int_values') }} as {{ alias }}_latest
        on
            {{ indicator }} = {{ alias }}_latest.indicator_code
            and {{ moment_start }} = {{ alias }}_latest.moment_start
            and {{ moment_end }} = {{ alias }}_latest.moment_end
            and {{ unit }} = {{ alias }}_latest.unit_code
            and {{ alias }}_latest.place = 1
{%- endmacro %}

{% macro beside(alias, column) -%}
    coalesce({{ alias }}_own.{{ column }}, {{ alias }}_latest.{{ column }})
{%- endmacro %}

{# Numbers in explanations, as each language writes them. #}
{% macro number_en(value) -%}
    rtrim(rtrim(format('{:,.4f}', {{ value }}::double), '0'), '.')
{%- endmacro %}

{% macro number_vi(value) -%}
    translate({{ number_en(value) }}, ',.', '.,')
{%- endmacro %}

{# Whether a figure that a number was computed from is only a floor or a ceiling. #}
{% macro any_open(columns) -%}
    ({% for column in columns %}isinf({{ column }}){{ " or " if not loop.last }}{% endfor %})
{%- endmacro %}
