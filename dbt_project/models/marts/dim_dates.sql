{{ config(pre_hook="{{ forget_days_of_other_years() }}") }}

-- Every day of the years that figures are about; years beyond 1900 to 2100 are slips and get no days.
with span as (
    {{ years_of_periods() }}
),

days as (
    select unnest(generate_series(make_date(first_year, 1, 1), make_date(last_year, 12, 31), interval 1 day)) as moment
    from span
),

dates as (
    select moment::date as date_day
    from days
)

select
    date_day,
    year(date_day) as date_year,
    quarter(date_day) as date_quarter,
    month(date_day) as date_month,
    isodow(date_day) as iso_weekday,
    date_day = last_day(date_day) as is_month_end,
    strftime(date_day, '%d/%m/%Y') as label_vi,
    'Tháng ' || month(date_day) || '/' || year(date_day) as month_vi,
    strftime(date_day, '%B %Y') as month_en,
    'Quý ' || ['I', 'II', 'III', 'IV'][quarter(date_day)] || '/' || year(date_day) as quarter_vi,
    'Q' || quarter(date_day) || ' ' || year(date_day) as quarter_en
from dates
{{ if_new('date_day') }}
