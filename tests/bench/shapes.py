"""What tells the rows of each tile's answer apart, and which numbers of theirs are compared. Intervals are ours alone, and spared the others."""

from __future__ import annotations

from dataclasses import dataclass

# How many rows a list shows, and the marks of the waiting curve in minutes.
LISTED = 500
MARKS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200)


@dataclass(frozen=True)
class Shape:
    """Columns of a tile's answer: `keys` tell its rows apart, `numbers` are what is compared."""

    keys: tuple[str, ...]
    numbers: tuple[str, ...]


METRIC = Shape(("period", "bucket"), ("value", "n"))
MONEY = Shape(("period", "bucket", "currency"), ("value", "n"))
TILES = {
    "overview/what_changed": Shape(("dimension", "group"), ("value", "before", "n", "before_n", "mix", "within")),
    "satisfaction/score_distribution": Shape(("kind", "scale_min", "scale_max", "score"), ("this", "before", "n", "before_n")),
    "satisfaction/scores_by": Shape(("kind", "period", "dimension", "group"), ("value", "n")),
    "satisfaction/answers": Shape(("response_id",), ("score", "total", "name", "comment")),
    "satisfaction/response_by": Shape(("period", "dimension", "group"), ("value", "n")),
    "promises/promises_by": Shape(("period", "dimension", "group"), ("value", "n", "kept", "late", "overdue")),
    "promises/open_promises": Shape(("group",), ("overdue", "not_yet_due", "next_due")),
    "promises/broken": Shape(("promise_id",), ("minutes_late", "state", "kind", "name", "total")),
    "promises/waiting_curve": Shape(("period", "mark"), ("value", "n", "unanswered", "half_after")),
    "promises/response_by": Shape(("period", "group"), ("value", "n", "p90", "waiting_median", "opened", "within")),
    "promises/cases": Shape(("case_id",), ("minutes", "is_answered", "hours_to_solved", "name", "agent", "total")),
    "waiting/teams": Shape(("team",), ("waiting", "overdue", "soon", "without_promise", "median_minutes")),
    "waiting/waiting": Shape(
        ("case_id",),
        ("waiting_minutes", "minutes_left", "promise", "name", "words", "agent", "nps", "referrals", "value", "currency", "total"),
    ),
    "voices/themes": Shape(("period", "theme", "bucket"), ("said", "comments", "cases", "messages", "value", "n", "scored", "detractors")),
    "voices/words": Shape(("word",), ("left_times", "right_times", "left_documents", "right_documents", "left_total", "right_total")),
    "voices/quotes": Shape(("theme", "source", "id"), ("near", "text")),
    "voices/said": Shape(("source", "id"), ("text", "said_at", "person_id", "name", "total")),
    "voices/loop": Shape(("theme",), ("raised", "decided", "done", "waiting", "days")),
    "voices/done": Shape(("action_id", "theme"), ("title", "days", "value", "before", "n", "before_n", "said", "before_said")),
    "voices/purposes": Shape(("period", "purpose"), ("value", "n", "conversations")),
    "voices/employees": Shape(("month", "comment"), ("hidden",)),
    "advocates/concentration": Shape(("period", "bucket"), ("value", "n", "acts", "gini")),
    "advocates/acts": Shape(("period", "bucket", "act"), ("acts", "people")),
    "advocates/carriers": Shape(("person_id",), ("acts", "referrals", "answers", "shares", "running", "name", "total")),
    "advocates/ambassadors": Shape(
        ("person_id", "states"),
        ("people", "signs", "score", "referrals", "thanks", "orders", "months", "last_day", "contact_at", "owner", "name"),
    ),
    "advocates/referred_within": Shape(("period", "group"), ("value", "n", "days")),
    "advocates/never_asked": Shape(("person_id",), ("score", "answered_at", "name", "owner", "total")),
    "advocates/to_thank": Shape(("act_id",), ("acts", "thanked", "at", "person_id", "text", "name", "owner")),
    "referrals/k_windows": Shape(("first_day", "invites", "converted"), ("members",)),
    "referrals/funnel": Shape(("period", "step"), ("people", "share", "days", "days_90", "maturing")),
    "referrals/tree": Shape(("person_id", "currency"), ("number", "referrer", "name", "is_partner", "campaign", "revenue")),
    "referrals/refusals": Shape(("period", "reason"), ("referrals",)),
    "referrals/campaigns": Shape(("campaign",), ("invited", "valid", "customers", "refused", "cost", "likes", "reach")),
    "referrals/referrers": Shape(("person_id",), ("valid", "invited", "joined", "customers", "last_at", "name", "total")),
    "referrals/compared": Shape(("measure", "currency", "group"), ("value", "n", "difference", "matched", "matched_referred", "matched_n")),
    "community/questions": Shape(
        ("period", "bucket"),
        (
            "value",
            "n",
            "staff_value",
            "staff_n",
            "every_value",
            "questions",
            "answered",
            "accepted",
            "within_day",
            "any_answered",
            "any_value",
            "any_within_day",
        ),
    ),
    "community/answers_given": Shape(("period",), ("answers", "by_askers", "by_peers", "by_staff")),
    "community/stages": Shape(("bucket", "stage_before", "stage"), ("people",)),
    "community/retention": Shape(("bucket", "months"), ("people", "members")),
    "community/carriers": Shape(("person_id",), ("acts", "running", "people", "every_act", "half", "gini", "name")),
    "community/unanswered": Shape(("interaction_id",), ("minutes", "text", "total", "name")),
    "community/starters": Shape(("whose", "topic"), ("conversations", "talked", "replies", "replies_each", "people_each")),
    "community/left_out": Shape(("role",), ("acts", "people")),
    "ties/reciprocity": Shape(
        ("period", "bucket"),
        (
            "value",
            "n",
            "numerator",
            "among_members",
            "among_members_answered",
            "from_staff",
            "from_staff_answered",
            "to_staff",
            "to_staff_answered",
            "among_staff",
            "acts_to_nobody",
        ),
    ),
    "ties/cold": Shape(
        ("person_id", "other_id"),
        ("acts", "is_mutual", "last_day", "silent_days", "between_id", "total", "among_members", "name", "other", "owner"),
    ),
    "ties/give_ask": Shape(("period", "bucket", "side", "act"), ("acts", "people")),
    "ties/givers": Shape(
        ("person_id",),
        (
            "gives",
            "asks",
            "answers",
            "thanks",
            "praise",
            "resources",
            "questions",
            "promotion",
            "asks_to_share",
            "first_help",
            "first_ask",
            "gave_first",
            "people",
            "only_give",
            "only_ask",
            "name",
        ),
    ),
    "ties/begging": Shape(
        ("measure",),
        ("begging", "others", "with_it", "without", "median_with", "median_without", "difference", "matched", "matched_difference"),
    ),
    "ties/fans": Shape(
        ("person_id",),
        ("kinds", "order_days", "referrals", "thanks", "score", "staff", "staff_name", "owner", "total", "all_five", "name"),
    ),
    "employees/enps_months": Shape(("bucket",), ("value", "n", "asked", "response", "hidden")),
    "employees/sharing_by": Shape(
        ("period", "is_every", "group"), ("value", "n", "sharers", "shares", "clicks", "replies", "referrals", "half", "hidden")
    ),
    "employees/ideas": Shape(("dimension", "group"), ("raised", "n", "numerator", "value", "days", "waiting", "hidden")),
    "employees/workload": Shape(("group",), ("value", "n", "open", "older", "hidden")),
}
