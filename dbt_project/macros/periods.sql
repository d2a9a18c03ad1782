{# The key of a period: its basis and both ends, readable and the same everywhere. Null where it has no dates. #}
{% macro period_key(period_start, period_end, period_basis) -%}
    {{ period_basis }} || ':' || {{ period_start }}::varchar || '/' || {{ period_end }}::varchar
{%- endmacro %}

{# What span of the calendar two dates are, for periods that are stated by their dates alone. #}
{% macro calendar_basis(period_start, period_end) -%}
    case
        when {{ period_start }} = {{ period_end }} then 'as_of'
        when {{ period_end }} <> last_day({{ period_end }}) or day({{ period_start }}) <> 1 then 'range'
        when {{ period_start }} = date_trunc('month', {{ period_end }}) then 'month'
        when {{ period_start }} = date_trunc('year', {{ period_end }}) and month({{ period_end }}) = 12 then 'year'
        when
            {{ period_start }} = date_trunc('quarter', {{ period_end }}) and month({{ period_end }}) % 3 = 0
            then 'quarter'
        when {{ period_start }} = date_trunc('year', {{ period_end }}) and month({{ period_end }}) = 6 then 'half_year'
        when
            month({{ period_start }}) = 7 and month({{ period_end }}) = 12
            and year({{ period_start }}) = year({{ period_end }})
            then 'half_year'
        when {{ period_start }} = date_trunc('year', {{ period_end }}) then 'year_to_date'
        else 'range'
    end
{%- endmacro %}
