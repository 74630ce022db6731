"""The built pages in a browser: requests, errors, formulas, phones, the dark, the moving figure."""

from __future__ import annotations

import pytest

PHONE = {"width": 390, "height": 800}
VISIBLE = """
return [...document.querySelectorAll('.search-button__button, form.bd-search')].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && getComputedStyle(e).visibility !== 'hidden'
    && box.left < innerWidth && box.right > 0;
}).length;
"""
WIDE = """
const box = (e) => e.getBoundingClientRect(), limit = document.documentElement.clientWidth;
const kept = ['auto', 'scroll', 'hidden', 'clip'];
const scrolls = (e) => e && e !== document.body
  && (kept.includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
const wide = [...document.querySelectorAll('article *')]
  .filter((e) => box(e).width > 0 && box(e).right > limit + 1 && !scrolls(e.parentElement));
const shown = wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
return [document.documentElement.scrollWidth, limit, shown];
"""

SCENE = """
return document.querySelector('course-network').shadowRoot.querySelector('.sheet.on').innerText;
"""
LEFT_RAW = """
return [...document.querySelectorAll('.math')]
  .filter((e) => !e.querySelector('mjx-container')).map((e) => e.textContent);
"""
COVERED = """
return [...document.querySelectorAll('.bd-article .admonition-title')].filter((title) => {
  const icon = getComputedStyle(title, '::after');
  return icon.display !== 'none' && icon.content !== 'none'
    && parseFloat(icon.left) + parseFloat(icon.width)
      > parseFloat(getComputedStyle(title).paddingLeft);
}).map((title) => title.textContent);
"""
BACKGROUND = """
return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number);
"""
PICTURES = """
return [...document.querySelectorAll('.cl-figure')].map(
  (figure) => [...figure.querySelectorAll('img')].filter((e) => e.offsetParent).length);
"""
FAINT = """
const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgba = (colour) => {
  pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
};
const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) =>
  0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const colour = rgba(getComputedStyle(e).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255];
};
const contrast = (e) => {
  const pair = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
  return (pair[0] + 0.05) / (pair[1] + 0.05);
};
document.querySelectorAll('details').forEach((e) => { e.open = true; });
const text = '.bd-article :is(p, li, td, th, h1, h2, h3, figcaption, summary, a, code, .state),'
  + '.bd-sidebar-primary a, .bd-footer-content p, .highlight span';
return [...document.querySelectorAll(text)]
  .filter((e) => e.offsetParent && e.textContent.trim() && !e.closest('mjx-container, .headerlink'))
  .map((e) => [contrast(e), e.outerHTML.slice(0, 100)])
  .filter(([ratio]) => ratio < 4.5).slice(0, 5);
"""


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
def test_no_icon_lies_on_its_title(browser, size):
    browser.open("book/01_backprop/by_hand.html", **size)
    assert browser.run("return document.querySelectorAll('.admonition-title').length") > 5
    assert browser.run(COVERED) == []


def test_pages_ask_no_other_host_and_report_no_error(browser, pages):
    for page in [*pages, "search.html?q=손실"]:
        browser.open(page)
        outside = [
            url
            for url in browser.requests()
            if not url.startswith((browser.address, "data:", "blob:", "chrome"))
        ]
        assert not outside, page
        assert not browser.errors(), page


def test_formulas_are_typeset(browser, chapters):
    for page in chapters:
        browser.open(page)
        if "by_hand" in page:
            assert browser.run("return document.querySelectorAll('mjx-container').length") > 50
        assert browser.run("return document.querySelectorAll('mjx-merror').length") == 0, page
        assert not browser.run(LEFT_RAW), page


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_one_search_control_is_visible(browser, pages, width):
    for page in pages:
        browser.open(page, width=width)
        assert browser.run(VISIBLE) == 1, f"{page} at {width} px"


@pytest.mark.parametrize("width", [360, 390])
def test_nothing_sticks_out_on_a_phone(browser, pages, width):
    for page in pages:
        browser.open(page, width=width, height=800)
        content, limit, wide = browser.run(WIDE)
        assert content <= limit, f"{page}: {content} px wide on {limit}"
        assert not wide, page


def test_hangul_is_drawn_with_our_font(browser, pages):
    browser.open(pages[0])
    assert browser.run("return document.fonts.check('16px Course', '가')")
    assert (
        browser.run("return [...document.fonts].filter((f) => f.status === 'loaded').length") >= 1
    )


def test_dark_mode_follows_the_system_and_the_button(browser, pages):
    browser.open(pages[0], dark=True)
    assert max(browser.run(BACKGROUND)) < 60
    browser.open(pages[0])
    assert min(browser.run(BACKGROUND)) > 200
    try:
        for _ in range(3):
            browser.run("document.querySelector('.theme-switch-button').click()")
            if browser.run("return document.documentElement.dataset.theme") == "dark":
                break
        assert max(browser.run(BACKGROUND)) < 60
    finally:
        browser.run("localStorage.clear()")


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_shows_one_picture(browser, chapters, dark):
    for page in chapters:
        browser.open(page, dark=dark)
        shown = browser.run(PICTURES)
        assert set(shown) <= {1}, f"{page}: {shown}"


def test_text_has_enough_contrast(browser, pages, chapters):
    for dark in (False, True):
        for page in [pages[pages.index("book/intro.html")], *chapters]:
            browser.open(page, dark=dark)
            assert not browser.run(FAINT), f"{page}, {'dark' if dark else 'light'}"


def test_a_quiz_opens_from_the_keyboard(browser, chapters):
    from selenium.webdriver.common.keys import Keys

    page = next((page for page in chapters if "01_backprop" in page), None)
    assert page, "expected a chapter with a quiz"
    browser.open(page)
    for kind, mark in (("right", "✓"), ("wrong", "✗")):
        choice = browser.driver.find_element("css selector", f"details.quiz-choice.{kind}")
        choice.find_element("css selector", "summary").send_keys(Keys.ENTER)
        browser.wait(f"document.querySelector('details.quiz-choice.{kind}').open")
        shown = browser.run(
            "return getComputedStyle(arguments[0], '::before').content",
            choice.find_element("css selector", "summary"),
        )
        assert mark in shown


def test_solutions_stay_folded_until_asked(browser, chapters):
    page = next(page for page in chapters if "01_backprop" in page)
    browser.open(page)
    assert browser.run("return document.querySelectorAll('.solution').length") >= 3
    assert (
        browser.run("return document.querySelectorAll('.solution:not(.toggle-hidden)').length") == 0
    )
    browser.run("document.querySelector('.solution .admonition-title').click()")
    browser.wait("document.querySelectorAll('.solution:not(.toggle-hidden)').length === 1")


def test_the_figure_moves(browser, chapters):
    page = next(page for page in chapters if "by_hand" in page)
    browser.open(page)
    browser.wait("document.querySelector('course-network')?.shadowRoot?.querySelector('.sheet.on')")
    seen = [browser.run(SCENE)]
    for _ in range(3):
        browser.run(
            "[...document.querySelector('course-network').shadowRoot.querySelectorAll('button')]"
            ".find((e) => e.textContent.trim() === '다음').click()"
        )
        seen.append(browser.run(SCENE))
    assert len(set(seen)) == 4, seen
