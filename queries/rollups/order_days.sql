-- grain: one row per day, currency, channel, source, segment and region; customers only
-- net is paid less refunded; squares is the sum of the squared net amounts, from which the interval of a total follows
create table order_days as
select
    day,
    week,
    month,
    currency,
    channel,
    source,
    segment,
    region,
    count(*) as orders,
    cast(sum(amount) as double) as paid,
    cast(sum(refunded) as double) as refunded,
    cast(sum(amount - coalesce(refunded, 0)) as double) as net,
    sum(cast(amount - coalesce(refunded, 0) as double) * cast(amount - coalesce(refunded, 0) as double)) as squares
from orders
where day is not null and not is_staff
group by day, week, month, currency, channel, source, segment, region
order by day
