{{ config(materialized="view_or_part") }}

-- depends_on: {{ ref('int_looked_up') }}
-- What the documents as they are now state of series: what can be compared.
select vintages.*
from {{ ref('fct_vintages') }} as vintages
{% if is_continued() -%}
inner join {{ ref('int_looked_up') }} as wanted
    on vintages.indicator_code = wanted.indicator_code and vintages.moment_end = wanted.moment_end
{% endif -%}
where vintages.superseded_on is null
