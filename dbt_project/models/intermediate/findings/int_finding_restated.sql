-- One indicator and moment stated more than once: each earlier statement against the latest. An estimate that a later
-- document replaces is a revision, not a contradiction.
select
    'restated' as kind,
    earlier.indicator_code,
    earlier.label,
    'equal' as relation,
    earlier.value::double as stated,
    earlier.interval_low as stated_low,
    earlier.interval_high as stated_high,
    latest.value::double as expected,
    latest.interval_low as expected_low,
    latest.interval_high as expected_high,
    null::double as other_low,
    null::double as other_high,
    earlier.unit_code,
    earlier.value::double / nullif(latest.value::double, 0) as slip_ratio,
    earlier.obs_status <> 'A' and earlier.document_key <> latest.document_key as may_be_revised,
    [earlier.observation_key, latest.observation_key] as statement_keys,
    'Giá trị nêu trước so với giá trị nêu sau cùng' as how_vi,
    'An earlier statement against the latest one' as how_en
from {{ ref('int_values') }} as earlier
inner join {{ ref('int_values') }} as latest
    on
        earlier.indicator_code = latest.indicator_code
        and earlier.moment_start = latest.moment_start
        and earlier.moment_end = latest.moment_end
        and earlier.unit_code = latest.unit_code
        and latest.place = 1
where earlier.place > 1
