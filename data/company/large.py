"""The same company at any size, for benchmarks: 100 thousand to 100 million interactions, in batches that fit in memory."""

from collections.abc import Callable
from pathlib import Path

from data.company import bulk_service, bulk_tables, traffic
from data.company.bulk import Batches
from data.company.crowd import Crowd
from data.company.streaming import Parts
from data.company.world import COMPANY, ZONE
from data.company.writing import FILES

# rows a table, as a share of the interactions; promises and answers about cases follow from the cases
SHARES = {
    "people": 1 / 50,
    "identities": 1 / 100,
    "cases": 1 / 10,
    "recommendations": 1 / 25,
    "orders": 1 / 20,
    "posts": 1 / 200,
    "referrals": 1 / 200,
}
MAKERS: dict[str, Callable[[Crowd, int, int], Batches]] = {
    "people": bulk_tables.people,
    "identities": bulk_tables.identities,
    "cases": bulk_service.cases,
    "recommendations": bulk_service.recommendations,
    "orders": bulk_tables.orders,
    "referrals": bulk_tables.referrals,
    "posts": bulk_tables.posts,
    "plans": bulk_tables.plans,
    "interactions": traffic.interactions,
}


def write_large(out: Path, interactions: int, form: str, seed: int) -> list[Path]:
    """Writes all thirteen tables and settings below `out`; `form` is csv, parquet or both. Returns the paths of the tables."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "settings.toml").write_text(f'company = "{COMPANY}"\nsample = true\nzone = "{ZONE}"\n', encoding="utf-8")
    formats = ("parquet", "csv") if form == "both" else (form,)
    rows = {name: max(40, round(interactions * share)) for name, share in SHARES.items()} | {"interactions": interactions}
    crowd = Crowd(rows["people"])
    paths: list[Path] = []
    for name, make in MAKERS.items():
        parts: dict[str, Parts] = {}
        for table, made in make(crowd, rows.get(name, 1), seed):
            stem = out / FILES[table][0].split("-{year}")[0].split(".")[0]
            stem = stem.with_name("recommendations") if name == "recommendations" else stem
            parts.setdefault(table, Parts(stem, rows.get(name, len(made)), formats)).write(made)
        for part in parts.values():
            part.close()
            paths += part.paths
    return paths
