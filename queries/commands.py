"""The command line: `python -m queries load|status|metrics|view|check`. Exit status 0, 1 (data trouble, named) or 2 (usage)."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from queries import loading, places, snapshot, watching
from queries.exports import account
from queries.filters import DIMENSIONS, Filters
from queries.period import COMPARISONS
from queries.snapshot import Snapshot
from queries.trouble import Trouble

Said = tuple[Any, list[str], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command; prints for people, or one JSON document with `--json`."""
    given = _parser().parse_args(arguments)
    try:
        document, lines, status = given.run(given)
    except Trouble as trouble:
        document, lines, status = {"trouble": str(trouble)}, [str(trouble)], 1
    try:
        _print(document, lines, given.json, status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _print(document: Any, lines: list[str], as_json: bool, status: int) -> None:
    if as_json:
        print(json.dumps(document, default=str, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines), file=sys.stderr if status else sys.stdout)
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", help="folder of exports; default RAPPORT_DATA, else the sample")
    shared.add_argument("--cache", help="folder of snapshots; default RAPPORT_CACHE, else the user's cache")
    shared.add_argument("--json", action="store_true", help="print one JSON document")
    narrowed = argparse.ArgumentParser(add_help=False)
    narrowed.add_argument("--from", dest="from_", metavar="DAY", help="first day, 2026-04-02")
    narrowed.add_argument("--to", metavar="DAY", help="the first day after the period, 2026-07-01")
    narrowed.add_argument("--compare", choices=COMPARISONS)
    for dimension in DIMENSIONS:
        narrowed.add_argument(f"--{dimension.key}", metavar="VALUE", help=f"only these, separated by commas ({dimension.label.lower()})")
    parser = argparse.ArgumentParser(prog="python -m queries", description="Rapport without its pages.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], Said], text: str, parents: Sequence[argparse.ArgumentParser]
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=list(parents))
        made.set_defaults(run=run)
        return made

    command("load", _load, "Read new and changed exports into a snapshot.", [shared])
    command("status", _status, "Say what the snapshot holds.", [shared])
    command("metrics", _metrics, "Every metric with its value for the filters.", [shared, narrowed])
    view = command("view", _view, "The rows of one view for the filters.", [shared, narrowed])
    view.add_argument("name", help="such as satisfaction/csat")
    view.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the view itself")
    command("check", _check, "Check every source, view and line of the registry against the contract.", [shared])
    return parser


def _load(given: argparse.Namespace) -> Said:
    data = places.data_folder(given.data)
    cache = places.cache_folder(data, given.cache)
    with _bar() as bar:

        def notice(file: str, done: int, total: int) -> None:
            watching.write_progress(cache, file, done, total)
            bar.total = total
            bar.set_postfix_str(file, refresh=False)
            bar.update(done - bar.n)

        report = loading.load(data, cache, notice)
    lines = [_line(made) for made in report.files]
    lines.append(f"{'Built' if report.changed else 'Kept'} snapshot {report.snapshot} in {report.seconds:.1f} s. {report.built}".rstrip())
    troubled = bool(report.aside) or not any(made.rows for made in report.files)
    return {**asdict(report), "trouble": ""}, lines, int(troubled)


def _bar() -> Any:
    from tqdm import tqdm

    return tqdm(total=0, unit="B", unit_scale=True, leave=False, disable=not sys.stderr.isatty(), dynamic_ncols=True)


def _line(made: account.Account) -> str:
    rows = f"{made.rows:,} rows, {made.rejects:,} rejected, {made.skipped:,} skipped of {made.lines:,} lines" if made.lines else ""
    into = f"into {', '.join(made.tables)}" if made.tables else ""
    return f"{made.file}: {', '.join(part for part in (made.state, rows, into) if part)}{'. ' + made.reason if made.reason else ''}"


def _snapshot(given: argparse.Namespace) -> Snapshot:
    """The snapshot of the data folder, loaded first where there is none."""
    data = places.data_folder(given.data)
    cache = places.cache_folder(data, given.cache)
    if snapshot.current(cache) is None:
        loading.load(data, cache)
    found = snapshot.current(cache)
    if found is None:
        raise Trouble("There is no snapshot that can be opened; run 'python -m queries load'.")
    return found


def _status(given: argparse.Namespace) -> Said:
    found = _snapshot(given)
    files = found.cursor().execute("select file, state, rows, rejects, skipped, lines, reason from account.files order by file").fetchall()
    names = ("file", "state", "rows", "rejects", "skipped", "lines", "reason")
    document = {
        "snapshot": found.name,
        "facts": found.facts,
        "tables": found.tables,
        "files": [dict(zip(names, row, strict=True)) for row in files],
    }
    lines = [f"Snapshot {found.name}, data from {found.data_from} to {found.data_to} ({found.zone}), the last day not included."]
    lines += [f"{name}: {rows:,} rows" for name, rows in found.tables.items()]
    lines += [f"{row[0]}: {row[1]}{'. ' + row[6] if row[6] else ''}" for row in files]
    return document, lines, int(any(row[1] == account.ASIDE for row in files))


def _filters(given: argparse.Namespace, found: Snapshot) -> Filters:
    days = {"from": _within(given.from_, found), "to": _within(given.to, found)}
    query = days | {"compare": given.compare} | {d.key: getattr(given, d.key) for d in DIMENSIONS}
    filters, dropped = Filters.from_query({name: value for name, value in query.items() if value}, found)
    if dropped:
        raise Trouble(" ".join(dropped))
    return filters


def _within(day: str | None, found: Snapshot) -> str | None:
    """A day cut to the data, as the sentence then says; what is no day is left for the filters to name."""
    try:
        asked = date.fromisoformat(day or "")
    except ValueError:
        return day
    return min(max(asked, found.data_from), found.data_to).isoformat()


def _metrics(given: argparse.Namespace) -> Said:
    from queries import cards, registry, shown

    found = _snapshot(given)
    filters = _filters(given, found)
    made = cards.cards(found, filters, list(registry.metrics()))
    lines = [filters.sentence()]
    for card in made:
        said = shown.text(card.value, card.metric.unit, card.currency) if card.state in (shown.OK, shown.FEW) else card.state
        lines.append(f"{card.metric.label}: {said}, n {card.n:,}{' (few answers)' if card.state == shown.FEW else ''}")
    rows = [{**asdict(card), "metric": card.metric.name} for card in made]
    return {"filters": filters.sentence(), "metrics": rows}, lines, 0


def _view(given: argparse.Namespace) -> Said:
    from queries import views

    found = _snapshot(given)
    filters = _filters(given, found)
    params = dict(item.partition("=")[::2] for item in given.param)
    try:
        answer = views.run(found, given.name, filters, **params)
    except (KeyError, ValueError) as error:
        raise Trouble(str(error.args[0])) from error
    rows = json.loads(answer.frame.to_json(orient="records", date_format="iso"))
    return (
        {"view": given.name, "filters": filters.sentence(), "rows": rows, "sql": answer.sql},
        [filters.sentence(), answer.frame.to_string(index=False)],
        0,
    )


def _check(given: argparse.Namespace) -> Said:
    from queries import checks

    faults = checks.faults(places.data_folder(given.data))
    return {"faults": faults, "trouble": ""}, faults or ["Sources, views and registry fit the contract."], int(bool(faults))
