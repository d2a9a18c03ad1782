{{ config(pre_hook="{{ forget_rechecked_findings() }}") }}

with stated_in as (
    select
        named.finding_key,
        named.position,
        statements.document_key,
        statements.document,
        statements.raw,
        statements.stated_on
    from (
        select
            finding_key,
            unnest(statement_keys) as statement_key,
            generate_subscripts(statement_keys, 1) as position
        from {{ ref('int_findings') }}
    ) as named
    inner join {{ ref('int_statements') }} as statements on named.statement_key = statements.statement_key
),

places as (
    select
        finding_key,
        list(distinct document order by document) as documents,
        list(raw order by position) as printed,
        arg_min(document_key, position) as document_key,
        max(stated_on) as stated_on
    from stated_in
    group by finding_key
)

select
    findings.finding_key,
    places.document_key,
    findings.kind,
    findings.verdict,
    findings.relation,
    findings.indicator_code,
    findings.label,
    findings.unit_code,
    findings.stated,
    findings.stated_low,
    findings.stated_high,
    findings.expected,
    findings.expected_low,
    findings.expected_high,
    findings.tolerance,
    findings.likely_slip,
    places.documents,
    findings.statement_keys,
    places.printed,
    places.stated_on,
    explanations.explanation_vi,
    explanations.explanation_en
from {{ ref('int_findings') }} as findings
inner join places on findings.finding_key = places.finding_key
inner join {{ ref('int_finding_explanations') }} as explanations on findings.finding_key = explanations.finding_key
