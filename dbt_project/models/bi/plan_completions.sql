with flags as (
    {{ quality_flags_of('plan_completion') }}
)

select
    completions.document,
    completions.char_start,
    completions.raw,
    completions.observation_char_start,
    completions.indicator_code,
    completions.percent,
    completions.plan_year,
    completions.sentence,
    completions.label,
    completions.status,
    completions.bound,
    completions.period_start,
    completions.period_end,
    completions.stated_on,
    completions.plan_completion_key,
    flags.quality_flags,
    {{ evidence_url('completions.document', 'completions.char_start') }} as evidence_url
from {{ ref('fct_plan_completions') }} as completions
left join flags on completions.document = flags.document and completions.char_start = flags.char_start
