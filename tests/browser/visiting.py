"""What a visitor does and sees: open a link, wait until the page stands still, read its numbers."""

from playwright.sync_api import Page, expect

PAGES = {
    "": "Overview",
    "waiting": "Waiting",
    "satisfaction": "Satisfaction",
    "promises": "Promises",
    "voices": "Voices",
    "advocates": "Advocates",
    "referrals": "Referrals",
    "employees": "Employees",
    "community": "Community",
    "ties": "Ties",
    "data": "Data",
    "definitions": "Definitions",
}
# Runs, skeletons and stale marks are over, twice in a row: a run may be followed by another that it asked for.
STILL = """() => {
    const ended = '[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]';
    const moving = '[data-testid=stSkeleton], [data-stale=true], [data-testid=stAppSkeleton]';
    const still = document.querySelector(ended) && !document.querySelector(moving);
    window.stillFor = still ? (window.stillFor || 0) + 1 : 0;
    return window.stillFor > 3;
}"""


def open_page(page: Page, address: str, title: str) -> None:
    """Go to an address and wait until the page of that title stands still."""
    page.goto(address)
    settle(page, title)


def settle(page: Page, title: str) -> None:
    """Wait for the title first: what stands still may be the page before."""
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible(timeout=60_000)
    still(page)


def still(page: Page) -> None:
    """Wait until nothing moves."""
    page.evaluate("window.stillFor = 0")
    page.wait_for_function(STILL, polling=100, timeout=60_000)


def numbers(page: Page) -> list[str]:
    """The values on the cards of the page, in order."""
    return page.get_by_test_id("stMetricValue").all_inner_texts()


def sentence(page: Page) -> str:
    """The sentence under the title."""
    return page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first.inner_text()


def main_text(page: Page) -> str:
    """All text of the page beside its navigation and filter bar."""
    return page.get_by_test_id("stMain").inner_text()


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    return int(
        page.evaluate(
            """() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stApp]')]
            .map(part => part.scrollWidth - part.clientWidth))"""
        )
    )


def cut(page: Page) -> list[str]:
    """Parts of the page that reach beyond its right edge, by their test ids; what scrolls within itself is not cut."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid]')]
            .filter(part => !part.parentElement.closest('[data-testid=stDataFrame], [data-testid=stCode], [data-testid=stTable]'))
            .filter(part => part.checkVisibility() && part.getBoundingClientRect().right > window.innerWidth + 1)
            .map(part => part.dataset.testid)"""
    )
    return sorted(set(found))
