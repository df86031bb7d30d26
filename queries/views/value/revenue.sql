-- grain: one row per period and currency, and one per period, currency and bucket (bucket empty: the whole period)
-- Paid less refunded; currencies are never added. The interval takes orders as independent events (compound Poisson).
-- Of a currency in use, a bucket without an order counts zero.
with sales as (
    select
        period,
        bucket,
        currency,
        coalesce(sum(net), 0) as net,
        coalesce(sum(squares), 0) as squares,
        coalesce(sum(orders), 0) as orders,
    from every_order_days
    group by grouping sets ((period, currency), (period, bucket, currency))
)
select
    period,
    bucket,
    coalesce(currency, '(not given)') as currency,
    net as value,
    net - z95() * total_se(squares) as low,
    net + z95() * total_se(squares) as high,
    orders as n,
    total_se(squares) as se,
from sales
order by period desc, currency, bucket nulls first
