{# The values that a printed figure may stand for: half a unit of its last digit to both sides, more where the text
   says "about", open on one side where it says "nearly" or "more than". Infinite ends are open ends. #}
{% macro interval_low(value, half_digit, bound) -%}
    case {{ bound }}
        when 'at_most' then '-infinity'::double
        when 'approx' then
            {{ value }}::double
            - greatest(coalesce({{ half_digit }}::double, 0), abs({{ value }}::double) * {{ var('approximate_share') }})
        else {{ value }}::double - coalesce({{ half_digit }}::double, 0)
    end
{%- endmacro %}

{% macro interval_high(value, value_high, half_digit, bound) -%}
    case {{ bound }}
        when 'at_least' then 'infinity'::double
        when 'approx' then
            {{ value }}::double
            + greatest(coalesce({{ half_digit }}::double, 0), abs({{ value }}::double) * {{ var('approximate_share') }})
        else coalesce({{ value_high }}, {{ value }})::double + coalesce({{ half_digit }}::double, 0)
    end
{%- endmacro %}

{# SDMX CL_OBS_STATUS; a target is no observation and has none. #}
{% macro obs_status(status) -%}
    case {{ status }}
        when 'actual' then 'A' when 'estimated' then 'E' when 'preliminary' then 'P' when 'forecast' then 'F'
    end
{%- endmacro %}
