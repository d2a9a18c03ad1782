-- Targets are no observations; figures that a check flagged are left to bi.observations.
with usable as (
    select *
    from {{ ref('fct_observations') }} as stated
    where
        indicator_code is not null
        and period_start <= period_end
        and not exists (
            select 1
            from {{ source('audit', 'quality_flags') }} as flags
            where
                flags.fact = 'observation'
                and flags.document = stated.document
                and flags.char_start = stated.char_start
        )
),

ranked as (
    select
        *,
        row_number() over (
            statements_of
            order by
                stated_on desc nulls last,
                case obs_status when 'A' then 1 when 'P' then 2 when 'E' then 3 else 4 end asc,
                bound = 'exact' desc,
                document_key asc,
                char_start asc
        ) as place,
        count(*) over statements_of as statements,
        min(stated_on) over statements_of as first_stated_on,
        max(stated_on) over statements_of as last_stated_on
    from usable
    window statements_of as (partition by indicator_code, period_start, period_end, unit_code)
)

select
    ranked.indicator_code,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    indicators.sector_code,
    indicators.kind,
    ranked.period_start,
    ranked.period_end,
    ranked.period_basis,
    periods.label_vi as period_vi,
    periods.label_en as period_en,
    ranked.value,
    ranked.value_high,
    ranked.unit_code,
    ranked.status,
    ranked.obs_status,
    ranked.bound,
    ranked.first_stated_on,
    ranked.last_stated_on,
    ranked.statements,
    ranked.document,
    ranked.char_start,
    ranked.sentence,
    ranked.observation_key
from ranked
inner join {{ ref('dim_indicators') }} as indicators on ranked.indicator_code = indicators.indicator_code
left join {{ ref('dim_periods') }} as periods on ranked.period_key = periods.period_key
where ranked.place = 1
