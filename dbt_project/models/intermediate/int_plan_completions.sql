select
    documents.document_key,
    documents.stated_on,
    completions.*,
    levels.observation_key,
    levels.status as observation_status,
    -- "Kế hoạch 6 tháng", "kế hoạch quý" are other plans than the year's; "dự toán tỉnh giao" than the state's.
    case
        when
            regexp_matches(
                lower(substr(segments.text, completions.char_end - segments.char_start + 1, 60)),
                '^[\s%]*(so với )?(kế hoạch|dự toán|mục tiêu)( [^,.;%\d ]+){0,3} '
                || '(\d+ tháng|quý|tháng|được giao|giao|điều chỉnh|giai đoạn|trung hạn)'
            ) then 'other'
        else 'year'
    end as plan_scope,
    {{ obs_status('completions.status') }} as obs_status,
    {{ period_key('completions.period_start', 'completions.period_end',
        calendar_basis('completions.period_start', 'completions.period_end')) }} as period_key,
    {{ interval_low('completions.percent', 'completions.half_digit', 'completions.bound') }} as interval_low,
    {{ interval_high('completions.percent', 'null', 'completions.half_digit', 'completions.bound') }} as interval_high
from {{ source('staging', 'stg_plan_completions') }} as completions
inner join {{ source('staging', 'stg_documents') }} as documents on completions.document = documents.document
left join {{ source('staging', 'stg_segments') }} as segments
    on completions.document = segments.document and completions.segment_no = segments.segment_no
left join {{ source('staging', 'stg_observations') }} as levels
    on completions.document = levels.document and completions.observation_char_start = levels.char_start
