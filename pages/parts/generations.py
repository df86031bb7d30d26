"""Who brought whom: generations, whose people and campaigns stand at the top, and the tree of one of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import charts, export, plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.measures import lineage
from queries.measures.lineage import Lineage

KEPT, WIDEST, LONGEST = 4, 500, 22
# Of those who brought somebody and of those who did not: white is read on both, in the light and in the dark.
BROUGHT, ENDS = "#4338CA", "#5B6178"
ANY = "Of any day and whatever the filters: a chain does not end where a period does."


def found(visit: Visit) -> Lineage:
    """The tree of all valid referrals of the data at hand, made once."""
    return _lineage(visit.snapshot.name, visit)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _lineage(name: str, _visit: Visit) -> Lineage:
    return lineage.of(_visit.ask("referrals/tree").frame)


def show(visit: Visit, tree: Lineage) -> None:
    """Generations, roots, and the tree of the one that is picked."""
    left, right = st.columns([2, 3])
    with left:
        _generations(visit, tree)
    with right:
        roots = tree.roots()
        _roots(roots)
    _tree(tree, roots)


def _generations(visit: Visit, tree: Lineage) -> None:
    rows = tree.generations()
    with panel("Generations", _said(rows)):
        if not len(tree.people):
            return
        named = rows.assign(generation=["first" if step == 0 else str(step) for step in rows["generation"]])
        columns = {
            "generation": st.column_config.TextColumn("Generation", help="First: brought by nobody. 1: brought by these, and so on"),
            "people": st.column_config.NumberColumn("People", format="localized"),
            "brought_by": st.column_config.NumberColumn("Brought by", format="localized", help="People of the generation before"),
            **{name: st.column_config.NumberColumn(plain.label(name), format="localized") for name in tree.revenue},
        }
        sums = list(tree.revenue)
        frame = named.assign(**{name: named[name].round() for name in sums})
        tables.show("Generations", frame, f"People and revenue by generation. {_said(rows)}", columns, visit.ask("referrals/tree"), rows)
        st.caption(f"Amounts paid less refunds until now, a column a currency. {ANY}")


def _said(rows: pd.DataFrame) -> str:
    brought = int(rows["people"].iloc[1:].sum())
    if not brought:
        return "Nobody was brought by a valid referral yet."
    second = int(rows["people"].iloc[2:].sum())
    return f"{brought:,} people were brought, {second:,} of them by somebody who was brought; chains reach {len(rows) - 1} steps."


def _roots(roots: pd.DataFrame) -> None:
    total = int(roots["people"].sum())
    with panel("At the top", _top(roots, total)):
        if roots.empty:
            return
        columns = {
            "kind": "Kind",
            "name": st.column_config.TextColumn("Name", width="medium"),
            "people": st.column_config.NumberColumn("Brought", format="localized", help="Directly and further on"),
            "generations": st.column_config.NumberColumn("Steps", help="The longest chain below"),
        }
        shown = roots.drop(columns="root")
        columns |= {
            name: st.column_config.NumberColumn(plain.label(name), format="localized")
            for name in shown
            if name not in ("kind", "key", "name", "people", "generations")
        }
        rounded = shown.assign(**{name: shown[name].round() for name in columns if name not in ("kind", "name", "people", "generations")})
        tables.show("At the top", rounded, _top(roots, total), columns, whole=shown)
        st.caption("Campaigns stand above whom their invitations brought, partners and people above whom they brought themselves.")


def _top(roots: pd.DataFrame, total: int) -> str:
    if roots.empty:
        return "Nobody brought anybody yet."
    first = roots.iloc[0]
    campaigns = int(roots.loc[roots["kind"] == "campaign", "people"].sum())
    return f"{len(roots):,} stand at the top; {first['name']} comes first with {int(first['people']):,} of {total:,} people. Campaigns: {campaigns:,}."


def _tree(tree: Lineage, roots: pd.DataFrame) -> None:
    people = roots[roots["kind"] != "campaign"]
    if people.empty:
        return
    names = dict(zip(people["key"].head(WIDEST), people["name"].head(WIDEST), strict=True))
    asked = str(st.session_state.get("person") or "")
    chosen = asked if asked in set(tree.people["person_id"]) else str(people["key"].iloc[0])
    rows = tree.tree(chosen)
    name = str(rows["name"].iloc[0] or chosen)
    with panel(f"The tree of {plain.label(name)}", _told(rows, name)):
        options = list(dict.fromkeys([chosen, *names]))
        st.selectbox(
            "Whose",
            options,
            index=0,
            format_func=lambda key: f"{names.get(key, name)} ({key})",
            key=f"tree_{chosen}",
            on_change=lambda: st.session_state.update(person=st.session_state[f"tree_{chosen}"]),
        )
        if len(rows) > 1:
            charts.show(figure(rows), _told(rows, name), "tree")
            st.caption("Click somebody to open the people below, and the bar on the left to go back." if rows["step"].max() > 1 else ANY)
        columns = {
            "step": st.column_config.NumberColumn("Step"),
            "name": st.column_config.TextColumn("Name", width="medium"),
            "brought": st.column_config.NumberColumn("Brought", help="Directly"),
            "above": "Brought by",
            **{currency: st.column_config.NumberColumn(plain.label(currency), format="localized") for currency in tree.revenue},
            "person_id": "Person",
        }
        tables.show(f"The tree of {name}", rows, _told(rows, name), columns)
        export.offer("At the top", roots)


def _told(rows: pd.DataFrame, name: str) -> str:
    below, direct = len(rows) - 1, int((rows["step"] == 1).sum())
    if not below:
        return f"{name} brought nobody."
    brought = f"{name} brought {direct:,} {'person' if direct == 1 else 'people'}"
    if below == direct:
        return f"{brought}, who brought nobody yet."
    return f"{brought}, and these {below - direct:,} more, in up to {int(rows['step'].max())} steps."


def figure(rows: pd.DataFrame) -> charts.Figure:
    """Bars that stand beside whom they brought; three steps at a time, of very many people the nearest."""
    kept = rows.head(WIDEST)
    labels = [plain.on_chart(str(name or key), LONGEST) for name, key in zip(kept["name"], kept["person_id"], strict=True)]
    trace = {
        "type": "icicle",
        "ids": kept["person_id"].tolist(),
        "labels": labels,
        "parents": kept["above"].tolist(),
        "values": [1] * len(kept),
        "branchvalues": "remainder",
        "maxdepth": 3,
        "tiling": {"orientation": "h", "pad": 1},
        "pathbar": {"visible": True, "side": "top"},
        "customdata": kept["brought"].tolist(),
        "hovertemplate": "%{label}: brought %{customdata}<extra></extra>",
        "sort": False,
        # Plotly would give each branch a colour of its own, on some of which no label can be read.
        "marker": {"colors": [BROUGHT if brought else ENDS for brought in kept["brought"]], "line": {"width": 0}},
        "textfont": {"color": "#FFFFFF"},
        "leaf": {"opacity": 1},
    }
    near = int((kept["step"] <= 2).sum())
    return charts.Figure([trace], charts.LAYOUT | {"height": min(900, 120 + 17 * near), "margin": {"l": 4, "r": 4, "t": 26, "b": 4}})
