"""Small pages around a widget, opened in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import start_chromium

DRAWN = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => done()));
"""


class Page:
    """The browser with a page of ours in it."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(
        self,
        body: str,
        *,
        html: str = "data-theme=light",
        width: int = 800,
        features: dict[str, str] | None = None,
        scripts: bool = True,
    ) -> None:
        """Show a body in a window of this width, with media features such as the colour scheme."""
        path = self.folder / "page.html"
        path.write_text(
            f"<!doctype html><html lang=ko {html}><meta charset=utf-8>"
            '<meta name=viewport content="width=device-width,initial-scale=1">'
            f"<link rel=icon href='data:,'><body style='margin:16px'>{body}",
            encoding="utf-8",
        )
        media = {"prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference"}
        pairs = [{"name": k, "value": v} for k, v in {**media, **(features or {})}.items()]
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": pairs})
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.driver.get_log("browser")
        self.driver.get(path.as_uri())
        if scripts:
            self.driver.execute_async_script(DRAWN)

    def run(self, script: str, *args: object) -> Any:
        """The value that a piece of JavaScript returns; ``el`` is the first widget."""
        return self.driver.execute_script(
            f"const el = document.querySelector('.cl-widget');{script}", *args
        )

    def find(self, selector: str, *, widget: int = 0) -> Any:
        """An element inside a widget's shadow tree."""
        hosts = self.driver.find_elements("css selector", ".cl-widget")
        return hosts[widget].shadow_root.find_element("css selector", selector)

    def press(self, text: str, *, widget: int = 0) -> None:
        """Click the button with this text."""
        hosts = self.driver.find_elements("css selector", ".cl-widget")
        buttons = hosts[widget].shadow_root.find_elements("css selector", "button")
        next(button for button in buttons if button.text == text).click()

    def title(self, *, widget: int = 0) -> str:
        """The heading of the frame that is shown."""
        return self.find(".sheet.on h4", widget=widget).text

    def errors(self) -> list[str]:
        """What the page has reported since it was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def _driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def page(_driver: Any, tmp_path: Path) -> Iterator[Page]:
    shown = Page(_driver, tmp_path)
    yield shown
    assert not shown.errors()


@pytest.fixture
def keys(_driver: Any) -> Callable[..., None]:
    """Press keys where the focus is."""
    from selenium.webdriver.common.action_chains import ActionChains

    return lambda *pressed: ActionChains(_driver).send_keys(*pressed).perform()
