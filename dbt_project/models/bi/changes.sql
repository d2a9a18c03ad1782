with flags as (
    {{ quality_flags_of('change') }}
)

select
    changes.document,
    changes.char_start,
    changes.raw,
    changes.indicator_code,
    changes.label,
    changes.observation_char_start,
    changes.direction,
    changes.amount,
    changes.amount_unit,
    changes.reference_start,
    changes.reference_end,
    changes.bound,
    changes.sentence,
    changes.change_key,
    changes.amount_high,
    changes.period_start,
    changes.period_end,
    changes.stated_on,
    flags.quality_flags,
    {{ evidence_url('changes.document', 'changes.char_start') }} as evidence_url
from {{ ref('fct_changes') }} as changes
left join flags on changes.document = flags.document and changes.char_start = flags.char_start
