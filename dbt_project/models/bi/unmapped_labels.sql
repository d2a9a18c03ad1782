select
    label,
    unit_code,
    count(*) as statements,
    count(distinct document) as documents,
    arg_min(sentence, (document, char_start)) as example_sentence
from {{ ref('fct_observations') }}
where indicator_code is null
group by label, unit_code
