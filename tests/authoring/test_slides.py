"""Slides: what of a page is shown, what only the speaker sees, and how a browser deals it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course_lib import cli
from course_lib.authoring.offline import copy_mathjax
from course_lib.authoring.slides import cut, deck, listed, write_slides
from course_lib.authoring.slides.sentences import condense, sentences
from tests.authoring.slides_page import LINES, LONG, LOOK, PAGE, TOC
from tests.browser import missing, start_chromium


@pytest.fixture
def columns():
    return cut(PAGE)


def paragraph(text):
    return BeautifulSoup(f"<p>{text}</p>", "html.parser").p


def words(text):
    return ["".join(part.get_text() for part in one).strip() for one in sentences(paragraph(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("하나입니다. 둘입니까? 셋!", ["하나입니다.", "둘입니까?", "셋!"]),
        ("값은 0.735입니다. 끝.", ["값은 0.735입니다.", "끝."]),
        ("<strong>굵게 끝납니다.</strong> 다음.", ["굵게 끝납니다.", "다음."]),
        ("<code>a. b</code>는 코드입니다.", ["a. b는 코드입니다."]),
        ("“정말입니까?” 묻습니다.", ["“정말입니까?”", "묻습니다."]),
        ("끝이 없는 글", ["끝이 없는 글"]),
        ("", []),
    ],
)
def test_sentences(text, wanted):
    assert words(text) == wanted


def test_a_long_paragraph_keeps_its_first_its_bold_and_its_question():
    long = paragraph(LONG)
    assert condense(long)
    assert long.get_text() == (
        "첫 문장은 언제나 남습니다. 셋째 문장에는 굵은 말이 있습니다. "
        "그러면 마지막 물음은 어떻게 됩니까?"
    )
    assert long.strong.get_text() == "굵은 말"


def test_what_is_short_stays_and_what_leads_on_stays():
    assert not condense(paragraph("하나. 둘. 셋."))
    text = LONG.replace("됩니까?", "이렇습니다.")
    led, not_led = paragraph(text), paragraph(text)
    condense(led, leads=True)
    condense(not_led)
    assert led.get_text().endswith("이렇습니다.")
    assert "이렇습니다." not in not_led.get_text()


def test_sections_become_columns(columns):
    titles = [[slide.title for slide in column] for column in columns]
    exercise = "연습 문제 1. 더하기 ★☆☆"
    assert titles == [["손실 함수"], ["길고 긴 절", "아래 절"], [exercise], ["퀴즈"]]
    assert [column[0].kind for column in columns] == ["title", "section", "exercise", "quiz"]
    assert columns[1][1].above == "길고 긴 절"


def test_what_is_shown_and_what_only_the_speaker_sees(columns):
    blocks = columns[1][0].blocks
    shown = [block for block in blocks if not block.startswith("<aside")]
    notes = "".join(block for block in blocks if block.startswith("<aside"))
    assert "둘째 문장은" not in "".join(shown)
    assert "둘째 문장은" in notes
    assert "접어 둔 이야기" in notes
    assert "접어 둔 이야기" not in "".join(shown)
    joined = "".join(shown)
    for kept in ("다른 장", "0.735", "(7.1)", '{"a":1}', "if (1 < 2)"):
        assert kept in joined, kept
    for gone in ("headerlink", "href=", "tabindex", "skipped", 'id="'):
        assert gone not in joined, gone
    assert "90분" not in "".join(b for b in columns[0][0].blocks if not b.startswith("<aside"))


def test_an_exercise_is_a_task_without_its_answer(columns):
    text = "".join(columns[2][0].blocks)
    assert "천천히 더하십시오" in text
    assert "answer = ..." in text
    for hidden in ("풀이", "비밀스러운", "미해결", "progress()"):
        assert hidden not in PAGE.replace(hidden, "")
        assert hidden not in text


def test_formulas_are_plain_text_for_the_speaker():
    page = PAGE.replace("둘째 문장은", '둘째 <span class="math">\\(x^2\\)</span> 문장은')
    notes = [block for block in cut(page)[1][0].blocks if block.startswith("<aside")]
    assert "<code>x^2</code>" in notes[0]


def test_another_page_is_refused():
    with pytest.raises(ValueError, match="expected a page of the built site"):
        cut("<html><body><p>x</p></body></html>")


@pytest.fixture
def root(tmp_path):
    """A book whose site is built."""
    site = tmp_path / "_build" / "html"
    (site / "book" / "02_part").mkdir(parents=True)
    (site / "_static" / "fonts").mkdir(parents=True)
    (site / "_static" / "pygments.css").write_text("")
    copy_mathjax(site / "_static")
    picture = '<img alt="그림" src="../../_images/a.svg">'
    (site / "_images").mkdir()
    (site / "_images" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    page = PAGE.replace("아래에 있는 글입니다.", picture)
    (site / "book" / "02_part" / "losses.html").write_text(page, "utf-8")
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    return tmp_path


@pytest.fixture
def reveal():
    if deck.reveal_folder() is None:
        missing("reveal.js is needed: install course-lib[slides]")


@pytest.fixture
def made(root, reveal):
    site = root / "_build" / "html"
    (one,) = write_slides(site, root / "out", listed(root / "_toc.yml"))
    return one


def test_all_that_a_deck_loads_lies_beside_it(made):
    soup = BeautifulSoup(made.path.read_text("utf-8"), "html.parser")
    asked = [tag.get("src") or tag.get("href") for tag in soup.select("head link, [src]")]
    files = [name for name in asked if name and not name.startswith("data:")]
    assert len(files) == 8
    for name in files:
        assert (made.path.parent / name).is_file(), name
    assert (made.title, made.slides) == ("손실 함수", 5)
    index = (made.path.parent / "index.html").read_text("utf-8")
    assert '<a href="losses.html">손실 함수</a>' in index
    assert "2부 활성화와 손실" in index
    assert "2부 활성화와 손실" in made.path.read_text("utf-8")


def test_a_missing_page_is_told(root, reveal):
    parts = listed(root / "_toc.yml")
    with pytest.raises(FileNotFoundError, match="expected the built page"):
        write_slides(root / "nowhere", root / "out", parts)


OUTSIDE = """
return performance.getEntriesByType('resource').map((e) => e.name)
  .filter((name) => !name.startsWith('file:') && !name.startsWith('data:'));
