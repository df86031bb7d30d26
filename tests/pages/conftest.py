"""Folders of exports in several states, loaded once, and a visit to a page of the app that serves one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from queries import loading, places, watching

ROOT = Path(__file__).parents[2]
PAGES = {
    "overview": "pages/now/overview.py",
    "waiting": "pages/now/waiting.py",
    "satisfaction": "pages/satisfaction/satisfaction.py",
    "promises": "pages/satisfaction/promises.py",
    "voices": "pages/satisfaction/voices.py",
    "advocates": "pages/advocacy/advocates.py",
    "referrals": "pages/advocacy/referrals.py",
    "employees": "pages/advocacy/employees.py",
    "community": "pages/engagement/community.py",
    "ties": "pages/engagement/ties.py",
    "data": "pages/behind/data.py",
    "definitions": "pages/behind/definitions.py",
}
Visiting = Callable[..., AppTest]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("snapshots")


def answers(count: int, kind: str = "csat", person: str = "p", channel: str = "chat") -> str:
    """Lines of surveys.csv: so many answers of 5, one a person, on the days of June 2026."""
    scale = "9,0,10" if kind in ("nps", "enps") else "5,1,5"
    return "".join(f"{kind}{channel}{i},{kind},{scale},2026-06-{1 + i % 30:02} 10:00,{person}{i},{channel}\n" for i in range(count))


HEADER = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel\n"
LAST = "last,csat,5,1,5,2026-07-01 09:00,p0,chat\n"


@pytest.fixture
def folder(tmp_path: Path, cache: Path) -> Callable[..., Path]:
    """A loaded data folder of the files given, names without their ending."""

    def make(**files: str) -> Path:
        data = tmp_path / "data"
        data.mkdir()
        for name, text in files.items():
            (data / f"{name}.csv").write_text(text, encoding="utf-8")
        return data

    return make


@pytest.fixture
def visiting(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Visiting:
    """Open a page of the app for a data folder, the sample if none is given. `query` is the link's part after the '?'."""

    def visit(page: str = "overview", data: Path = places.SAMPLE, load: bool = True, **query: str) -> AppTest:
        monkeypatch.setenv("RAPPORT_DATA", str(data))
        monkeypatch.setenv("RAPPORT_CACHE", str(cache))
        monkeypatch.setattr(watching, "watch", lambda data, cache: None)
        if load:
            loading.load(places.data_folder(), places.cache_folder(places.data_folder()))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params["from" if key == "from_" else key] = value
        app.run()
        if page != "overview":
            app.switch_page(PAGES[page]).run()
        return app

    return visit


def words(app: AppTest) -> str:
    """All text of the page, for tests of what is said."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.warning, app.error, app.info)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def figures(app: AppTest) -> list[str]:
    """Alternative texts of the charts."""
    return [chart.proto.alt for chart in app.get("plotly_chart")]
