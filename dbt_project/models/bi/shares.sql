with flags as (
    {{ quality_flags_of('share') }}
)

select
    shares.document,
    shares.char_start,
    shares.raw,
    shares.observation_char_start,
    shares.whole_indicator_code,
    shares.whole_label,
    shares.percent,
    shares.bound,
    shares.sentence,
    shares.indicator_code,
    shares.label,
    shares.period_start,
    shares.period_end,
    shares.status,
    shares.stated_on,
    shares.share_key,
    flags.quality_flags,
    {{ evidence_url('shares.document', 'shares.char_start') }} as evidence_url
from {{ ref('fct_shares') }} as shares
left join flags on shares.document = flags.document and shares.char_start = flags.char_start
