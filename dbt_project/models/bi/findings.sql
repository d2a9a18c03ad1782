select
    kind,
    verdict,
    stated,
    expected,
    tolerance,
    array_to_string(documents, ', ') as documents,
    explanation_vi,
    explanation_en,
    relation,
    indicator_code,
    label,
    unit_code,
    stated_low,
    stated_high,
    expected_low,
    expected_high,
    likely_slip,
    array_to_string(printed, ' | ') as printed,
    (
        select string_agg(distinct statements.sentence, ' ¶ ' order by statements.sentence)
        from (select unnest(findings.statement_keys) as statement_key) as named
        inner join {{ ref('statements') }} as statements on named.statement_key = statements.statement_key
    ) as sentences,
    stated_on,
    finding_key,
    'site/findings.html#f' || finding_key as evidence_url
from {{ ref('fct_findings') }} as findings
