"""What the five real sets hold, counted independently of this program, and where a snapshot says it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from queries import views
from queries.filters import Filters
from queries.period import Period
from queries.snapshot import Snapshot

# Around all of the data, its last and incomplete day too.
EVER = Filters(Period(date(1990, 1, 1), date(2030, 1, 1)), "none")
Measure = Callable[[Snapshot], float]


@dataclass(frozen=True)
class Fact:
    """A figure of one set: `asked`, to as many places as it was published with, and how to measure it."""

    name: str
    says: str
    asked: float
    places: int
    measure: Measure


def table(select: str) -> Measure:
    """The one number that a SELECT over the snapshot's tables gives."""
    return lambda snapshot: float(snapshot.cursor().execute(select).fetchall()[0][0])


def view(name: str, column: str = "value", times: float = 1, **params: float) -> Measure:
    """A column of the view's row for the whole period."""
    return lambda snapshot: float(views.run(snapshot, name, EVER, **params).frame.iloc[0][column]) * times


def score(stars: int) -> Measure:
    """How many gave so many stars."""
    return table(f"select count(*) from surveys where score = {stars}")


def month(number: int) -> Measure:
    """How many customers who first ordered in January 1997 ordered in the month `number` after it."""
    return table(
        f"""select count(distinct person_id) from orders
        where month = date '1997-01-01' + interval {number} month
        and person_id in (select person_id from orders group by person_id having min(month) = date '1997-01-01')"""
    )


MINUTES = "select {} from (select epoch(first_response_at - opened_at) / 60 as minutes from cases) where minutes is not null"
FIRST = """select {} from (
    select epoch(min(a."at")) - epoch(any_value(q."at")) as seconds
    from interactions q join interactions a on a.parent_id = q.interaction_id and a.kind = 'answer'
    where q.kind = 'question' group by q.interaction_id)"""
PEERS = """select 100 * count(*) filter (a.actor_id is distinct from q.actor_id) / count(*)
    from interactions a left join interactions q on q.interaction_id = a.parent_id where a.kind = 'answer'"""
REPEAT = "select 100 * avg((days > 1)::int) from (select count(distinct day) as days from orders group by person_id)"
KINDS = "select count(*) from interactions where kind = '{}'"

FACTS = (
    Fact("olist", "answers", 4988, 0, table("select count(*) from surveys")),
    Fact("olist", "mean score", 4.119, 3, table("select avg(score) from surveys")),
    Fact("olist", "scores of 1 and 2", 691, 0, table("select count(*) from surveys where score <= 2")),
    Fact("olist", "top-2-box, %", 78.21, 2, view("satisfaction/csat", times=100)),
    Fact("olist", "orders delivered", 4858, 0, view("promises/promises_kept", "n")),
    Fact("olist", "delivered as promised", 4466, 0, view("promises/promises_kept", "numerator")),
    Fact("olist", "promises kept, %", 91.93, 2, view("promises/promises_kept", times=100)),
    *(
        fact
        for name in ("tweets", "threaded")
        for fact in (
            Fact(name, "messages of customers", 2777, 0, view("promises/first_response", "opened")),
            Fact(name, "with a reply of the brand", 2082, 0, view("promises/first_response", "n")),
            Fact(name, "first reply, median minutes", 11.525, 3, view("promises/first_response")),
            Fact(name, "first reply, mean minutes", 196.69, 2, table(MINUTES.format("avg(minutes)"))),
            Fact(name, "replies within the hour", 1613, 0, view("promises/within_hour", "numerator")),
            Fact(name, "of the answered within the hour, %", 77.47, 2, view("promises/response_by", "within_of_answered", 100, within=60)),
        )
    ),
    # A promise of an hour to everybody, from the settings: kept as often as replies come within the hour.
    Fact("threaded", "promises that follow from the settings", 2777, 0, view("promises/promises_kept", "n")),
    Fact("threaded", "of these kept", 1613, 0, view("promises/promises_kept", "numerator")),
    Fact("airlines", "different mentions", 14485, 0, table("select count(*) from surveys")),
    Fact("cdnow", "orders", 69659, 0, view("value/revenue", "n")),
    Fact("cdnow", "customers", 23570, 0, view("value/repeat_ever", "n")),
    Fact("cdnow", "revenue", 2500315.63, 2, view("value/revenue")),
    Fact("cdnow", "repeat on 2 or more days, %", 48.86, 2, view("value/repeat_ever", times=100)),
    Fact("cdnow", "the same from the table, %", 48.86, 2, table(REPEAT)),
    *(Fact("cdnow", f"January 1997, month {m}", n, 0, month(m)) for m, n in {0: 7846, 1: 1157, 3: 810, 12: 528}.items()),
    Fact("beer", "questions", 663, 0, table(KINDS.format("question"))),
    Fact("beer", "answers", 1572, 0, table(KINDS.format("answer"))),
    Fact("beer", "answers accepted", 410, 0, table(KINDS.format("thanks"))),
    Fact("beer", "questions answered", 644, 0, table(FIRST.format("count(*)"))),
    Fact("beer", "first answer, median hours", 6.295, 3, table(FIRST.format("median(seconds) / 3600"))),
    Fact("beer", "answered within 24 hours", 467, 0, table(FIRST.format("count(*) filter (seconds <= 86400)"))),
    Fact("beer", "answers by peers, %", 98.22, 2, table(PEERS)),
    *(Fact("reviews", f"{s} stars", n, 0, score(s)) for s, n in {1: 161, 2: 96, 3: 152, 4: 455, 5: 2286}.items()),
)
