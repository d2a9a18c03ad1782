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

{# Whether a check flagged the figure, of one of the kinds given, that stands at a place of a document. #}
{% macro is_flagged(alias, facts) -%}
    exists (
        select 1
        from {{ source('audit', 'quality_flags') }} as flags
        where
            flags.fact in ('{{ facts | join("', '") }}')
            and flags.document = {{ alias }}.document
            and flags.char_start = {{ alias }}.char_start
    )
{%- endmacro %}
