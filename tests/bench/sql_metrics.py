"""One number by period and bucket, a query each."""

from __future__ import annotations

from tests.bench.sql_kept import CUSTOMERS, SETS, Asked, Tile


def share(table: str, won: str, among: str = "true", narrowed: str = CUSTOMERS, day: str = "day") -> Tile:
    """`won` over `among`, both conditions, of the rows of a table."""

    def tile(asked: Asked) -> str:
        return f"""select period, bucket, 1.0 * count(*) filter ({won}) / count(*) as value, count(*) as n
            from ({asked.dated(table, f"{narrowed} and {among}", day)}) group by {SETS}"""

    return tile


def net_promoters(asked: Asked) -> str:
    return f"""select period, bucket, 100.0 * (count(*) filter (score >= 9) - count(*) filter (score <= 6)) / count(*) as value, count(*) as n
        from ({asked.dated("surveys", f"{CUSTOMERS} and kind = 'nps' and score is not null")}) group by {SETS}"""


def median_of(what: str, table: str = "cases", narrowed: str = CUSTOMERS, day: str = "day") -> Tile:
    """The median of what is known."""
    return lambda asked: (
        f"""select period, bucket, median({what}) as value, count({what}) as n
        from ({asked.dated(table, narrowed, day)}) group by {SETS}"""
    )


def counted(table: str, what: str, narrowed: str = CUSTOMERS) -> Tile:
    """A count that is zero, and not unknown, since the first of the rows kept."""

    def tile(asked: Asked) -> str:
        return f"""with found as (select period, bucket, {what} as n from ({asked.dated(table, narrowed)}) group by {SETS}),
            cells as ({asked.calendar(table, narrowed)})
            select c.period, c.bucket, coalesce(n, 0) as value, coalesce(n, 0) as n
            from cells as c left join found as f on c.period = f.period and c.bucket is not distinct from f.bucket"""

    return tile


def campaigns(asked: Asked) -> str:
    brought = f"""select campaign_id from ({asked.kept("orders", CUSTOMERS)}) union
        select campaign_id from ({asked.kept("referrals", f"refusal is null and {CUSTOMERS}")})"""
    return f"""select period, bucket, 1.0 * count(b.campaign_id) / count(*) as value, count(*) as n
        from ({asked.dated("campaigns")}) as c left join ({brought}) as b on c.campaign_id = b.campaign_id group by {SETS}"""


def revenue(asked: Asked) -> str:
    return f"""with found as (
            select period, bucket, coalesce(currency, '(not given)') as currency, sum(amount - coalesce(refunded, 0)) as net, count(*) as n
            from ({asked.dated("orders", CUSTOMERS)}) group by grouping sets ((period, 3), (period, bucket, 3))
        ),
        cells as (
            select * from ({asked.calendar("orders", CUSTOMERS)}), (select distinct currency from found)
        )
        select c.period, c.bucket, c.currency, coalesce(net, 0) as value, coalesce(n, 0) as n
        from cells as c left join found as f on c.period = f.period and c.bucket is not distinct from f.bucket and c.currency = f.currency"""
