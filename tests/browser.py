"""A headless Chromium for tests: skipped where there is none, demanded where CI is set."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

_FLAGS = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-dev-shm-usage",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "hide-scrollbars",
)


def missing(reason: str) -> None:
    """Skip on a contributor's machine, fail where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def start_chromium(profile: Path) -> Any:
    """A selenium driver of the system's Chromium; nothing is downloaded."""
    pytest.importorskip("selenium", reason="selenium is not installed")
    from selenium import webdriver

    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    chromedriver = shutil.which("chromedriver")
    if not (chromium and chromedriver):
        missing("chromium and chromedriver are needed: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"user-data-dir={profile}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(chromedriver))
