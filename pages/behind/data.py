"""Data: which exports were read, what became of every line of them, and how well the tables join."""

import streamlit as st

from pages.parts import dictionary, heading, reload, tables, visit
from pages.parts.panel import panel
from queries.exports.account import ASIDE, UNRECOGNISED

here = visit.here()
files, rejects = here.ask("data/files"), here.ask("data/rejects")
coverage, duplicates, nearest = here.ask("data/coverage"), here.ask("data/duplicates"), here.ask("data/nearest")


def opening() -> str:
    """What became of all lines, in one sentence."""
    every = files.frame
    rows, lines, refused = (int(every[name].sum()) for name in ("rows", "lines", "rejects"))
    loss = f"{refused:,} rejected, each with its reason" if refused else "none rejected"
    said = f"{rows:,} rows from {lines:,} lines of {len(every)} exports; {loss}."
    left = int(every["state"].isin([ASIDE, UNRECOGNISED]).sum())
    return said + (f" {left} {'export is' if left == 1 else 'exports are'} not in the numbers." if left else "")


def cards() -> None:
    """How much there is, and how much of it is missing."""
    every = files.frame
    known, given = coverage.frame["known"].sum(), coverage.frame["given"].sum()
    figures = {
        "Exports": f"{len(every):,}",
        "Rows loaded": f"{int(every['rows'].sum()):,}",
        "Rejected": f"{int(every['rejects'].sum()):,}",
        "Duplicates": f"{int(duplicates.frame['rows'].sum()):,}",
        "References known": f"{known / given:.1%}" if given else "no data",
    }
    with st.grid(5, min_column_width=150):
        for label, value in figures.items():
            st.metric(label, value, border=True)


def show_files() -> None:
    """One row an export."""
    frame = files.frame.assign(size=files.frame["bytes"] / 1e6)
    columns = {
        "file": "Export",
        "state": "State",
        "source": "Source",
        "tables": "Tables",
        "lines": st.column_config.NumberColumn("Lines", format="localized", help="Physical lines of the file"),
        "rows": st.column_config.NumberColumn("Rows loaded", format="localized"),
        "rejects": st.column_config.NumberColumn("Rejected", format="localized"),
        "skipped": st.column_config.NumberColumn(
            "Skipped", format="localized", help="Header, blank and footer lines, and lines inside a cell"
        ),
        "size": st.column_config.NumberColumn("MB", format="%.2f"),
        "modified_at": st.column_config.DatetimeColumn("Changed", format="D MMM YYYY, HH:mm", timezone=here.snapshot.zone),
        "encoding": "Encoding",
        "dialect": "Dialect",
        "reason": "Reason",
    }
    with panel("Exports", "Lines are rows, rejects and skipped lines: the three add up, or the file is set aside."):
        tables.show("Exports", frame, "Every export with its lines, rows and rejects", columns, files, files.frame)


def show_rejects() -> None:
    """Rejected rows by reason, and every one of them to download."""
    with panel("Rejected rows", "Rows that break the contract are kept out, and kept here."):
        if rejects.frame.empty:
            st.caption("None: every row was loaded.")
            return
        reasons = (
            rejects.frame.groupby(["reason", "column_name", "file"], dropna=False)
            .size()
            .rename("rows")
            .reset_index()
            .sort_values("rows", ascending=False)
        )
        tables.show(
            "Reasons", reasons, "Rejected rows by reason", {"reason": "Reason", "column_name": "Column", "rows": "Rows", "file": "Export"}
        )
        columns = {"file": "Export", "line": "Line", "column_name": "Column", "value": "Value", "reason": "Reason"}
        with st.expander("Every rejected row", on_change="rerun") as every:
            if every.open:
                tables.show("Rejected rows", rejects.frame, "Rejected rows with file, line and reason", columns, rejects)
        tables.offer_download("Download the rejected rows", "Rejected rows", rejects, here)


def show_coverage() -> None:
    """How many references find their row."""
    with panel("Joins", "A reference to somebody unknown is kept; the share known says how well exports fit together."):
        frame = coverage.frame.assign(share=100 * coverage.frame["known"] / coverage.frame["given"])
        columns = {
            "table_name": "Table",
            "column_name": "Column",
            "refers_to": "Refers to",
            "given": st.column_config.NumberColumn("Given", format="localized"),
            "share": st.column_config.ProgressColumn("Known", min_value=0, max_value=100, format="%.1f %%"),
        }
        tables.show("Joins", frame, "Share of references that are known", columns, coverage)


def show_strangers() -> None:
    """Exports that no source recognises, each with the nearest sources and what they miss."""
    with panel("Unrecognised exports", "A source in the folder 'sources' of the data folder teaches a new export."):
        if nearest.frame.empty and not files.frame["state"].eq(UNRECOGNISED).any():
            st.caption("None: every export was recognised.")
            return
        columns = {"file": "Export", "source": "Nearest source", "missing": "Columns that the export lacks"}
        tables.show("Unrecognised exports", nearest.frame, "Unrecognised exports with the nearest sources", columns, nearest)


def show_duplicates() -> None:
    """Rows that another export gave again."""
    with panel("Duplicates", "Where a key comes twice, the newest export's row stays."):
        if duplicates.frame.empty:
            st.caption("None: every key came once.")
            return
        columns = {"table_name": "Table", "file": "Export", "rows": st.column_config.NumberColumn("Rows not used", format="localized")}
        tables.show("Duplicates", duplicates.frame, "Duplicate rows by table and export", columns, duplicates)


heading.show(here, opening())
reload.bar(here)
cards()
show_files()
first, second = st.columns(2)
with first:
    show_rejects()
    show_strangers()
    show_duplicates()
with second:
    show_coverage()
dictionary.show(here.snapshot.tables)
