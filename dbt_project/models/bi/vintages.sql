{{ config(post_hook="{{ create_series_as_of() }}") }}

-- Figures that a check flagged stay in bi.observations and out of every series.
select vintages.*
from {{ ref('fct_vintages') }} as vintages
where not exists (
    select 1
    from {{ source('audit', 'quality_flags') }} as flags
    where
        flags.fact = 'observation'
        and flags.document = vintages.document
        and flags.char_start = vintages.char_start
)
