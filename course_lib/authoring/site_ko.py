"""The Korean of the site's own words, and what a page says of itself to search engines.

The themes know little Korean ("By" becomes "으로"), so their words are translated here, in one
table, by laying a dictionary over the message catalogues that they ask.
"""

from __future__ import annotations

import gettext
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import translators

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CATALOGUES = ("sphinx", "booktheme", "togglebutton", "exercise")
_DESCRIPTION_LENGTH = 150

_FRONT_DOOR = """<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8" />
<meta http-equiv="refresh" content="0; url={link}" />
<title>{title}</title>{tags}
</head>
<body><p><a href="{link}">{title}</a></p></body>
</html>
"""
"""The address without a page's name: leads on to the landing page, and can be shared."""

WORDS = {
    "Announcement": "알림",
    "Back to top": "맨 위로",
    "Breadcrumb": "지금 있는 곳",
    "Click to hide": "접기",
    "Click to show": "펼치기",
    "Color mode": "화면 밝기",
    "Dark": "어둡게",
    "Error": "오류",
    "Fullscreen mode": "전체 화면으로 보기",
    "Home": "처음",
    "Launch interactive content": "직접 실행해 보기",
    "Launch on": "실행하기:",
    "Light": "밝게",
    "Link to this definition": "이 정의의 주소",
    "Link to this equation": "이 식의 주소",
    "Link to this heading": "이 절의 주소",
    "Link to this image": "이 그림의 주소",
    "Link to this table": "이 표의 주소",
    "Link to this term": "이 용어의 주소",
    "On this page": "이 장의 차례",
    "Permalink to this heading": "이 절의 주소",
    "Please activate JavaScript to enable the search functionality.": (
        "검색하려면 브라우저에서 자바스크립트를 켜 주세요."
    ),
    "Repository": "저장소",
    "Search": "검색",
    "Search Results": "검색 결과",
    "Searching": "찾는 중",
    "Section Navigation": "장 차례",
    "Site navigation": "책 차례",
    "Skip to main content": "본문으로 건너뛰기",
    "Source repository": "소스 저장소",
    "System Settings": "기기 설정 따르기",
    "Toggle primary sidebar": "책 차례 열고 닫기",
    "Toggle secondary sidebar": "이 장의 차례 열고 닫기",
    "logo": "로고",
    "next": "다음",
    "next page": "다음 장",
    "previous": "이전",
    "previous page": "이전 장",
}


class _Overlay(gettext.NullTranslations):
    """A catalogue that looks into a dictionary first."""

    def __init__(self, words: dict[str, str], below: gettext.NullTranslations) -> None:
        super().__init__()
        self._words = words
        self._below = below

    def gettext(self, message: str) -> str:
        return self._words.get(message) or self._below.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._below.ngettext(msgid1, msgid2, n)


def _translate(app: Sphinx, *_: object) -> None:
    for name in _CATALOGUES:
        below = translators.get(("general", name), gettext.NullTranslations())
        translators["general", name] = _Overlay(WORDS, below)
    app.translator = translators["general", "sphinx"]


def _first_paragraph(doctree: nodes.document) -> str:
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > _DESCRIPTION_LENGTH // 4:
            cut = text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0]
            return text if len(text) <= _DESCRIPTION_LENGTH else f"{cut} …"
    return ""


def _describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the description and the title shown where a link to the page is shared."""
    if doctree is None:
        return
    front_matter = app.env.metadata.get(pagename, {})
    description = front_matter.get("description") or _first_paragraph(doctree)
    title, book = context.get("pagetitle") or context["title"], app.config.html_title
    values = {
        'name="description"': description,
        'property="og:title"': title if title == book else f"{title} · {book}",
        'property="og:description"': description,
        'property="og:site_name"': book,
        'property="og:type"': "article",
        'property="og:locale"': "ko_KR",
    }
    tags = "".join(
        f'\n<meta {key} content="{html.escape(value)}" />' for key, value in values.items()
    )
    context["metatags"] = context.get("metatags", "") + tags
    # myst-nb's own words, which no catalogue translates
    context["body"] = context["body"].replace("Toggle hidden content", "숨긴 코드 열고 닫기")
    if pagename == app.config.root_doc and app.builder.name == "html":
        link = f"{pagename}.html"
        (Path(app.outdir) / "index.html").write_text(
            _FRONT_DOOR.format(title=html.escape(book), tags=tags, link=link), encoding="utf-8"
        )


def slug(title: str) -> str:
    """A heading as an anchor, Hangul kept: ``순전파: 앞으로`` -> ``순전파-앞으로``."""
    name = "-".join(re.findall(r"\w+", title.lower()))
    return f"s-{name}" if name[:1].isdigit() else name  # selectors cannot begin with a digit


def _name_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Give sections addresses that stay when another section comes before them.

    docutils makes ids of Latin letters only, so a Korean heading would be ``id7``. The old id stays
    beside the new one.
    """
    for section in doctree.findall(nodes.section):
        name = slug(section.next_node(nodes.title).astext())
        if re.fullmatch(r"id\d+", section["ids"][0]) and name and name not in doctree.ids:
            section["ids"].insert(0, name)
            doctree.ids[name] = section


def setup(app: Sphinx) -> dict[str, bool]:
    """Translate the themes' words, name the sections and describe the pages."""
    app.connect("config-inited", _translate, priority=900)
    app.connect("doctree-read", _name_anchors, priority=100)
    app.connect("html-page-context", _describe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
