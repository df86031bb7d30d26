"""A data folder at work: bad input is one sentence on the page, changed exports arrive by themselves."""

import re

from filelock import FileLock
from playwright.sync_api import expect

from queries import places
from tests.browser.server import app
from tests.browser.visiting import main_text, numbers, open_page, still
from tests.queries.exports import SURVEYS, folder

PATIENCE = 60_000


def test_a_missing_data_folder_is_one_sentence(tmp_path, desk):
    with app(tmp_path / "cache", tmp_path / "nowhere") as address:
        desk.goto(address)
        expect(desk.get_by_text("does not exist")).to_be_visible(timeout=PATIENCE)
        assert "Traceback" not in main_text(desk)


def test_an_empty_data_folder_is_one_sentence(tmp_path, desk):
    (tmp_path / "data").mkdir()
    with app(tmp_path / "cache", tmp_path / "data") as address:
        desk.goto(address)
        expect(desk.get_by_text("There are no exports in")).to_be_visible(timeout=PATIENCE)


def test_the_first_load_opens_the_page_and_a_changed_export_arrives_while_the_old_numbers_serve(tmp_path, desk, colleague):
    data = folder(tmp_path, settings_toml="reload_seconds = 1\n")
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/data", "Data")
        assert "6 rows" in main_text(desk) and "Sample data" not in main_text(desk)
        (data / "surveys.csv").write_text(f"{SURVEYS}4,csat,5,1,5,2026-01-06 10:00,p1,chat\n", encoding="utf-8")
        open_page(colleague, f"{address}/data", "Data")
        assert re.search("[67] rows from", main_text(colleague))
        expect(desk.get_by_text("7 rows", exact=False).first).to_be_visible(timeout=PATIENCE)
        still(desk)


def test_the_old_numbers_serve_whoever_comes_while_a_reload_runs(tmp_path, desk, colleague):
    data = folder(tmp_path, settings_toml="reload_seconds = 1\n")
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/data", "Data")
        # A load waits for this lock, so this one runs for as long as the test likes.
        with FileLock(places.cache_folder(data, str(tmp_path / "cache")) / "load.lock"):
            (data / "surveys.csv").write_text(f"{SURVEYS}4,csat,5,1,5,2026-01-06 10:00,p1,chat\n", encoding="utf-8")
            desk.get_by_role("button", name="Reload now").click()
            open_page(colleague, f"{address}/data", "Data")
            assert "6 rows" in main_text(colleague)
            open_page(colleague, address, "Overview")
            assert numbers(colleague) != []
        expect(desk.get_by_text("7 rows", exact=False).first).to_be_visible(timeout=PATIENCE)


def test_an_export_that_cannot_be_used_is_named_and_the_others_serve(tmp_path, desk):
    data = folder(tmp_path, orders_csv="order_id,ordered_at\n1,1/2/2026\n2,3/4/2026\n", strange_csv="colour,weight\nred,3\n")
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/data", "Data")
        said = main_text(desk)
        assert "orders.csv was set aside" in said and "can be read two ways" in said
        assert "2 exports are not in the numbers" in said
