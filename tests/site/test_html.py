"""The built pages as text: language, links, Colab, words, headings, pictures, fonts."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile(r"[\uac00-\ud7a3]")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NOT_PROSE = {"script", "style", "pre", "code", "template"}
RESOURCES = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("source", "src"),
    ("iframe", "src"),
}


class Page(HTMLParser):
    """What the tests want to know of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.prose = ""
        self.footer = ""
        self.headings: list[int] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.resources += [given[name] for kind, name in RESOURCES if kind == tag and name in given]
        if re.fullmatch("h[1-6]", tag) and any(name == "article" for name, _ in self._open):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(
            tag in NOT_PROSE or "math" in given.get("class", "").split()
            for tag, given in self._open
        ):
            return
        self.prose += data
        if any("bd-footer" in given.get("class", "") for _, given in self._open):
            self.footer += data


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): Page(path)
        for path in site.rglob("*.html")
        if "_static" not in path.parts
    }


def test_language(parsed, pages):
    for page in [*pages, "search.html", "index.html"]:
        _, given = next(entry for entry in parsed[page].tags if entry[0] == "html")
        assert given["lang"] == "ko", page


def test_nothing_is_fetched_from_elsewhere(parsed, site):
    found = [
        (page, address)
        for page, read in parsed.items()
        for address in read.resources
        if urlsplit(address).netloc
    ]
    assert not found
    for sheet in site.rglob("*.css"):
        outside = re.findall(r"url\([\"']?((?:https?:)?//[^)]+)", sheet.read_text(encoding="utf-8"))
        assert not outside, sheet


def test_links_lead_somewhere(parsed, site):
    broken = []
    for page, read in parsed.items():
        for link in read.links + read.resources:
            parts = urlsplit(urljoin(f"http://site/{page}", link))
            if parts.netloc != "site" or parts.scheme != "http":
                continue
            target = unquote(parts.path).lstrip("/") or "index.html"
            anchor = unquote(parts.fragment)
            known = not anchor or target not in parsed or anchor in parsed[target].ids
            if not (known and (site / target).is_file()):
                broken.append((page, link))
    assert not broken


def test_every_chapter_opens_a_committed_notebook_in_colab(parsed, chapters):
    tracked = subprocess.run(
        ["git", "ls-files", "*.ipynb"], cwd=ROOT, capture_output=True, text=True
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    assert chapters, "expected chapters with a notebook beside them"
    for page in chapters:
        links = [
            link
            for link in parsed[page].links
            if link.startswith("https://colab.research.google.com/")
        ]
        assert links, f"{page} has no link to Colab"
        for link in links:
            _, _, path = link.partition("/blob/main/")
            assert path in tracked.stdout.split(), f"{page}: {link}"


def test_no_words_of_the_theme_are_left_in_english(parsed, pages):
    english = (
        "Contents",
        "Toggle",
        "previous page",
        "next page",
        "Skip to",
        "Back to top",
        "Search",
        "© Copyright",
        "Show code",
        "Hide code",
        "Permalink",
        "Link to this",
        "Color mode",
        "Light",
    )
    for page in [*pages, "search.html"]:
        shown = [
            value
            for _, given in parsed[page].tags
            for name, value in given.items()
            if name in ("title", "aria-label", "placeholder", "alt")
        ]
        text = parsed[page].prose + "\n".join(shown)
        assert not [word for word in english if re.search(rf"\b{word}\b", text)], page
        assert not re.search(r"^\s*(으로|By)\b", parsed[page].footer, re.M), page


def test_no_markup_is_left_raw(parsed, pages):
    raw = re.compile(
        r"\*\*|\{(?:num|term|ref|cite|eq|doc|numref|quoted|runtime)\b|^:::|\\num\b|TODO", re.M
    )
    for page in pages:
        found = raw.search(parsed[page].prose)
        context = found and parsed[page].prose[max(0, found.start() - 30) : found.end() + 30]
        assert not found, f"{page}: {context!r}"


def test_pictures_are_described_in_korean(parsed, pages):
    for page in pages:
        for (tag, given), (inside, _) in pairwise([*parsed[page].tags, ("end", {})]):
            if tag == "img" and "logo__image" not in given.get("class", ""):
                assert HANGUL.search(given.get("alt", "")), f"{page}: {given.get('src', '')[:80]}"
            if tag == "svg" and given.get("role") == "img":
                named = inside == "title" or HANGUL.search(given.get("aria-label", ""))
                assert named, f"{page}: an SVG without a title"


def test_headings_do_not_skip_a_level(parsed, pages):
    for page in pages:
        levels = parsed[page].headings
        assert levels[0] == 1, f"{page}: headings {levels}"
        assert levels.count(1) == 1, f"{page}: headings {levels}"
        assert not [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1], (page, levels)


def test_pages_describe_themselves(parsed, pages):
    for page in [*pages, "index.html"]:
        meta = {
            given.get("name") or given.get("property"): given.get("content", "")
            for tag, given in parsed[page].tags
            if tag == "meta"
        }
        for name in ("description", "og:title", "og:description"):
            assert HANGUL.search(meta.get(name) or ""), f"{page}: {name}"


def test_the_font_has_every_syllable(parsed, site, pages):
    used = set(HANGUL.findall("".join(parsed[page].prose for page in pages) + "페이지"))
    for name in ("hangul.woff2", "hangul-bold.woff2"):
        with TTFont(site / "_static" / "fonts" / name) as font:
            assert {ord(syllable) for syllable in used} <= set(font.getBestCmap()), name
