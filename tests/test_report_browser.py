"""The report as a page, in a browser: Chromium, driven by its own driver."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from conformance.report import formats
from conformance.report.model import Run
from conformance.report.words import visible

from .reports import HOSTILE, UNDECIDED, hostile_run, run

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not CHROMIUM or not DRIVER, reason="no Chromium with its driver on this machine"
)


class Browser:
    """A browser that shows reports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in (*ARGUMENTS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options, Service(DRIVER))

    def show(
        self, *runs: Run, suffix: str = ".html", width: int = 1280, dark: bool = False,
        policy: bool = True, script: bool = True,
    ) -> None:  # fmt: skip
        """Loads a report; without `policy` the page's own restrictions are ignored."""
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setDeviceMetricsOverride", **screen)
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        self.command("Emulation.setScriptExecutionDisabled", value=not script)
        self.command("Page.setBypassCSP", enabled=not policy)
        path = self.folder / f"report{suffix}"
        formats.write(path, list(runs))
        self.driver.get("about:blank")
        self.driver.get(path.as_uri())
        loaded = "document.documentElement !== null && document.readyState === 'complete'"
        WebDriverWait(self.driver, 20).until(lambda _: self.value(loaded))

    def command(self, name: str, **arguments: Any) -> None:
        self.driver.execute_cdp_cmd(name, arguments)

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript gives."""
        found = self.driver.execute_cdp_cmd(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True}
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def complaints(self) -> list[Any]:
        """What the browser says of the page, such as that it broke its policy."""
        found: list[Any] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return found

    def rows(self) -> list[str]:
        """The ids of the clauses that are to be seen."""
        found: list[str] = self.value(
            "[...document.querySelectorAll('#clauses tr[id]')]"
            ".filter(row => row.getClientRects().length).map(row => row.id)"
        )
        return found

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests, with a profile of its own."""
    started = Browser(tmp_path_factory.mktemp("browser"))
    yield started
    started.driver.quit()


MIXED = run("pass", "fail", "advice", *UNDECIDED)
FORMS: dict[str, list[Run]] = {
    "conforms": [run("pass")],
    "fails": [MIXED],
    "matrix": [run("pass", "fail"), *[run("pass", "pass")] * 7],
    "hostile": [hostile_run()],
    "hostile-matrix": [hostile_run(), run("pass"), hostile_run()],
}


@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_its_own_script_runs(browser: Browser, form: str, policy: bool) -> None:
    """No value runs as script, with the page's policy and, by escaping alone, without it."""
    browser.show(*FORMS[form], policy=policy)
    title = browser.value("document.title")
    assert title != "owned"
    if form == "hostile":
        said = " ".join(visible(HOSTILE).split())
        assert title == f"{said} does not conform: 1 clause"
    assert browser.value("document.scripts.length") == 1
    assert browser.value("document.images.length") == 0
    # Neither a violation of the policy nor an error of the page's script.
    assert browser.complaints() == []


def test_the_badge_runs_nothing(browser: Browser) -> None:
    """A hostile name in a badge is text."""
    browser.show(hostile_run(), suffix=".svg", policy=False)
    assert browser.value("document.querySelectorAll('script, img').length") == 0
    assert browser.value("document.querySelector('title').textContent").startswith("<script>")


@pytest.mark.parametrize("form", FORMS)
def test_it_fits_on_a_phone(browser: Browser, form: str) -> None:
    """At 390 pixels nothing but a table that can be scrolled is wider than the page."""
    browser.show(*FORMS[form], width=390)
    assert browser.value("document.documentElement.scrollWidth") <= 390


def test_it_follows_the_scheme_of_the_reader(browser: Browser) -> None:
    """In dark mode the ground is dark."""
    colours = []
    for dark in (False, True):
        browser.show(MIXED, dark=dark)
        colours.append(browser.value("getComputedStyle(document.body).backgroundColor"))
    assert colours == ["rgb(252, 252, 250)", "rgb(23, 22, 20)"]


def test_clauses_are_chosen_without_script(browser: Browser) -> None:
    """Where scripts are off, the clauses of one outcome can be chosen, and no dead field shows."""
    browser.show(MIXED, script=False)
    ids = [entry.id for entry in MIXED.entries]
    assert browser.rows() == ids
    assert browser.value("document.getElementById('search').getClientRects().length") == 0
    browser.value("document.querySelector('label[for=show-fail]').click()")
    assert browser.rows() == ["area.n1"]
    browser.value("document.querySelector('label[for=show-all]').click()")
    assert browser.rows() == ids


def test_clauses_are_found(browser: Browser) -> None:
    """What is typed leaves the clauses that hold each word, of the outcome that is chosen."""
    browser.show(MIXED)
    browser.value("document.getElementById('search').focus()")
    browser.press("HOLDS area.n1")
    assert browser.rows() == ["area.n1"]
    shown = "document.getElementById('shown').textContent"
    assert browser.value(shown) == f"1 of {len(MIXED.entries)} shown"
    browser.value("document.querySelector('label[for=show-pass]').click()")
    assert browser.rows() == []
    assert browser.value(shown) == f"0 of {len(MIXED.entries)} shown"


def test_the_keyboard_suffices(browser: Browser) -> None:
    """The first stop leads past the head of the page, and where one stands is seen."""
    browser.show(MIXED)
    browser.press(Keys.TAB)
    assert browser.value("document.activeElement.className") == "skip"
    assert browser.value("document.activeElement.getBoundingClientRect().width") > 20
    assert browser.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press(Keys.ENTER)
    assert browser.value("document.activeElement.id") == "main"


@pytest.mark.parametrize(("id", "finding"), [("area.n1", "i1-area.n1"), ("area.n2", "i1-area.n2")])
def test_an_outcome_leads_to_what_was_found(browser: Browser, id: str, finding: str) -> None:
    """The outcome of a clause is a link to its counterexample, which opens where it is folded."""
    browser.show(MIXED)
    browser.value(f"document.getElementById('{id}').querySelector('.outcome a').click()")
    assert browser.value("location.hash") == f"#{finding}"
    place = f"document.getElementById('{finding}').getBoundingClientRect()"
    assert browser.value(f"{place}.height") > 0
    assert 0 <= browser.value(f"{place}.top") < 900
