-- grain: one row per word that at least $documents comments (10 if not given) of this period have, those of detractors and of others together
-- left_ counts detractors' words, right_ those of all others who gave a score; the sums over all words, rare ones too, stand in every row.
-- A word is a run of letters and digits; scripts that put no spaces between words are cut into pairs of letters. A $theme narrows.
with comments as (
    select comment as text, detracting(cast(kind as varchar), score, scale_min, scale_max) as detractor
    from surveys
    where
        period = 'this'
        and comment is not null
        and kind <> 'enps'
        and not is_staff
        and ($theme is null or contains(chr(31) || cast(themes as varchar) || chr(31), chr(31) || $theme || chr(31)))
),
-- many people write the same few words, which are taken apart once
documents as (
    select
        row_number() over () as document,
        text,
        count(*) filter (where detractor) as left_copies,
        count(*) filter (where not detractor) as right_copies,
    from comments
    where detractor is not null
    group by text
),
runs as (
    select document, left_copies, right_copies, unnest(runs_of(text)) as run
    from documents
),
counted as (
    select document, left_copies, right_copies, unnest(terms_of(run)) as word, count(*) as times
    from runs
    group by document, left_copies, right_copies, word
),
words as (
    select
        word,
        sum(left_copies * times) as left_times,
        sum(right_copies * times) as right_times,
        cast(sum(left_copies) as bigint) as left_documents,
        cast(sum(right_copies) as bigint) as right_documents,
    from counted
    group by word
)
select
    word,
    left_times,
    right_times,
    left_documents,
    right_documents,
    sum(left_times) over () as left_total,
    sum(right_times) over () as right_total,
from words
qualify left_documents + right_documents >= coalesce($documents, 10)
order by left_times + right_times desc, word