"""


def opened(driver, address, width=1280, height=720):
    from selenium.webdriver.support.ui import WebDriverWait

    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    driver.get(address)
    WebDriverWait(driver, 20).until(
        lambda d: d.execute_script("return document.documentElement.classList.contains('ready')")
    )
    return driver.execute_script(LOOK)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def test_nothing_sticks_out_of_a_slide_and_nothing_is_lost(made, chromium):
    slides = opened(chromium, made.path.as_uri())
    assert len(slides) > made.slides
    for slide in slides:
        assert slide["low"] <= 720.5, slide
        assert slide["right"] <= 1280, slide
    text = "\n".join(slide["text"] for slide in slides)
    shown = [line.split(" ")[0] for line in text.split("\n") if line.startswith("line_")]
    assert shown == [f"line_{k}" for k in range(LINES)]
    items = [line for line in text.split("\n") if line.startswith("항목")]
    assert items == [f"항목 {k}" for k in range(40)]
    assert chromium.execute_script("return window.moved")
    assert not chromium.execute_script(OUTSIDE)
    severe = [e["message"] for e in chromium.get_log("browser") if e["level"] == "SEVERE"]
    assert not [message for message in severe if "fonts/hangul" not in message]  # not copied here
    assert chromium.execute_script("return document.querySelectorAll('mjx-merror').length") == 0


def test_a_quiz_answers_with_the_next_step(made, chromium):
    opened(chromium, made.path.as_uri())
    chromium.execute_script("Reveal.slide(3, 0, -1)")
    hidden = "return getComputedStyle(document.querySelector('.present .quiz .why')).visibility"
    told = (
        "return ['li.right', '.why'].map((e) => document.querySelectorAll(`${e}.visible`).length)"
    )
    assert chromium.execute_script(hidden) == "hidden"
    assert chromium.execute_script(told) == [0, 0]
    chromium.execute_script("Reveal.next()")
    assert chromium.execute_script(told) == [1, 2]


def test_light_and_dark_follow_the_system_and_a_key(made, chromium):
    ground = "return getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor"
    seen = []
    for scheme in ("light", "dark"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        opened(chromium, made.path.as_uri())
        seen.append(chromium.execute_script(ground))
    assert seen == ["rgb(255, 255, 255)", "rgb(23, 27, 33)"]
    chromium.find_element("css selector", "body").send_keys("t")
    assert chromium.execute_script(ground) == seen[0]


def test_the_command(root, reveal, capsys, monkeypatch):
    book = root / "book" / "02_part"
    book.mkdir(parents=True)
    (book / "losses.md").write_text("# 손실 함수\n", "utf-8")
    old, page = book / "losses.md", root / "_build/html/book/02_part/losses.html"
    os.utime(old, (1, 1))
    arguments = ["slides", "--root", str(root)]
    for which in ([], ["losses"], ["book/02_part/losses.md"]):
        assert cli.main([*arguments, *which]) == 0
        assert "장 1개의 슬라이드를 썼습니다" in capsys.readouterr().out
    assert (root / "_build" / "slides" / "losses.html").is_file()
    assert cli.main([*arguments, "없는장"]) == 2
    assert "없는장: 그런 장이 없습니다. 있는 장: losses" in capsys.readouterr().err
    os.utime(page, (0, 0))
    assert cli.main(arguments) == 1
    assert "원고가 사이트보다 새롭습니다" in capsys.readouterr().out
    page.unlink()
    assert cli.main(arguments) == 2
    assert "먼저 `make book`" in capsys.readouterr().err


def test_without_reveal_the_command_says_what_to_install(root, monkeypatch, capsys):
    monkeypatch.setattr(deck, "find_spec", lambda name: None)
    assert cli.main(["slides", "--root", str(root)]) == 2
    assert 'pip install "course-lib[book,slides]"' in capsys.readouterr().err


def test_in_a_folder_that_is_no_book(tmp_path, capsys):
    assert cli.main(["slides", "--root", str(tmp_path)]) == 2
    assert f"파일이나 폴더가 없습니다: {tmp_path}/_toc.yml" in capsys.readouterr().err


def test_assets_name_no_other_host():
    for path in (Path(deck.__file__).parent / "assets").iterdir():
        assert "http" not in path.read_text("utf-8"), path
