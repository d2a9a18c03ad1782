{# Numbers as each language writes them: large ones to one decimal, others to four. #}
{% macro number_en(value) -%}
    rtrim(rtrim(
        if(abs({{ value }}) >= 10000, format('{:,.1f}', {{ value }}), format('{:,.4f}', {{ value }})), '0'
    ), '.')
{%- endmacro %}

{% macro number_vi(value) -%}
    translate({{ number_en(value) }}, ',.', '.,')
{%- endmacro %}

{# The plural of a unit's English name: of what comes before "of" or "per". #}
{% macro plural_en(name) -%}
    case {{ name }}
        when 'person' then 'people' when 'criterion' then 'criteria' when 'aircraft' then 'aircraft'
        else
            regexp_replace(
                regexp_replace(
                    regexp_replace({{ name }}, '^(.*?)( (?:of|per) .*| \(.*)?$', '\1s\2'), '([^aeiou])ys( |$)', '\1ies\2'
                ),
                '(s|ch|sh|x)s( |$)', '\1es\2'
            )
    end
{%- endmacro %}

{# Units by the names that follow a number. In each place anew: what a view names once and reads twice, DuckDB works out
   whole, with columns that nobody asks for. #}
{% macro units_in_words() -%}
    select
        unit_code,
        kind,
        name_en,
        {{ plural_en('name_en') }} as many_en,
        split_part(name_vi, ',', 1) as short_vi
    from {{ ref('dim_units') }}
{%- endmacro %}

{# An amount with its unit; `units` is a row of units_in_words(), all null where the unit is not listed (a pair of
   currencies). #}
{% macro amount_en(value, unit_code, units) -%}
    case
        when {{ units }}.unit_code = 'percent' then {{ number_en(value) }} || '%'
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e12
            then {{ number_en('(' ~ value ~ ' / 1e12)') }} || ' trillion ' || {{ unit_code }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e9
            then {{ number_en('(' ~ value ~ ' / 1e9)') }} || ' billion ' || {{ unit_code }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e6
            then {{ number_en('(' ~ value ~ ' / 1e6)') }} || ' million ' || {{ unit_code }}
        when coalesce({{ units }}.kind, 'currency') in ('currency', 'ratio', 'rate', 'temperature', 'frequency')
            or abs({{ value }}) = 1
            then
                {{ number_en(value) }}
                || coalesce(' ' || if({{ units }}.kind = 'currency', null, {{ units }}.name_en), ' ' || {{ unit_code }}, '')
        else {{ number_en(value) }} || ' ' || {{ units }}.many_en
    end
{%- endmacro %}

{% macro amount_vi(value, unit_code, units) -%}
    {%- set money = "if(" ~ unit_code ~ " = 'VND', 'đồng', " ~ unit_code ~ ")" -%}
    case
        when {{ units }}.unit_code = 'percent' then {{ number_vi(value) }} || '%'
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e9
            then {{ number_vi('(' ~ value ~ ' / 1e9)') }} || ' tỷ ' || {{ money }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e6
            then {{ number_vi('(' ~ value ~ ' / 1e6)') }} || ' triệu ' || {{ money }}
        when {{ units }}.kind = 'currency' then {{ number_vi(value) }} || ' ' || {{ money }}
        else {{ number_vi(value) }} || coalesce(' ' || {{ units }}.short_vi, ' ' || {{ unit_code }}, '')
    end
{%- endmacro %}

{# The values that the other figures allow, after the one that they give. #}
{% macro range_of(amount, between, least, most) -%}
    case
        when expected_low = expected_high or (isinf(expected_low) and isinf(expected_high)) then ''
        when isinf(expected_low) then ' ({{ most }} ' || {{ amount('expected_high', 'findings.unit_code', 'units') }} || ')'
        when isinf(expected_high) then ' ({{ least }} ' || {{ amount('expected_low', 'findings.unit_code', 'units') }} || ')'
        else
            ' (' || {{ amount('expected_low', 'findings.unit_code', 'units') }} || ' {{ between }} '
            || {{ amount('expected_high', 'findings.unit_code', 'units') }} || ')'
    end
{%- endmacro %}
