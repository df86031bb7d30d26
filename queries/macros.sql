-- The formulas that views share; every interval covers 95 %.
-- Rates are 0 to 1, NPS -100 to 100. No answers give NULL, never 0.

-- two-sided 95 % quantile of the normal distribution
create or replace macro z95() as cast(1.959963984540054 as double);

create or replace macro rate(k, n) as cast(k as double) / nullif(n, 0);

-- Wilson (1927) score interval
create or replace macro wilson_spread(k, n) as z95() * sqrt(cast(k as double) * (n - k) / nullif(n, 0) + z95() * z95() / 4) / (n + z95() * z95());
create or replace macro wilson_centre(k, n) as (k + z95() * z95() / 2) / (nullif(n, 0) + z95() * z95());
create or replace macro wilson_low(k, n) as case when k = 0 and n > 0 then 0.0 else wilson_centre(k, n) - wilson_spread(k, n) end;
create or replace macro wilson_high(k, n) as case when k = n and n > 0 then 1.0 else wilson_centre(k, n) + wilson_spread(k, n) end;

-- difference a - b of two rates, Newcombe (1998) method 10: the Wilson intervals of both, combined
create or replace macro difference_low(ka, na, kb, nb) as
    rate(ka, na) - rate(kb, nb) - sqrt(power(rate(ka, na) - wilson_low(ka, na), 2) + power(wilson_high(kb, nb) - rate(kb, nb), 2));
create or replace macro difference_high(ka, na, kb, nb) as
    rate(ka, na) - rate(kb, nb) + sqrt(power(wilson_high(ka, na) - rate(ka, na), 2) + power(rate(kb, nb) - wilson_low(kb, nb), 2));

-- satisfied: top 1 of 2 or 3 points, top 2 of 4 to 7, top 3 of 8 to 11; no rule for other scales, so NULL
create or replace macro satisfied(score, scale_min, scale_max) as case
    when score is null then null
    when scale_max - scale_min + 1 between 2 and 3 then score >= scale_max
    when scale_max - scale_min + 1 between 4 and 7 then score >= scale_max - 1
    when scale_max - scale_min + 1 between 8 and 11 then score >= scale_max - 2
end;

create or replace macro nps(promoters, detractors, n) as 100 * cast(promoters - detractors as double) / nullif(n, 0);
create or replace macro nps_se_of(promoters, detractors, n) as
    100 * sqrt((rate(promoters + detractors, n) - power(rate(promoters - detractors, n), 2)) / n);
-- where all answer alike the interval would have no width: 3/4 of a promoter, 3/2 of a passive and 3/4 of a detractor are added
-- (adjusted Wald "(3, T)", Rocks 2016, The American Statistician 70:365); of a few answers that leaves out the NPS itself, which is put back in
create or replace macro nps_alike(promoters, detractors, n) as promoters = n or detractors = n or promoters + detractors = 0;
create or replace macro nps_se(promoters, detractors, n) as case
    when nps_alike(promoters, detractors, n) then nps_se_of(promoters + 0.75, detractors + 0.75, nullif(n, 0) + 3)
    else nps_se_of(promoters, detractors, n)
end;
create or replace macro nps_centre(promoters, detractors, n) as
    case when nps_alike(promoters, detractors, n) then nps(promoters, detractors, nullif(n, 0) + 3) else nps(promoters, detractors, n) end;
create or replace macro nps_low(promoters, detractors, n) as
    least(nps(promoters, detractors, n), greatest(nps_centre(promoters, detractors, n) - z95() * nps_se(promoters, detractors, n), -100 + 0 * nullif(n, 0)));
create or replace macro nps_high(promoters, detractors, n) as
    greatest(nps(promoters, detractors, n), least(nps_centre(promoters, detractors, n) + z95() * nps_se(promoters, detractors, n), 100 + 0 * nullif(n, 0)));

-- interval of a median by order statistics: place of its low end among n sorted values, the high end lies as far from the other side;
-- below 6 values there is none. Never covers less than 95 % (the tests compare with the binomial distribution).
create or replace macro median_place(n) as cast(nullif(greatest(floor((n + 1 - z95() * sqrt(n)) / 2), 0), 0) as bigint);
create or replace macro median_low(sorted) as sorted[median_place(len(sorted))];
create or replace macro median_high(sorted) as sorted[len(sorted) + 1 - median_place(len(sorted))];

-- how many values of a list are not above a limit, and how many are below it
create or replace macro up_to(sorted, most) as coalesce(len(list_filter(sorted, lambda x: x <= most)), 0);
create or replace macro below(sorted, bound) as coalesce(len(list_filter(sorted, lambda x: x < bound)), 0);

