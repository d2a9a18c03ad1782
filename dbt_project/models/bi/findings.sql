-- Findings in words: what was compared, both numbers with their units, the verdict and the likely slip.
with units as (
    {{ units_in_words() }}
),

first_units as (
    {{ units_in_words() }}
),

second_units as (
    {{ units_in_words() }}
),

wordings as (
    {{ wordings() }}
),

statements as (
    {{ all_statements(['document', 'raw', 'sentence']) }}
),

-- Keys as a text: of a list that a subquery is about DuckDB numbers all rows first, whatever is asked for.
keyed as (
    select
        *,
        array_to_string(statement_keys, ' ') as keys
    from {{ ref('fct_findings') }}
),

worded as (
    select
        findings.*,
        (
            select
                {
                    'documents': array_to_string(list_sort(list_distinct(list(statements.document))), ', '),
                    'printed': string_agg(statements.raw, ' | ' order by named.position),
                    'sentences': array_to_string(list_sort(list_distinct(list(statements.sentence))), ' ¶ ')
                }
            from (
                select
                    unnest(string_split(findings.keys, ' ')) as statement_key,
                    generate_subscripts(string_split(findings.keys, ' '), 1) as position
            ) as named
            inner join statements on named.statement_key = statements.statement_key
        ) as origin,
        coalesce(indicators.name_vi, findings.label) as subject_vi,
        coalesce(indicators.name_en, findings.label) as subject_en,
        {% for language, amount in [('vi', amount_vi), ('en', amount_en)] %}
        replace(
            replace(
                replace(
                    wordings.how_{{ language }},
                    '{1}', coalesce({{ amount('amounts[1].value', 'amounts[1].unit_code', 'first_units') }}, '')
                ),
                '{2}', coalesce({{ amount('amounts[2].value', 'amounts[2].unit_code', 'second_units') }}, '')
            ),
            '{n}', coalesce(others.name_{{ language }}, findings.wording_names, '')
        ) as how_{{ language }},
        {{ amount('stated', 'findings.unit_code', 'units') }} as stated_{{ language }},
        {{ amount('expected', 'findings.unit_code', 'units') }} as expected_{{ language }},
        {% endfor %}
        {{ range_of(amount_vi, 'đến', 'ít nhất', 'nhiều nhất') }} as range_vi,
        {{ range_of(amount_en, 'to', 'at least', 'at most') }} as range_en,
        case findings.relation
            when 'equal' then ' so với ' when 'at_least' then ' phải không nhỏ hơn ' else ' phải không lớn hơn '
        end as relation_vi,
        case findings.relation
            when 'equal' then ' against ' when 'at_least' then ' must be at least ' else ' must be at most '
        end as relation_en,
        case findings.verdict
            when 'consistent' then 'khớp' when 'contradicted' then 'mâu thuẫn' else 'không kiểm chứng được'
        end as verdict_vi
    from keyed as findings
    left join {{ ref('dim_indicators') }} as indicators on findings.indicator_code = indicators.indicator_code
    left join wordings on findings.wording = wordings.wording
    left join {{ ref('dim_indicators') }} as others on findings.wording_names = others.indicator_code
    left join units on findings.unit_code = units.unit_code
    left join first_units on findings.amounts[1].unit_code = first_units.unit_code
    left join second_units on findings.amounts[2].unit_code = second_units.unit_code
)

select
    kind,
    verdict,
    stated,
    expected,
    tolerance,
    struct_extract(origin, 'documents') as documents,
    concat(
        subject_vi || '. ', how_vi, ': ',
        stated_vi, relation_vi, expected_vi, range_vi, ': ', verdict_vi,
        '; hai số lệch nhau ' || translate(substr(likely_slip, 3), ',', '.') || ' lần, có thể nhầm đơn vị', '.'
    ) as explanation_vi,
    concat(
        subject_en || '. ', how_en, ': ',
        stated_en, relation_en, expected_en, range_en, ': ', verdict,
        '; off by a factor of ' || substr(likely_slip, 3) || ', likely a slip of the unit', '.'
    ) as explanation_en,
    relation,
    indicator_code,
    label,
    unit_code,
    stated_low,
    stated_high,
    expected_low,
    expected_high,
    likely_slip,
    struct_extract(origin, 'printed') as printed,
    struct_extract(origin, 'sentences') as sentences,
    stated_on,
    finding_key,
    'site/findings.html#f' || finding_key as evidence_url
from worded
