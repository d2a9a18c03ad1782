{# Numbers as each language writes them: large ones to one decimal, others to four. #}
{% macro number_en(value) -%}
    rtrim(rtrim(
        if(abs({{ value }}) >= 10000, format('{:,.1f}', {{ value }}), format('{:,.4f}', {{ value }})), '0'
    ), '.')
{%- endmacro %}

{% macro number_vi(value) -%}
    translate({{ number_en(value) }}, ',.', '.,')
{%- endmacro %}

{# The plural of a unit's English name: of what comes before "of" or "per". #}
{% macro plural_en(name) -%}
    case {{ name }}
        when 'person' then 'people' when 'criterion' then 'criteria' when 'aircraft' then 'aircraft'
        else
            regexp_replace(
                regexp_replace(
                    regexp_replace({{ name }}, '^(.*?)( (?:of|per) .*| \(.*)?$', '\1s\2'), '([^aeiou])ys( |$)', '\1ies\2'
                ),
                '(s|ch|sh|x)s( |$)', '\1es\2'
            )
    end
{%- endmacro %}

{# Units by the names that follow a number. In each place anew: what a view names once and reads twice, DuckDB works out
   whole, with columns that nobody asks for. #}
{% macro units_in_words() -%}
    select
        unit_code,
        kind,
        name_en,
        {{ plural_en('name_en') }} as many_en,
        split_part(name_vi, ',', 1) as short_vi
    from {{ ref('dim_units') }}
{%- endmacro %}

{# An amount with its unit; `units` is a row of units_in_words(), all null where the unit is not listed (a pair of
   currencies). #}
{% macro amount_en(value, unit_code, units) -%}
    case
        when {{ units }}.unit_code = 'percent' then {{ number_en(value) }} || '%'
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e12
            then {{ number_en('(' ~ value ~ ' / 1e12)') }} || ' trillion ' || {{ unit_code }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e9
            then {{ number_en('(' ~ value ~ ' / 1e9)') }} || ' billion ' || {{ unit_code }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e6
            then {{ number_en('(' ~ value ~ ' / 1e6)') }} || ' million ' || {{ unit_code }}
        when coalesce({{ units }}.kind, 'currency') in ('currency', 'ratio', 'rate', 'temperature', 'frequency')
            or abs({{ value }}) = 1
            then
                {{ number_en(value) }}
                || coalesce(' ' || if({{ units }}.kind = 'currency', null, {{ units }}.name_en), ' ' || {{ unit_code }}, '')
        else {{ number_en(value) }} || ' ' || {{ units }}.many_en
    end
{%- endmacro %}

{% macro amount_vi(value, unit_code, units) -%}
    {%- set money = "if(" ~ unit_code ~ " = 'VND', 'đồng', " ~ unit_code ~ ")" -%}
    case
        when {{ units }}.unit_code = 'percent' then {{ number_vi(value) }} || '%'
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e9
            then {{ number_vi('(' ~ value ~ ' / 1e9)') }} || ' tỷ ' || {{ money }}
        when {{ units }}.kind = 'currency' and abs({{ value }}) >= 1e6
            then {{ number_vi('(' ~ value ~ ' / 1e6)') }} || ' triệu ' || {{ money }}
        when {{ units }}.kind = 'currency' then {{ number_vi(value) }} || ' ' || {{ money }}
        else {{ number_vi(value) }} || coalesce(' ' || {{ units }}.short_vi, ' ' || {{ unit_code }}, '')
    end
{%- endmacro %}

{# The values that the other figures allow, after the one that they give. #}
{% macro range_of(amount, between, least, most) -%}
    case
        when expected_low = expected_high or (isinf(expected_low) and isinf(expected_high)) then ''
        when isinf(expected_low) then ' ({{ most }} ' || {{ amount('expected_high', 'findings.unit_code', 'units') }} || ')'
        when isinf(expected_high) then ' ({{ least }} ' || {{ amount('expected_low', 'findings.unit_code', 'units') }} || ')'
        else
            ' (' || {{ amount('expected_low', 'findings.unit_code', 'units') }} || ' {{ between }} '
            || {{ amount('expected_high', 'findings.unit_code', 'units') }} || ')'
    end
{%- endmacro %}

{# What a finding says was compared, as a code and the number or indicator that its words name: words are long, and one of
   a handful. #}
{% macro worded(wording, names='null') -%}
    {{ wording }} as wording,
    {{ names }}::varchar as wording_names
{%- endmacro %}

{# The words of each code: {1} and {2} stand for the amounts of the finding, {n} for what it names. #}
{% macro wordings() -%}
    {% set words = {
        'growth': (
            'Tăng trưởng nêu ra so với mức {1} và mức {2} của kỳ so sánh',
            'The stated growth against the level of {1} and that of {2} in the period compared with'
        ),
        'growth_up': (
            'Được nói là cao hơn kỳ so sánh',
            'Said to be higher than in the period compared with'
        ),
        'growth_down': (
            'Được nói là thấp hơn kỳ so sánh',
            'Said to be lower than in the period compared with'
        ),
        'largest_part': (
            'Tổng số so với thành phần lớn nhất được nêu',
            'The total against the largest stated part'
        ),
        'one_part': (
            'Tổng số so với một thành phần',
            'The total against a part of it'
        ),
        'parts': (
            'Tổng số so với tổng của {n} thành phần',
            'The total against the sum of {n} parts'
        ),
        'share': (
            'Tỷ trọng nêu ra so với {1} trên {2}',
            'The stated share against {1} of {2}'
        ),
        'share_whole': (
            'Tổng thể suy ra từ tỷ trọng của {1}, so với khoảng hợp lý của chỉ tiêu',
            'The whole that the share of {1} implies, against the plausible range of the indicator'
        ),
        'share_limit': (
            'Một phần không vượt quá tổng thể',
            'A part is no more than its whole'
        ),
        'plan_target': (
            'Mức hoàn thành nêu ra so với {1} trên mục tiêu {2}',
            'The stated completion against {1} of the target {2}'
        ),
        'plan': (
            'Kế hoạch năm {n} suy ra từ mức hoàn thành của {1} và của {2}',
            'The plan of {n} that the completions of {1} and of {2} imply'
        ),
        'ratio': (
            'Tỷ lệ nêu ra so với {1} trên {2}',
            'The stated ratio against {1} over {2}'
        ),
        'ratio_base': (
            'Mẫu số suy ra từ tỷ lệ và {1}, so với khoảng hợp lý của chỉ tiêu',
            'The denominator that the ratio and {1} imply, against the plausible range of its indicator'
        ),
        'ratio_part': (
            'Tỷ lệ nêu ra của {1} so với “{n}”, chỉ tiêu bao gồm phần đó',
            'The stated ratio of {1} against “{n}”, which contains it'
        ),
        'implied_rate': (
            'Tỷ giá suy ra từ {1} và {2}, so với khoảng hợp lý của những năm đó',
            'The exchange rate that {1} and {2} imply, against the plausible band of those years'
        ),
        'other_unit': (
            'Nêu lại bằng đơn vị khác của {1}',
            'Restated in another unit than {1}'
        ),
        'another': (
            'Lần nêu khác so với lần nêu sau cùng',
            'Another statement against the latest one'
        ),
        'farthest': (
            'Lần nêu xa nhất trong {n} lần so với lần nêu sau cùng',
            'The farthest of {n} statements against the latest one'
        ),
        'containment': (
            'Cả kỳ so với phần lớn nhất nằm trong kỳ',
            'The whole period against the largest one inside it'
        ),
        'plan_part': (
            'Kế hoạch suy ra của tổng số so với của 1 thành phần',
            'The plan implied for the total against that implied for a part'
        ),
        'plan_parts': (
            'Kế hoạch suy ra của tổng số so với của {n} thành phần',
            'The plan implied for the total against that implied for {n} parts'
        ),
        'earlier_part': (
            'Giá trị kỳ so sánh suy ra của tổng số so với của 1 thành phần',
            'The earlier value implied for the total against that implied for a part'
        ),
        'earlier_parts': (
            'Giá trị kỳ so sánh suy ra của tổng số so với của {n} thành phần',
            'The earlier value implied for the total against that implied for {n} parts'
        ),
    } -%}
    select *
    from (
        values
        {%- for code, (vi, en) in words.items() %}
        ('{{ code }}', '{{ vi }}', '{{ en }}'){{ "," if not loop.last }}
        {%- endfor %}
    ) as words (wording, how_vi, how_en)
{%- endmacro %}
