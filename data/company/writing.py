"""Turns tables into exports: contract columns, UTC times, one or several files, the same bytes for the same rows."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from data.company.rhythm import local
from data.company.world import blank

# contract columns in order; `name=source` takes another column of the frame;
# @ is a time, # a whole number, $ money, ? yes or no, % a number
COLUMNS = {
    "people": ("person_id role name email segment region team owner_id source @joined_at=joined @became_customer_at=bought ?consent"),
    "identities": "channel handle person_id",
    "surveys": (
        "response_id kind %score %scale_min %scale_max person_id case_id order_id channel team topic product "
        "@sent_at=sent @answered_at=answered comment"
    ),
    "cases": (
        "case_id person_id channel team agent_id topic priority status @opened_at=opened "
        "@first_response_at=response @first_resolved_at=first_resolved @resolved_at=resolved #reopen_count @reopened_at=reopened "
        "#agent_replies @last_customer_at=last_customer @last_response_at=last_response @response_due_at @resolution_due_at subject"
    ),
    "promises": "promise_id kind person_id case_id order_id channel team topic @made_at=made @due_at=due @kept_at=kept",
    "interactions": (
        "interaction_id @at channel kind actor_id actor_role target_id parent_id thread_id=thread post_id=post "
        "campaign_id=campaign purpose text sentiment"
    ),
    "posts": (
        "post_id @published_at=published channel author_id author_role intent format topic headline text "
        "campaign_id test_id variant ?paid #impressions #reach #reactions #comments #shares #clicks #conversions "
        "@measured_at=measured"
    ),
    "referrals": (
        "referral_id referrer_id referred_id channel campaign_id @invited_at=invited @joined_at=joined @converted_at=converted status"
    ),
    "orders": "order_id person_id @ordered_at=ordered $amount $refunded currency channel campaign_id source=source_of_order",
    "campaigns": "campaign_id name parent_id partner_id @starts_at=starts @ends_at=ends goal $cost",
    "tests": "test_id hypothesis metric #planned_n #planned_looks @starts_at=starts @ends_at=ends decision",
    "actions": "action_id topic title proposed_by team level @raised_at=raised @decided_at=decided @done_at=done status",
    "notes": "@time=starts description @time_end=ends measures",
}
# where each table goes; {year} makes one file a year, by the column named beside it
FILES = {
    "people": ("crm/people.csv", ""),
    "identities": ("crm/identities.parquet", ""),
    "surveys": ("surveys/answers-{year}.csv", "sent_at"),
    "cases": ("helpdesk/cases-{year}.parquet", "opened_at"),
    "promises": ("helpdesk/promises.parquet", ""),
    "interactions": ("community/interactions-{year}.csv", "at"),
    "posts": ("social/posts.csv", ""),
    "referrals": ("advocacy/referrals.csv", ""),
    "orders": ("shop/orders-{year}.parquet", "ordered_at"),
    "campaigns": ("marketing/campaigns.csv", ""),
    "tests": ("marketing/tests.csv", ""),
    "actions": ("team/actions.csv", ""),
    "notes": ("team/notes.csv", ""),
}
_TYPES = {
    "@": pa.timestamp("us", tz="UTC"),
    "#": pa.int64(),
    "$": pa.decimal128(18, 2),
    "?": pa.bool_(),
    "%": pa.float64(),
    "": pa.string(),
}
CSV = pa_csv.WriteOptions(quoting_style="needed")


def fields(table: str) -> list[tuple[str, str, str]]:
    """(mark, contract column, column of the frame) of a table, in the contract's order."""
    out = []
    for word in COLUMNS[table].split():
        mark = word[0] if word[0] in _TYPES else ""
        name, _, source = word[len(mark) :].partition("=")
        out.append((mark, name, source or name))
    return out


def schema(table: str) -> pa.Schema:
    """Arrow types of a table's columns."""
    return pa.schema([(name, _TYPES[mark]) for mark, name, _ in fields(table)])


def _column(values: pd.Series, mark: str) -> pa.Array:
    missing = values.isna().to_numpy()
    if mark == "":
        text = blank(values, missing | values.eq("").to_numpy())
        return pa.array(text, pa.string())
    if mark == "?":
        return pa.array([None if gone else bool(value) for value, gone in zip(values, missing, strict=True)], pa.bool_())
    numbers = values.astype(float).to_numpy()
    if mark == "%":
        return pa.array(numbers, pa.float64(), mask=missing)
    if mark == "$":
        cents = pa.array(np.where(missing, 0, np.round(numbers, 2)), pa.float64(), mask=missing)
        return cents.cast(pa.decimal128(18, 2))
    whole = np.where(missing, 0, numbers).astype(np.int64)
    if mark == "@":
        return pa.array(whole * 1_000_000, pa.int64(), mask=missing).cast(_TYPES["@"])
    return pa.array(whole, pa.int64(), mask=missing)


def arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """A frame as the contract's columns; columns that the frame lacks are empty."""
    empty = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    arrays = [_column(frame.get(source, empty), mark) for mark, _, source in fields(table)]
    return pa.Table.from_arrays(arrays, schema=schema(table))


def csv_ready(batch: pa.Table) -> pa.Table:
    """Times as text that names its zone: 2026-05-18 06:00:00+00:00."""
    for i, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            text = pa.compute.strftime(batch.column(i).cast(pa.timestamp("s", tz="UTC")), format="%Y-%m-%d %H:%M:%S+00:00")
            batch = batch.set_column(i, field.name, text)
    return batch


def write_file(rows: pa.Table, path: Path) -> None:
    """CSV or Parquet, as the name says; Parquet pages carry checksums."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        pa_csv.write_csv(csv_ready(rows), path, CSV)
    else:
        pq.write_table(rows, path, compression="zstd", write_page_checksum=True)


def write_tables(tables: dict[str, pd.DataFrame], out: Path) -> list[Path]:
    """Writes every table to its files below `out`; returns the paths."""
    written = []
    for table, frame in tables.items():
        pattern, by = FILES[table]
        source = {name: source for _, name, source in fields(table)}.get(by)
        years = local(frame[source]).year.to_numpy() if source else np.zeros(len(frame), int)
        for year in sorted(set(years)):
            path = out / pattern.replace("{year}", str(year))
            write_file(arrow(table, frame[years == year]), path)
            written.append(path)
    return written
