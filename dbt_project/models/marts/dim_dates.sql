{{ config(materialized="table") }}

-- Every day of the years that figures are about; years beyond 1900 to 2100 are slips and get no days.
with span as (
    select
        greatest(min(year(period_start)), 1900) as first_year,
        least(max(year(period_end)), 2100) as last_year
    from {{ ref('dim_periods') }}
),

days as (
    select unnest(generate_series(make_date(first_year, 1, 1), make_date(last_year, 12, 31), interval 1 day)) as moment
    from span
),

dates as (
    select moment::date as day
    from days
)

select
    day as date_day,
    year(day) as date_year,
    quarter(day) as date_quarter,
    month(day) as date_month,
    isodow(day) as iso_weekday,
    day = last_day(day) as is_month_end,
    strftime(day, '%d/%m/%Y') as label_vi,
    'Tháng ' || month(day) || '/' || year(day) as month_vi,
    strftime(day, '%B %Y') as month_en,
    'Quý ' || ['I', 'II', 'III', 'IV'][quarter(day)] || '/' || year(day) as quarter_vi,
    'Q' || quarter(day) || ' ' || year(day) as quarter_en
from dates
