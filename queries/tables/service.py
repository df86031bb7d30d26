"""What the load adds to a case: its business minutes, whether it is closed, and since when the customer waits."""

from __future__ import annotations

from queries import hours
from queries.casting import literal
from queries.settings import Settings
from queries.tables import business

# The moments of a case `t` of which the business minutes are kept, by what they are called in the columns.
MOMENTS = {
    "opened": "t.opened_at",
    "response": "t.first_response_at",
    "first_resolution": "coalesce(t.first_resolved_at, t.resolved_at)",
    "resolution": "t.resolved_at",
}


def expressions(settings: Settings) -> dict[str, str]:
    """The derived columns of `cases` that only cases have, over the row `t` and the spans of `joins`."""
    closed = ", ".join(literal(status.casefold()) for status in settings.closed)
    is_closed = "t.resolved_at is not null" + (f" or coalesce(lower(t.status) in ({closed}), false)" if closed else "")
    solved = "coalesce(t.first_resolved_at, t.resolved_at)"
    again = "t.last_customer_at > coalesce(t.last_response_at, t.first_response_at)"
    return {
        "response_minutes": _minutes("t.first_response_at"),
        "first_resolution_minutes": _minutes(solved),
        "resolution_minutes": _minutes("t.resolved_at"),
        "solved_day": f"timezone({literal(settings.zone)}, {solved})::date",
        "resolved_day": f"timezone({literal(settings.zone)}, t.resolved_at)::date",
        "is_closed": is_closed,
        "waiting_since": f"case when {is_closed} then null when t.first_response_at is null then t.opened_at when {again} then t.last_customer_at end",
        "is_reopened": f"case when {solved} is not null then coalesce(t.reopened_at <= {solved} + interval 7 day, t.reopen_count > 0) end",
        **_business(settings),
    }


def joins(settings: Settings) -> list[str]:
    """The spans of business hours at the moments of a case; none where the settings have none."""
    return [business.join(moment, f"{name}_span") for name, moment in MOMENTS.items()] if settings.business_hours else []


def _minutes(moment: str) -> str:
    return f"(epoch({moment}) - epoch(t.opened_at)) / 60"


def _business(settings: Settings) -> dict[str, str]:
    if not settings.business_hours:
        return {f"{name}_business": "null" for name in MOMENTS}
    total = {name: business.minutes(moment, f"{name}_span") for name, moment in MOMENTS.items()}
    since = {f"{name}_business": f"{total[name]} - {total['opened']}" for name in MOMENTS if name != "opened"}
    return {"opened_business": total["opened"], **since}


def calendar(settings: Settings) -> hours.Calendar | None:
    """The calendar of these settings, or None."""
    return hours.calendar(settings.business_hours, settings.zone)
