{# The quality flags of each figure of one kind, as comma-separated text; read live, since the checks write them after the models. #}
{% macro quality_flags_of(fact) -%}
    select
        document,
        char_start,
        string_agg(distinct flag, ',' order by flag) as quality_flags
    from {{ source('audit', 'quality_flags') }}
    where fact = '{{ fact }}'
    group by document, char_start
{%- endmacro %}
