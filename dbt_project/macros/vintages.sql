{# The order in which statements of one indicator and period count: the latest, then the firmest, then the first. #}
{% macro latest_first() -%}
    stated_on desc nulls last,
    case obs_status when 'A' then 1 when 'P' then 2 when 'E' then 3 else 4 end asc,
    bound = 'exact' desc,
    document_key asc,
    char_start asc
{%- endmacro %}
