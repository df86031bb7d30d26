-- grain: one row per NPS answer of a person whose last low (0 to 6) or high (9 or 10) answer before it was low; customers only
-- won: whether this answer is high
create table asked_again as
with answers as (
    select
        response_id,
        person_id,
        day,
        answered_at,
        channel,
        team,
        topic,
        segment,
        region,
        score >= 9 as won,
        case when score <= 6 then 1 when score >= 9 then 2 end as side
    from surveys
    where kind = 'nps' and score is not null and person_id is not null and not is_staff and day is not null
),
placed as (
    select
        *,
        count(side) over (partition by person_id order by answered_at, response_id rows between unbounded preceding and 1 preceding) as sides
    from answers
),
sided as (
    select person_id, side, row_number() over (partition by person_id order by answered_at, response_id) as place
    from answers
    where side is not null
)
select
    p.day,
    p.person_id,
    p.channel,
    p.team,
    p.topic,
    p.segment,
    p.region,
    p.won,
    count(*) as answers
from placed as p
inner join sided as s on p.person_id = s.person_id and p.sides = s.place and s.side = 1
group by p.day, p.person_id, p.channel, p.team, p.topic, p.segment, p.region, p.won
order by p.day
