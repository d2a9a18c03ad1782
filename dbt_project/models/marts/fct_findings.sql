with places as (
    select
        findings.finding_key,
        list(distinct statements.document order by statements.document) as documents,
        list(statements.statement_key order by statements.document, statements.char_start) as statement_keys,
        list(statements.raw order by statements.document, statements.char_start) as printed,
        string_agg(distinct statements.sentence, ' ¶ ' order by statements.sentence) as sentences,
        arg_min(statements.document_key, (statements.document, statements.char_start)) as document_key,
        max(statements.stated_on) as stated_on
    from (
        select
            finding_key,
            unnest(list_distinct(statement_keys)) as statement_key
        from {{ ref('int_findings') }}
    ) as findings
    inner join {{ ref('int_statements') }} as statements on findings.statement_key = statements.statement_key
    group by findings.finding_key
),

worded as (
    select
        *,
        case verdict when 'consistent' then 'khớp' when 'contradicted' then 'mâu thuẫn' else 'không kiểm chứng được' end
            as verdict_vi,
        case relation when 'equal' then 'bằng' when 'at_least' then 'không nhỏ hơn' else 'không lớn hơn' end
            as relation_vi,
        replace(relation, '_', ' ') as relation_en
    from {{ ref('int_findings') }}
)

select
    worded.finding_key,
    places.document_key,
    worded.kind,
    worded.verdict,
    worded.relation,
    worded.indicator_code,
    worded.label,
    worded.unit_code,
    worded.stated,
    worded.stated_low,
    worded.stated_high,
    worded.expected,
    worded.expected_low,
    worded.expected_high,
    worded.tolerance,
    worded.likely_slip,
    places.documents,
    places.statement_keys,
    places.printed,
    places.sentences,
    places.stated_on,
    worded.how_vi || ': ' || {{ number_vi('worded.stated') }} || ' phải ' || worded.relation_vi || ' '
    || {{ number_vi('worded.expected') }} || ' (từ ' || {{ number_vi('worded.expected_low') }} || ' đến '
    || {{ number_vi('worded.expected_high') }} || ') ' || coalesce(worded.unit_code, '') || ': ' || worded.verdict_vi
    || coalesce('; có thể nhầm đơn vị ' || worded.likely_slip, '') || '.' as explanation_vi,
    worded.how_en || ': ' || {{ number_en('worded.stated') }} || ' must be ' || worded.relation_en || ' '
    || {{ number_en('worded.expected') }} || ' (' || {{ number_en('worded.expected_low') }} || ' to '
    || {{ number_en('worded.expected_high') }} || ') ' || coalesce(worded.unit_code, '') || ': ' || worded.verdict
    || coalesce('; the unit is likely off by ' || worded.likely_slip, '') || '.' as explanation_en
from worded
inner join places on worded.finding_key = places.finding_key