-- Kaplan-Meier over two lists in order: how long it took until a reply, and how long those without one have waited. Only the places of these,
-- counted from 1 among all by how long they waited, are gone through: between two of them the product of all (at risk - 1) / at risk is that of its ends.
-- waiting_places: of the same wait, replies come first
create or replace macro waiting_places(replies, waiting) as [
    place for one, place in list_sort(list_concat([struct_pack(minutes := x, waits := false) for x in replies], [struct_pack(minutes := x, waits := true) for x in waiting]))
    if one.waits
];
-- the share still waiting after the reply at a place (0: before any) of n, and Greenwood's sum there, which has no value where nobody is left
create or replace macro waiting_share(n, place, waiting) as cast(n - place as double) / n * coalesce(
    list_product(list_transform(list_filter(waiting, lambda x: x < place), lambda x: cast(n - x + 1 as double) / (n - x))), 1
);
create or replace macro waiting_spread(n, place, waiting) as cast(1 as double) / nullif(n - place, 0) - cast(1 as double) / n - coalesce(
    list_sum(list_transform(list_filter(waiting, lambda x: x < place), lambda x: cast(1 as double) / (n - x) - cast(1 as double) / (n - x + 1))), 0
);
create or replace macro waiting_state(place, grown, half) as
    struct_pack(place := cast(place as double), grown := cast(grown as double), half := cast(half as double));
create or replace macro waiting_first(n, last, grown, following) as case
    when greatest(last + 1, floor(n - (0.5 - 1e-12) * n / grown) + 1) < following then greatest(last + 1, floor(n - (0.5 - 1e-12) * n / grown) + 1)
end;
-- the place of the first reply after which fewer than half wait, and not by a rounding error alone
create or replace macro waiting_half(n, waiting) as struct_extract(
    list_reduce( -- noqa: LT01
        list_transform(list_append(waiting, n + 1), lambda x: waiting_state(x, 1, null)), -- noqa: PRS
        lambda a, b: waiting_state(
            struct_extract(b, 'place'),
            struct_extract(a, 'grown') * (n - struct_extract(b, 'place') + 1) / nullif(n - struct_extract(b, 'place'), 0),
            coalesce(
                struct_extract(a, 'half'),
                waiting_first(n, struct_extract(a, 'place'), struct_extract(a, 'grown'), struct_extract(b, 'place'))
            )
        ),
        waiting_state(0, 1, null)
    ),
    'half'
);

-- a count of independent events, Byar's approximation of the exact Poisson interval
create or replace macro count_low(x) as
    case when x > 0 then x * power(1 - 1 / (9.0 * x) - z95() / (3 * sqrt(x)), 3) when x = 0 then 0.0 end;
create or replace macro count_high(x) as (x + 1) * power(1 - 1 / (9.0 * (x + 1)) + z95() / (3 * sqrt(x + 1)), 3);
-- a sum of amounts as a compound Poisson total: its variance is the sum of the squared amounts
create or replace macro total_se(squares) as sqrt(squares);

-- detractor: 0 to 6 on NPS; elsewhere as many points at the bottom of the scale count as points at its top count as satisfied
create or replace macro detracting(kind, score, scale_min, scale_max) as case
    when score is null then null
    when kind in ('nps', 'enps') then score <= 6
    when kind = 'ces' and scale_max - scale_min = 6 then score <= scale_min + 2
    when scale_max - scale_min + 1 between 2 and 3 then score <= scale_min
    when scale_max - scale_min + 1 between 4 and 7 then score <= scale_min + 1
    when scale_max - scale_min + 1 between 8 and 11 then score <= scale_min + 2
end;

-- words: runs of letters and digits with what an apostrophe joins; scripts that put no spaces between words are cut into pairs of letters;
-- their letters are of several bytes each, so that texts of one byte a letter are not searched for them
create or replace macro unspaced() as '[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+';
create or replace macro parted(text) as
    case when strlen(text) > len(text) and regexp_matches(text, unspaced()) then regexp_replace(text, '(' || unspaced() || ')', ' \1 ', 'g') else text end;
create or replace macro runs_of(text) as regexp_extract_all(parted(lower(text)), '[\p{L}\p{M}\p{N}]+(?:[''’][\p{L}\p{M}\p{N}]+)*');
create or replace macro terms_of(run) as
    case when strlen(run) > len(run) and len(run) > 2 and regexp_matches(run, unspaced()) then [substr(run, i, 2) for i in range(1, len(run))] else [run] end;

-- bots, deleted and test accounts stand apart from both; whoever has no role is a member
create or replace macro side_of(role) as case
    when role in ('bot', 'deleted', 'test') then 'apart'
    when role in ('employee', 'staff', 'brand', 'agent') then 'staff'
    else 'member'
end;
-- words that ask to be passed on, in several languages; "tag" only before whom to tag, because it is also a day and a label
create or replace macro begs_share(words) as regexp_matches(
    lower(words),
    '(^|[^\p{L}])(share|repost|teilt|teile|teilen|markiert|markiere|markieren|partagez|partage|taguez|identifiez|comparte|etiqueta|condividi|tagga'
    || '|tag[ ,]+(and|a|an|your|who|whom|one|two|three|four|five|someone|somebody|us|them|friends|win))([^\p{L}]|$)'
);

-- how many of 13 ends, 30 days from one to the next and the last of them so many days after a day, come after that day
create or replace macro ends_after(days) as least(13, greatest(0, days + 29) // 30);
