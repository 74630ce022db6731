"""Slides of every chapter: nothing sticks out, no other host is asked, no answer is shown."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from course_lib.authoring.slides import listed, write_slides
from course_lib.authoring.slides.deck import reveal_folder
from tests.authoring.slides_page import LOOK
from tests.browser import missing

ROOT = Path(__file__).resolve().parents[2]
SMALLEST = 0.4  # of what a moving figure or a picture is on the page, which slides make larger
ZOOMS = "return [...document.querySelectorAll('[data-zoom]')].map((e) => Number(e.dataset.zoom));"


@pytest.fixture(scope="module")
def decks(site, chapters, tmp_path_factory):
    if reveal_folder() is None:
        missing("reveal.js is needed: install course-lib[slides]")
    built = {page.removesuffix(".html") for page in chapters}
    parts = {
        part: [name for name in names if name in built and name.count("/") > 1]
        for part, names in listed(ROOT / "_toc.yml").items()
    }
    return write_slides(site, tmp_path_factory.mktemp("slides"), parts)


def test_no_solution_is_on_a_slide(decks, site):
    for deck in decks:
        page = (site / f"{deck.docname}.html").read_text("utf-8")
        text = deck.path.read_text("utf-8")
        solutions = re.findall(r'<div class="dropdown solution admonition">(.*?)\n</section>',
                               page, re.DOTALL)  # fmt: skip
        lines = [re.sub(r"<[^>]*>", "", line) for one in solutions for line in one.split("\n")]
        for line in lines:
            if len(line) > 60:
                assert line not in text, f"{deck.docname}: {unescape(line)}"


def test_every_slide_fits_and_asks_no_other_host(decks, browser):
    for deck in decks:
        browser.driver.get_log("performance"), browser.driver.get_log("browser")
        browser.driver.get(deck.path.as_uri())
        browser.wait("document.documentElement.classList.contains('ready')", seconds=60)
        for slide in browser.run(LOOK):
            assert slide["low"] <= 720.5, f"{deck.docname}: {slide['title']}"
            assert slide["right"] <= 1280, f"{deck.docname}: {slide['title']}"
        assert min(browser.run(ZOOMS), default=1) > SMALLEST, deck.docname
        own = ("file:", "data:", "chrome:")
        outside = [url for url in browser.requests() if not url.startswith(own)]
        assert not outside, deck.docname
        assert not browser.errors(), deck.docname
        assert browser.run("return document.querySelectorAll('mjx-merror').length") == 0
