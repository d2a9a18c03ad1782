{# An indicator and unit as one number, which a window sorts in half the time of two texts. Two of some thousand pairs
   have the same once in a million million catalogues. #}
{% macro series_no(alias) -%}
    hash({{ alias }}.indicator_code, {{ alias }}.unit_code)
{%- endmacro %}

{# Of statements as late as each other: actual before estimated, exact before about, then the first. #}
{% macro firmest_first(alias) -%}
    case {{ alias }}.obs_status when 'A' then 1 when 'P' then 2 when 'E' then 3 else 4 end asc,
    {{ alias }}.bound = 'exact' desc,
    {{ alias }}.document_key asc,
    {{ alias }}.char_start asc
{%- endmacro %}

{# One row an indicator, moment and unit: its latest usable statement among those that hold the condition. #}
{% macro latest_of_vintages(vintages, condition) -%}
    select
        indicator_code,
        moment_start,
        moment_end,
        unit_code,
        arg_max(observation_key, (coalesce(stated_on, date '0001-01-01'), -place)) as observation_key,
        min(stated_on) as first_stated_on,
        max(stated_on) as last_stated_on,
        count(*) as statements
    from {{ vintages }}
    where {{ condition }}
    group by indicator_code, moment_start, moment_end, unit_code
{%- endmacro %}

{# What was known on a day, as a table macro of the schema bi: bi.series_as_of(date, include_implied := true). Values that
   figures only imply are marked I (imputed), never stand where a value was stated, and come from no flagged figure. #}
{% macro create_series_as_of() -%}
    {%- set vintages = this.include(database=false) -%}
    create or replace macro {{ this.schema }}.series_as_of(as_of, include_implied := false) as table (
        with latest as (
            {{ latest_of_vintages(vintages, 'stated_on <= as_of and coalesce(superseded_on > as_of, true)') }}
        ),

        stated as (
            select
                vintages.indicator_code,
                vintages.period_start,
                vintages.period_end,
                vintages.value,
                vintages.unit_code,
                vintages.status,
                vintages.obs_status,
                vintages.bound,
                latest.first_stated_on,
                latest.last_stated_on,
                latest.statements,
                vintages.document,
                vintages.char_start,
                vintages.observation_key
            from latest
            inner join {{ vintages }} as vintages on latest.observation_key = vintages.observation_key
        ),

        implied as (
            select
                implied.indicator_code,
                implied.period_start,
                implied.period_end,
                implied.value::decimal(38, 6) as value,
                implied.unit_code,
                'implied' as status,
                'I' as obs_status,
                'range' as bound,
                implied.stated_on as first_stated_on,
                implied.stated_on as last_stated_on,
                1 as statements,
                implied.document,
                implied.char_start,
                implied.implied_key as observation_key
            from {{ ref('fct_implied_observations') }} as implied
            where
                include_implied
                and implied.derivation <> 'plan'
                and implied.stated_on <= as_of
                and implied.indicator_code is not null
                and implied.period_start <= implied.period_end
                and not {{ is_flagged('implied', ['change', 'share']) }}
                and not exists (
                    select 1
                    from stated
                    where
                        stated.indicator_code = implied.indicator_code
                        and stated.period_start = implied.period_start
                        and stated.period_end = implied.period_end
                        and stated.unit_code = implied.unit_code
                )
            qualify row_number() over (
                partition by implied.indicator_code, implied.period_start, implied.period_end, implied.unit_code
                order by implied.stated_on desc, implied.implied_key asc
            ) = 1
        )

        select
            known.*,
            indicators.name_vi as indicator_vi,
            indicators.name_en as indicator_en,
            indicators.sector_code
        from (
            select * from stated
            union all by name
            select * from implied
        ) as known
        left join {{ ref('dim_indicators') }} as indicators on known.indicator_code = indicators.indicator_code
    )
{%- endmacro %}
