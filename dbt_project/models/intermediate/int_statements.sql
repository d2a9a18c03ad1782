-- Every stated figure by its key: where it stands and what it says, whatever its kind.
{% for model, key in [
    ('int_levels', 'observation_key'),
    ('fct_changes', 'change_key'),
    ('fct_shares', 'share_key'),
    ('fct_plan_completions', 'plan_completion_key'),
] %}
select
    {{ key }} as statement_key,
    document_key,
    document,
    char_start,
    raw,
    stated_on,
    sentence,
    {{ 'period_source' if model == 'int_levels' else 'null' }} as period_source
from {{ ref(model) }}
{{ "union all" if not loop.last }}
{% endfor %}
