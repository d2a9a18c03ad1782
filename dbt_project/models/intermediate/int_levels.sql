{{ config(materialized="view_or_part") }}

-- depends_on: {{ ref('int_recheck') }}, {{ ref('fct_plan_completions') }}
-- Observations and targets in one, as the facts hold them; in a build that goes on, those of documents of which
-- something is computed again, and the targets of the plans concerned.
{% if not is_continued() -%}
{{ all_levels() }}
{%- else -%}
select *
from {{ ref('fct_observations') }}
where {{ of_rechecked_document('document_key') }}
union all by name
select * rename (target_key as observation_key)
from {{ ref('fct_targets') }}
where
    {{ of_rechecked_document('document_key') }}
    or indicator_code in (
        select completions.indicator_code
        from {{ ref('fct_plan_completions') }} as completions
        where {{ to_recheck('completions.plan_completion_key') }}
    )
{%- endif %}
