-- Findings and implied values name the figures that they rest on by these keys.
{% for model, kind, key in [
    ('fct_observations', 'observation', 'observation_key'),
    ('fct_targets', 'target', 'target_key'),
    ('fct_changes', 'change', 'change_key'),
    ('fct_shares', 'share', 'share_key'),
    ('fct_plan_completions', 'plan_completion', 'plan_completion_key'),
] %}
select
    {{ key }} as statement_key,
    '{{ kind }}' as kind,
    document,
    char_start,
    raw,
    label,
    sentence,
    stated_on
from {{ ref(model) }}
{{ "union all" if not loop.last }}
{% endfor %}
