{{ config(pre_hook="{{ forget_rechecked_findings() }}") }}
{{ comes_after('dim_documents', 'dim_indicators') }}

-- Numbers and keys; bi.findings puts them into words.
select
    finding_key,
    document_key,
    kind,
    verdict,
    relation,
    indicator_code,
    label,
    unit_code,
    stated,
    stated_low,
    stated_high,
    expected,
    expected_low,
    expected_high,
    tolerance,
    likely_slip,
    statement_keys,
    stated_on,
    amounts,
    wording,
    wording_names
from {{ ref('int_findings') }}
