-- grain: one row per period and currency, and one per period, currency and bucket (bucket empty: the whole period)
-- Paid less refunded; currencies are never added. The interval takes orders as independent events (compound Poisson).
-- Of a currency in use, a bucket without an order counts zero.
with sales as (
    select
        period,
        bucket,
        coalesce(currency, '(not given)') as currency,
        sum(net) as net,
        sum(squares) as squares,
        sum(orders) as orders,
    from order_days
    group by grouping sets ((period, coalesce(currency, '(not given)')), (period, bucket, coalesce(currency, '(not given)')))
),
cells as (
    select c.period, c.bucket, s.currency
    from calendar as c
    cross join (select distinct currency from sales as every_sale) as s
    where c.day >= (select min(day) from all_order_days)
    group by grouping sets ((c.period, s.currency), (c.period, c.bucket, s.currency))
),
counted as (
    select c.period, c.bucket, c.currency, coalesce(s.net, 0) as net, coalesce(s.squares, 0) as squares, coalesce(s.orders, 0) as orders
    from cells as c
    left join sales as s on c.period = s.period and c.bucket is not distinct from s.bucket and c.currency = s.currency
)
select
    period,
    bucket,
    currency,
    net as value,
    net - z95() * total_se(squares) as low,
    net + z95() * total_se(squares) as high,
    orders as n,
    total_se(squares) as se,
from counted
order by period desc, sum(net) over (partition by currency) desc, currency, bucket nulls first
