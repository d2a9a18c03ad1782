-- Few levels are linked to another: only those look for the places that they name, and no other row is joined.
with named as (
    {% for link in ['total', 'converts', 'prior_of'] %}
    select
        document,
        observation_key,
        '{{ link }}' as link,
        {{ link }}_char_start as char_start
    from {{ source('staging', 'stg_observations') }}
    where {{ link }}_char_start is not null
    {{ "union all" if not loop.last }}
    {% endfor %}
),

found as (
    select
        named.observation_key,
        max(places.observation_key) filter (where named.link = 'total') as total_key,
        max(places.observation_key) filter (where named.link = 'converts') as converts_key,
        max(places.observation_key) filter (where named.link = 'prior_of') as prior_of_key
    from named
    inner join {{ source('staging', 'stg_observations') }} as places
        on named.document = places.document and named.char_start = places.char_start
    group by named.observation_key
),

levels as (
    select
        *,
        null::varchar as total_key,
        null::varchar as converts_key,
        null::varchar as prior_of_key
    from {{ source('staging', 'stg_observations') }}
    where total_char_start is null and converts_char_start is null and prior_of_char_start is null
    union all by name
    select
        linked.*,
        found.* exclude (found.observation_key)
    from {{ source('staging', 'stg_observations') }} as linked
    left join found on linked.observation_key = found.observation_key
    where
        linked.total_char_start is not null
        or linked.converts_char_start is not null
        or linked.prior_of_char_start is not null
)

select
    documents.document_key,
    documents.stated_on,
    levels.*,
    {{ obs_status('levels.status') }} as obs_status,
    {{ period_key('levels.period_start', 'levels.period_end', 'levels.period_basis') }} as period_key,
    {{ interval_low('levels.value', 'levels.half_digit', 'levels.bound') }} as interval_low,
    {{ interval_high('levels.value', 'levels.value_high', 'levels.half_digit', 'levels.bound') }} as interval_high
from levels
inner join {{ source('staging', 'stg_documents') }} as documents on levels.document = documents.document
