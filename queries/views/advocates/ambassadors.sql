-- grain: one row per path of states, with how many people went it; then one per person of the first $most of each state now (empty: of all)
-- Of customers and members who are, were or could be an ambassador at the end of the period or of one of the 12 times 30 days before.
-- Signs: the latest NPS is 9 or 10; a valid referral; $answers thanks from others; $orders orders; active in $months of the last 3 times
-- 30 days. Ambassador: $signs signs or more, no score of 0 to 6 in $quiet days, and consent. Candidate: the same without consent.
-- Resting: was an ambassador, and the signs are too few now. Lost: was one, and gave 0 to 6, or did nothing and bought nothing for $quiet days.
-- states has a letter each 30 days, the oldest first, the 13th now: a, c, r, l, or - for none. Followers count for nothing.
-- What holds at which of the 13 ends is a number with a bit for each, 1 for the last one, 2 for the one 30 days before: `n` ends come after
-- a day, so that what began on it holds at (1 << n) - 1, and what also ceased, with `m` ends after that, at (1 << n) - (1 << m).
with judged as (
    select number, coalesce(consent, false) as consent
    from all_people
    where not is_staff and role is distinct from 'partner'
),
-- where nobody is to be judged, nothing needs to be looked at
ends as (
    select
        cast($period_end as date) as end_day,
        coalesce($signs, 2) as signs,
        coalesce($answers, 3) as answers,
        coalesce($orders, 3) as orders,
        coalesce($months, 2) as months,
        coalesce($quiet, 180) as quiet,
    where exists (select 1 from judged)
),
referred as (
    select
        referrer,
        count(*) as referrals,
        max(day) as last_day,
        bit_or((1 << n) - 1) as has_referred,
        bit_or((1 << n) - (1 << m)) as is_there,
    from (
        select
            r.referrer,
            r.day,
            ends_after(d.end_day - r.day) as n,
            ends_after(d.end_day - r.day - d.quiet) as m,
        from whole_referrals as r
        cross join ends as d
        where r.day < cast($period_end as date) and r.refusal is null and not r.is_staff
    ) as r
    group by referrer
),
thanked as (
    select t.toward, t.thanks, (1 << ends_after(e.end_day - t.days[e.answers])) - 1 as is_thanked
    from (
        select i.toward, count(*) as thanks, min(i.day, coalesce($answers, 3)) as days
        from whole_tie_acts as i
        cross join ends as d
        where i.day < cast($period_end as date) and i.kind = 'thanks' and i.is_named and (i.actor is null or i.actor <> i.toward)
        group by i.toward
    ) as t
    cross join ends as e
),
ordered as (
    select
        person,
        count(*) as orders,
        max(day) as last_day,
        (1 << ends_after(any_value(end_day) - min(day, coalesce($orders, 3))[coalesce($orders, 3)])) - 1 as has_ordered,
        bit_or((1 << n) - (1 << m)) as is_there,
    from (
        select
            o.person,
            o.day,
            d.end_day,
            ends_after(d.end_day - o.day) as n,
            ends_after(d.end_day - o.day - d.quiet) as m,
        from whole_orders as o
        cross join ends as d
        where o.day < cast($period_end as date) and o.person is not null and not o.is_staff and (o.refunded is null or o.refunded < o.amount)
    ) as o
    group by person
),
-- a score holds until the next one
scored as (
    select
        person,
        max(score) filter (where next_n = 0) as score,
        bit_or((1 << n) - (1 << next_n)) filter (where score >= 9) as is_promoter,
        bit_or((1 << n) - (1 << m)) filter (where score <= 6) as is_detractor,
    from (
        select
            s.person,
            s.score,
            ends_after(d.end_day - s.day) as n,
            ends_after(d.end_day - s.day - d.quiet) as m,
            coalesce(ends_after(d.end_day - s.next_day), 0) as next_n,
        from whole_nps_followed as s
        cross join ends as d
        where s.day < cast($period_end as date)
    ) as s
    group by person
),
-- everybody does most of it, on the same few days: what a day tells is found once a day. is_active has a bit for each of the last 15 times
-- 30 days, because the first of the 13 ends looks at two that came before it; is_there lies 15 bits above it.
told_days as (
    select
        cast(end_day - back as date) as day,
        cast((case when back <= 450 then 1 << ((back - 1) // 30) else 0 end) | (((1 << n) - (1 << m)) << 15) as integer) as told,
    from (
        select
            d.end_day,
            cast(r.back as integer) as back,
            ends_after(r.back) as n,
            ends_after(r.back - d.quiet) as m,
        from ends as d
        cross join range(1, (select coalesce(max(e.end_day) - min(a.day), 0) from whole_active_days as a cross join ends as e) + 1) as r (back)
    ) as b
),
acted as (
    select actor, last_day, told & 32767 as is_active, told >> 15 as is_there
    from (
        select a.actor, max(a.day) as last_day, bit_or(d.told) as told
        from whole_actor_days as a
        inner join told_days as d on a.day = d.day
        group by a.actor
    ) as a
),
known as (
    select
        p.number,
        p.consent,
        coalesce(r.referrals, 0) as referrals,
        coalesce(t.thanks, 0) as thanks,
        coalesce(o.orders, 0) as orders,
        s.score,
        greatest(r.last_day, o.last_day, a.last_day) as last_day,
        coalesce(s.is_promoter, 0) as is_promoter,
        coalesce(r.has_referred, 0) as has_referred,
        coalesce(t.is_thanked, 0) as is_thanked,
        coalesce(o.has_ordered, 0) as has_ordered,
        coalesce(a.is_active, 0) as is_active,
        coalesce(s.is_detractor, 0) as is_detractor,
        coalesce(r.is_there, 0) | coalesce(o.is_there, 0) | coalesce(a.is_there, 0) as is_there,
        d.signs as signs_needed,
        d.months as months_needed,
    from judged as p
    cross join ends as d
    left join referred as r on p.number = r.referrer
    left join thanked as t on p.number = t.toward
    left join ordered as o on p.number = o.person
    left join scored as s on p.number = s.person
    left join acted as a on p.number = a.actor
),
-- the five signs added up, bit by bit: ones, twos and fours make the number of signs at each end
added as (
    select
        * replace (8191 & case months_needed
            when 1 then is_active | (is_active >> 1) | (is_active >> 2)
            when 2 then (is_active & ((is_active >> 1) | (is_active >> 2))) | ((is_active >> 1) & (is_active >> 2))
            else is_active & (is_active >> 1) & (is_active >> 2)
        end as is_active),
        bit_count(is_active & 7) as months,
        xor(xor(is_promoter, has_referred), is_thanked) as three,
        (is_promoter & has_referred) | (is_promoter & is_thanked) | (has_referred & is_thanked) as carried,
    from known
),
counted as (
    select
        *,
        xor(xor(three, has_ordered), is_active) as ones,
        xor(carried, (three & has_ordered) | (three & is_active) | (has_ordered & is_active)) as twos,
        carried & ((three & has_ordered) | (three & is_active) | (has_ordered & is_active)) as fours,
    from added
),
met as (
    select
        *,
        case signs_needed
            when 1 then ones | twos | fours
            when 2 then twos | fours
            when 3 then (twos & ones) | fours
            when 4 then fours
            else fours & ones
        end & ~is_detractor as is_met,
    from counted
),
-- whoever was an ambassador once has been one at every end after the first
been as (
    select
        *,
        case when consent then is_met else 0 end as is_ambassador,
        case when consent then (1 << cast(floor(log2(is_met)) as bigint)) - 1 else 0 end & ~is_met as has_been,
    from met
    where is_met <> 0
),
persons as materialized (
    select
        number,
        referrals,
        thanks,
        orders,
        score,
        months,
        last_day,
        (ones & 1) + 2 * (twos & 1) + 4 * (fours & 1) as signs,
        -- the bits read as decimals: each end is a digit, which stands for a letter
        cast(bin(is_ambassador) as bigint) + 2 * cast(bin(is_met & ~is_ambassador) as bigint)
        + 3 * cast(bin(has_been & is_there & ~is_detractor) as bigint) + 4 * cast(bin(has_been & (is_detractor | ~is_there)) as bigint) as digits,
    from been
),
-- what each person went through, counted: it tells the stock and the moves of everybody
paths as (
    select digits, count(*) as people
    from persons
    group by digits
),
-- how many of each state now have more signs: only who can be among the first is put in order
better as (
    select digits % 10 as state, signs, sum(count(*)) over (partition by digits % 10 order by signs desc) - count(*) as people
    from persons
    where digits % 10 > 0
    group by digits % 10, signs
),
listed as materialized (
    select e.*, p.person_id, p.name, p.segment, p.region, p.consent, p.owner_id
    from persons as e
    inner join better as b on e.digits % 10 = b.state and e.signs = b.signs and b.people < coalesce($most, 1000000000)
    inner join whole_people as p on e.number = p.number
    qualify row_number() over (partition by b.state order by e.signs desc, e.referrals desc, e.thanks desc, p.person_id) <= coalesce($most, 1000000000)
),
contacted as (
    select person, max(moment) as contact_at
    from whole_contacts
    where day < cast($period_end as date) and person in (select number from listed)
    group by person
),
entries as (
    select * from listed
    union all by name
    select * from paths
)
select
    e.person_id,
    coalesce(e.name, e.person_id) as name,
    e.segment,
    e.region,
    translate(lpad(cast(e.digits as varchar), 13, '0'), '01234', '-acrl') as states,
    e.people,
    cast(e.signs as bigint) as signs,
    e.score,
    e.referrals,
    e.thanks,
    e.orders,
    cast(e.months as bigint) as months,
    e.consent,
    e.last_day,
    c.contact_at,
    o.name as owner,
from entries as e
left join whole_people as o on e.owner_id = o.person_id
left join contacted as c on e.number = c.person
order by e.people desc nulls last, e.signs desc, e.referrals desc, e.thanks desc, e.person_id, e.digits
