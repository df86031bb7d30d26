"""Data folders of real sets: their sources and settings lie here, their exports in `../shared/data`."""

import shutil
from functools import cache
from pathlib import Path

from queries import loading, snapshot

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"
EXPORTS = {
    "olist": (
        "olist/dim_status.csv",
        "olist/olist_customers_dataset.csv",
        "olist/olist_orders_dataset.csv",
        "olist/olist_order_reviews_dataset.csv",
    ),
    "tweets": ("customer_support_tweets/twcs_clean.csv",),
    # The same messages without a source of cases: they are threaded from the replies.
    "threaded": ("customer_support_tweets/twcs_clean.csv",),
    "airlines": ("airline_tweets/Tweets.csv",),
    "cdnow": ("cdnow/cdnow_transactions.csv",),
    "beer": ("beer_community/posts.csv",),
    "reviews": ("reviews/amazon_alexa.tsv",),
}


def missing(name: str) -> str:
    """Why the set cannot be loaded here, or nothing."""
    absent = [export for export in EXPORTS[name] if not (SHARED / export).is_file()]
    return f"{', '.join(absent)} is not in {SHARED}" if absent else ""


def fill(name: str, place: Path) -> Path:
    """The set's data folder, made in `place`: sources, settings and a copy of its exports."""
    data = place / name
    shutil.copytree(HERE / name, data)
    for export in EXPORTS[name]:
        shutil.copyfile(SHARED / export, data / Path(export).name)
    return data


@cache
def loaded(name: str, place: Path) -> snapshot.Snapshot:
    """Snapshot of the set, loaded in `place` once a process."""
    data, kept = fill(name, place), place / f"{name}-cache"
    loading.load(data, kept)
    found = snapshot.current(kept)
    assert found is not None
    return found
