-- grain: one row per period and currency, and one per period, currency and bucket (bucket empty: the whole period)
-- paid less refunded; currencies are never added. The interval takes orders as independent events (compound Poisson).
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
from sales
order by period desc, sum(net) over (partition by currency) desc, currency, bucket nulls first
