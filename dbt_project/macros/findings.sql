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

{# The amounts that an explanation tells of, in the order of the places {1} and {2} in its words. #}
{% macro amounts() -%}
    [{% for value, unit in varargs %}{'value': {{ value }}::double, 'unit_code': {{ unit }}::varchar}
    {{- ", " if not loop.last }}{% endfor %}]
{%- endmacro %}

{# Whether a figure that a number was computed from is only a floor or a ceiling. #}
{% macro any_open(columns) -%}
    ({% for column in columns %}isinf({{ column }}){{ " or " if not loop.last }}{% endfor %})
{%- endmacro %}
