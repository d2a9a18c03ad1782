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
    worded.statement_keys,
    places.printed,
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
