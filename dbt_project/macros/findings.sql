{# The value of a figure for one indicator, moment and unit: as the same document states it, else its latest statement
   anywhere. Two joins on keys; read the columns with beside(). `codes` is a query of the indicators that are asked for:
   only their values are put in the hash table of the first join, which else holds every value. #}
{% macro join_beside(alias, indicator, moment_start, moment_end, unit, document_key, codes=none) -%}
    left join (
        select stated.*
        from {{ ref('int_values') }} as stated
        where stated.is_of_document {{ 'and stated.indicator_code in (' ~ codes ~ ')' if codes }}
    ) as {{ alias }}_own
        on
            {{ indicator }} = {{ alias }}_own.indicator_code
            and {{ moment_start }} = {{ alias }}_own.moment_start
            and {{ moment_end }} = {{ alias }}_own.moment_end
            and {{ unit }} = {{ alias }}_own.unit_code
            and {{ document_key }} = {{ alias }}_own.document_key
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

{# Whose statement it is, of when, and where its period was told: of the first of the joined rows that was found. #}
{% macro origin_of(name, aliases) -%}
    {%- for column in ['document_key', 'stated_on', 'period_source'] %}
        case
            {% for alias in aliases -%}
            when {{ alias }}.observation_key is not null then {{ alias }}.{{ column }}
            {% endfor -%}
        end as {{ name }}_{{ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Of a relation: whose it is, since when it is known, whether documents differ in it, and whether a period in it is one
   that only a document as a whole names. `others`: the statements beside its own that have their origins; `sources`:
   where the periods were told. #}
{% macro origin(others=[], sources=[]) -%}
    document_key,
    greatest(stated_on{% for other in others %}, {{ other }}_stated_on{% endfor %}) as stated_on,
    {% for other in others -%}
    {{ "or " if not loop.first }}coalesce({{ other }}_document_key <> document_key, false)
    {%- else -%} false
    {%- endfor %} as is_across,
    {% for source in sources -%}
    {{ "or " if not loop.first }}coalesce({{ source }} in ('document', 'none'), false)
    {%- else -%} false
    {%- endfor %} as has_loose_period
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
