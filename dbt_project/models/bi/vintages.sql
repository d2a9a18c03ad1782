{{ config(post_hook="{{ create_series_as_of() }}") }}

-- Figures that a check flagged stay in bi.observations and out of every series.
select vintages.*
from {{ ref('fct_vintages') }} as vintages
where not {{ is_flagged('vintages', ['observation']) }}
