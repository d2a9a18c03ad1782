{{ config(pre_hook="{{ forget_touched_vintages() }}") }}

-- Every statement of a value of a series, by the day that it was stated on; place 1 is the one that counts. A stock's
-- value is of the day that its period ends on, however the period is worded. Places are found among narrow rows, known
-- by their numbers, of series known by theirs: a window carries all its columns through its sort.
with stated as (
    select
        standing.*,
        {{ row_no('standing', 'observation_key') }} as statement_no,
        null::date as superseded_on
    from {{ ref('fct_observations') }} as standing
    where {{ is_touched('standing.indicator_code', 'standing.period_end') }}
    union all by name
    select
        earlier.* exclude (earlier.retired_on),
        -1 - {{ row_no('earlier', 'observation_key') }} as statement_no,
        coalesce(documents.stated_on, earlier.retired_on, earlier.stated_on, date '0001-01-01') as superseded_on
    from {{ ref('fct_superseded_observations') }} as earlier
    left join {{ ref('dim_documents') }} as documents on earlier.document = documents.document
    where {{ is_touched('earlier.indicator_code', 'earlier.period_end') }}
),

moments as (
    {% for fact, superseded in [('fct_observations', false), ('fct_superseded_observations', true)] %}
    select
        {{ "-1 - " if superseded }}{{ row_no('stated', 'observation_key') }} as statement_no,
        stated.document_key,
        {{ series_no('stated') }} as series_no,
        if(indicators.kind = 'stock', stated.period_end, stated.period_start) as moment_start,
        stated.period_end as moment_end,
        {{ superseded }} as is_superseded,
        stated.stated_on,
        stated.version,
        stated.obs_status,
        stated.bound,
        stated.char_start
    from {{ ref(fact) }} as stated
    inner join {{ ref('dim_indicators') }} as indicators on stated.indicator_code = indicators.indicator_code
    where stated.period_start <= stated.period_end and {{ is_touched('stated.indicator_code', 'stated.period_end') }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

placed as (
    select
        moments.statement_no,
        moments.document_key,
        moments.series_no,
        moments.moment_start,
        moments.moment_end,
        row_number() over (
            partition by moments.series_no, moments.moment_start, moments.moment_end
            order by
                moments.is_superseded asc,
                moments.stated_on desc nulls last,
                moments.version desc,
                {{ firmest_first('moments') }}
        ) as place
    from moments
),

-- A document rarely states a value twice. Of its statements the first of all its own is the firmest: they differ in
-- nothing that comes before that.
repeated as (
    select
        document_key,
        series_no,
        moment_start,
        moment_end,
        min(place) as first_place
    from placed
    group by document_key, series_no, moment_start, moment_end
    having count(*) > 1
),

marked as (
    select
        placed.statement_no,
        placed.moment_start,
        placed.place,
        coalesce(placed.place = repeated.first_place, true) as is_of_document
    from placed
    left join repeated
        on
            placed.document_key = repeated.document_key
            and placed.series_no = repeated.series_no
            and placed.moment_start = repeated.moment_start
            and placed.moment_end = repeated.moment_end
)

select
    stated.observation_key,
    stated.document_key,
    stated.document,
    stated.version,
    stated.superseded_on,
    stated.char_start,
    stated.indicator_code,
    stated.label,
    stated.unit_code,
    marked.moment_start,
    stated.period_end as moment_end,
    stated.period_start,
    stated.period_end,
    stated.period_basis,
    stated.period_source,
    stated.value,
    stated.value_high,
    stated.interval_low,
    stated.interval_high,
    stated.status,
    stated.obs_status,
    stated.bound,
    stated.stated_on,
    marked.place,
    marked.is_of_document
from stated
inner join marked on stated.statement_no = marked.statement_no
