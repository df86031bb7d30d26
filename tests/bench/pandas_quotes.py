"""Texts in people's own words, in pandas: their words, the newest, and those that stand for their theme."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_voices import commented, is_opening, is_written
from tests.bench.shapes import LISTED

WORD = r"[^\W_]+(?:['’][^\W_]+)*"
NEWEST, NEAREST, WORDS = 300, 3, 5


def words(kept: Kept) -> pd.DataFrame:
    rows = kept.this("surveys", lambda rows: commented(rows) & rows["detractor"].notna())
    said = pd.DataFrame({"word": rows["comment"].str.lower().str.findall(WORD), "left": rows["detractor"].astype(bool)})
    said = said.reset_index(drop=True).rename_axis("document").explode("word").dropna(subset="word").reset_index()
    side = said["left"].map({True: "left", False: "right"})
    times = said.groupby(["word", side]).size().unstack(fill_value=0).reindex(columns=["left", "right"], fill_value=0)
    once = said.drop_duplicates(["document", "word"])
    documents = once.groupby(["word", side[once.index]]).size().unstack(fill_value=0).reindex(columns=["left", "right"], fill_value=0)
    made = times.add_suffix("_times").join(documents.add_suffix("_documents"))
    made = made.assign(left_total=made["left_times"].sum(), right_total=made["right_times"].sum())
    return made[made["left_documents"] + made["right_documents"] >= 10].reset_index()


def _texts(kept: Kept, opening: bool) -> pd.DataFrame:
    """Comments, subjects and messages of this period."""
    surveys, cases = kept.this("surveys", commented), kept.this("cases", lambda rows: customers(rows) & rows["subject"].notna())
    messages = kept.this("interactions", lambda rows: is_written(rows) & is_opening(rows) if opening else is_written(rows))
    said = surveys["answered_at"].fillna(surveys["sent_at"])
    parts = {
        "survey": (surveys, "response_id", said, surveys["topic"], "comment", "person_id"),
        "case": (cases, "case_id", cases["opened_at"], cases["topic"], "subject", "person_id"),
        "message": (messages, "interaction_id", messages["at"], None, "text", "actor_id"),
    }
    return pd.concat(
        [
            pd.DataFrame({"source": source, "id": rows[key], "said_at": at, "theme": theme, "text": rows[text], "person_id": rows[person]})
            for source, (rows, key, at, theme, text, person) in parts.items()
            if len(rows)
        ]
        or [pd.DataFrame(columns=["source", "id", "said_at", "theme", "text", "person_id"])],
        ignore_index=True,
    )


def quotes(kept: Kept) -> pd.DataFrame:
    texts = _texts(kept, opening=True)
    texts = texts[texts["theme"].notna()].astype({"theme": "str"}).sort_values(["said_at", "id"], ascending=[False, True])
    latest = texts.groupby("theme").head(NEWEST).reset_index(drop=True)
    told = latest.join(_nearness(latest), how="inner")
    told = told.assign(
        rounded=told["near"].round(9), person=told["person_id"].astype("str").fillna(told["id"]), said=told["text"].str.lower()
    )
    told = told.sort_values(["rounded", "said_at", "id"], ascending=[False, False, True])
    return told.drop_duplicates(["theme", "said"]).drop_duplicates(["theme", "person"]).groupby("theme").head(NEAREST)


def _nearness(latest: pd.DataFrame) -> pd.Series:
    """Cosine of each text's tf-idf weights with the mean of its theme; none for texts of few words."""
    terms = latest["text"].str.lower().str.findall(WORD)
    said = pd.DataFrame({"theme": latest["theme"], "term": terms[terms.str.len() >= WORDS]}).explode("term").dropna(subset="term")
    counted = said.rename_axis("text").groupby(["theme", "text", "term"]).size().rename("times").reset_index()
    having = counted.groupby(["theme", "term"])["text"].transform("size")
    weight = counted["times"] * np.log(1 + counted.groupby("theme")["text"].transform("nunique") / having)
    part = weight / np.sqrt((weight**2).groupby(counted["text"]).transform("sum"))
    middle = part.groupby([counted["theme"], counted["term"]]).transform("sum")
    squares = (part.groupby([counted["theme"], counted["term"]]).sum() ** 2).groupby("theme").sum()
    near = (part * middle).groupby(counted["text"]).sum()
    return (near / np.sqrt(latest["theme"].map(squares)[near.index])).rename("near")


def said(kept: Kept) -> pd.DataFrame:
    texts = _texts(kept, opening=False)
    newest = texts.sort_values(["said_at", "id"], ascending=[False, True]).head(LISTED).assign(total=len(texts))
    return kept.named(newest).astype({"person_id": "str"})
