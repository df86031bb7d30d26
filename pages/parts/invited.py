"""What becomes of invitations: the steps with their lag, why some do not count, and the campaigns they name."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

REASONS = {
    "self": "Invited oneself",
    "already a customer": "Already a customer",
    "refunded": "Order given back",
    "refused": "Refused by the programme",
    "not joined": "Not joined so far",
}


def funnel(visit: Visit) -> None:
    """Invited, joined, became a customer, counts."""
    answer = visit.ask("referrals/funnel")
    rows = answer.frame[answer.frame["period"] == "this"].reset_index(drop=True)
    with panel("From invitation to customer", _found(rows), tier=answer.tier):
        if rows.empty:
            return
        charts.show(_figure(rows), _alt(rows), "funnel")
        export.offer("From invitation to customer", answer.frame, answer)
        st.caption("Beside each bar: people, share of the step before with its 95 % interval, and the median days since it.")


def _found(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "Nobody was invited in this period."
    people = [int(count) for count in rows["people"]]
    late = int(rows["maturing"].iloc[0])
    more = f" {late:,} were invited in the last 30 days of the data: more may follow." if late else ""
    return f"Of {people[0]:,} invitations {people[1]:,} joined, {people[2]:,} became customers and {people[3]:,} of these count.{more}"


def _words(rows: pd.DataFrame) -> list[str]:
    said = []
    for row in rows.itertuples(index=False):
        text = f"{int(row.people):,}"
        if not shown.missing(row.share):
            text += f" · {100 * row.share:.0f} % ({100 * row.low:.0f} – {100 * row.high:.0f})"
        said.append(text + ("" if shown.missing(row.days) else f" · {shown.duration(1440 * row.days)}"))
    return said


def _figure(rows: pd.DataFrame) -> charts.Figure:
    words, most = _words(rows), float(rows["people"].max()) or 1.0
    bar = {"type": "bar", "orientation": "h", "y": rows["step"].tolist(), "x": charts.plain(rows["people"]), "text": words}
    bar |= {"textposition": "none", "hovertemplate": "%{text}<extra></extra>", "marker": {"color": charts.THIS}, "showlegend": False}
    beside = {"showarrow": False, "xanchor": "left", "font": {"size": 11}}
    places = zip(rows["step"], rows["people"], words, strict=True)
    # The interval stands on a line of its own: a phone has no room for one line.
    notes = [
        {"x": 0.02 * most + float(people), "y": step, "text": text.replace(" (", "<br>(", 1), "align": "left", **beside}
        for step, people, text in places
    ]
    left = charts.room(list(rows["step"]))
    return charts.rows_figure([bar], len(rows), {"range": [0, 2.1 * most]}, left=left, annotations=notes)


def _alt(rows: pd.DataFrame) -> str:
    return "Invitations by step: " + "; ".join(f"{step} {text}" for step, text in zip(rows["step"], _words(rows), strict=True)) + "."


def refusals(visit: Visit, circles: pd.DataFrame) -> None:
    """Why invitations do not count, and the people whose referral closed a circle."""
    answer = visit.ask("referrals/refusals")
    frame = answer.frame.pivot_table(index="reason", columns="period", values="referrals", aggfunc="sum", dropna=False)
    total = int(answer.frame.loc[answer.frame["period"] == "this", "referrals"].sum())
    rows = pd.DataFrame({"reason": list(REASONS.values())})
    for period in ("this", "before"):
        rows[period] = [frame[period].get(reason) if period in frame else None for reason in REASONS]
    rows["this"] = rows["this"].fillna(0)
    refused = int(rows["this"].sum() - rows["this"].iloc[-1])
    said = f"Of {total:,} invitations {refused:,} do not count, {int(rows['this'].iloc[-1]):,} have not joined." if total else ""
    with panel("What does not count", said or "Nobody was invited in this period.", tier=answer.tier):
        columns = {"reason": "Reason", "this": st.column_config.NumberColumn("This period", format="localized")}
        if rows["before"].notna().any():
            columns["before"] = st.column_config.NumberColumn("Before", format="localized")
        tables.show("What does not count", rows, "Invitations that do not count, by the first reason that holds", columns, answer)
        if len(circles):
            tables.show(
                "Circles", circles, "People whose referral closed a circle and was cut", {"name": "Referral cut", "person_id": "Person"}
            )
        closed = f"{len(circles):,} of any day closed a circle" if len(circles) else "None of any day closes a circle"
        st.caption(f"{closed}: such a referral is cut in the tree, because nobody stands above oneself.")


def campaigns(visit: Visit) -> None:
    """What the campaigns brought, beside the likes that they had."""
    answer = visit.ask("referrals/campaigns")
    rows = answer.frame
    named = rows[rows["campaign_id"].notna()]
    none = named.loc[named["valid"] == 0, "campaign"]
    said = f"{len(named)} {'campaign was' if len(named) == 1 else 'campaigns were'} named" + (
        f"; no valid referral came of {', '.join(none)}." if len(none) else "."
    )
    with panel("By campaign", said if len(named) else "No invitation names a campaign.", tier=answer.tier):
        if rows.empty:
            return
        frame = rows.assign(share=100 * rows["value"], interval=_intervals(rows))
        number = st.column_config.NumberColumn
        columns = {
            "campaign": st.column_config.TextColumn("Campaign", pinned=True),
            "invited": number("Invited", format="localized"),
            "valid": number("Valid", format="localized", help="Joined, and nothing speaks against it"),
            "customers": number("Customers", format="localized", help="Valid ones who have bought"),
            "share": st.column_config.ProgressColumn("Valid share", min_value=0, max_value=100, format="%.0f %%"),
            "interval": "95 %",
            "refused": number("Refused", format="localized", help="Oneself, customers of old, refunded or refused"),
            "cost": number("Cost", format="localized"),
            "likes": number("Reactions", format="localized", help="Reactions to the campaign's posts, of any day: they come last"),
        }
        tables.show("By campaign", frame, f"Referrals by campaign: {said}", columns, answer, whole=rows)


def _intervals(rows: pd.DataFrame) -> list[str]:
    ends = zip(rows["low"], rows["high"], strict=True)
    return ["" if shown.missing(low) else f"{100 * low:.0f} – {100 * high:.0f} %" for low, high in ends]
