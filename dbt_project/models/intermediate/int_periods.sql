with stated as (
    select
        period_start,
        period_end,
        period_basis
    from {{ source('staging', 'stg_observations') }}
    union distinct
    {% for table in ['stg_changes', 'stg_shares', 'stg_plan_completions'] %}
    select
        period_start,
        period_end,
        {{ calendar_basis('period_start', 'period_end') }} as period_basis
    from {{ source('staging', table) }}
    union distinct
    {% endfor %}
    select
        reference_start as period_start,
        reference_end as period_end,
        {{ calendar_basis('reference_start', 'reference_end') }} as period_basis
    from {{ source('staging', 'stg_changes') }}
),

dated as (
    select
        *,
        date_diff('day', period_start, period_end) + 1 as days,
        year(period_end) as period_year,
        month(period_end) as end_month,
        period_end = last_day(period_end) and month(period_end) < 12 as ends_with_a_month,
        period_basis = 'year_to_date' and period_end = make_date(year(period_end), 1, 31) as is_sum_of_january,
        strftime(period_start, '%d/%m/%Y') as start_vi,
        strftime(period_end, '%d/%m/%Y') as end_vi
    from stated
    where period_start is not null and period_end is not null
)

select
    {{ period_key('period_start', 'period_end', 'period_basis') }} as period_key,
    period_start,
    period_end,
    period_basis,
    days,
    period_year,
    case
        when date_trunc('quarter', period_start) = date_trunc('quarter', period_end) then quarter(period_end)
    end as period_quarter,
    case when date_trunc('month', period_start) = date_trunc('month', period_end) then end_month end as period_month,
    case
        when period_basis = 'as_of' then 'Đến ngày ' || end_vi
        when period_basis = 'month' or is_sum_of_january then 'Tháng ' || end_month || '/' || period_year
        when period_basis = 'quarter' then 'Quý ' || ['I', 'II', 'III', 'IV'][quarter(period_end)] || '/' || period_year
        when period_basis = 'half_year' then '6 tháng ' || if(end_month = 6, 'đầu', 'cuối') || ' năm ' || period_year
        when period_basis = 'year' then 'Năm ' || period_year
        when period_basis = 'year_to_date' and ends_with_a_month then end_month || ' tháng đầu năm ' || period_year
        when period_basis = 'year_to_date' then 'Từ đầu năm đến ' || end_vi
        else 'Từ ' || start_vi || ' đến ' || end_vi
    end as label_vi,
    case
        when period_basis = 'as_of' then 'As of ' || period_end::varchar
        when period_basis = 'month' or is_sum_of_january then strftime(period_end, '%B %Y')
        when period_basis = 'quarter' then 'Q' || quarter(period_end) || ' ' || period_year
        when period_basis = 'half_year' then if(end_month = 6, 'First', 'Second') || ' half of ' || period_year
        when period_basis = 'year' then period_year::varchar
        when period_basis = 'year_to_date' and ends_with_a_month then 'January to ' || strftime(period_end, '%B %Y')
        when period_basis = 'year_to_date' then 'From 1 January to ' || period_end::varchar
        else period_start::varchar || ' to ' || period_end::varchar
    end as label_en
from dated
