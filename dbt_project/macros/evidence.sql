{# The address of a document's evidence page, or of the place of a figure in it, relative to the warehouse file's folder.
   A plain file name is its own page name; any other keeps what of it an address can hold, and a hash that tells it apart. #}
{% macro evidence_url(document, char_start=none) -%}
    'site/documents/' || case
        when regexp_full_match({{ document }}, '[a-z0-9][a-z0-9_-]{0,99}\.txt') then {{ document }}[:-5]
        else
            regexp_replace(replace(lower(strip_accents({{ document }})), 'đ', 'd'), '[^a-z0-9]+', '-', 'g')[:60]
            || '-' || left(md5({{ document }}), 12)
    end || '.html'
    {%- if char_start is not none %} || coalesce('#c' || {{ char_start }}::varchar, ''){% endif %}
{%- endmacro %}
