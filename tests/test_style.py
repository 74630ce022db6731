"""The rules of STYLE.md that a machine can hold: terms, wording, citations, promised commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "book").rglob("*.md"))
STYLE = (ROOT / "STYLE.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "book/glossary.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

NOT_PROSE = [  # front matter, code, fences, quoted sources, code spans, formulas, HTML tags
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(
        r"^(?P<fence>`{3,})(?:\{code-cell\}.*|\w*)\n[\s\S]*?^(?P=fence)[ \t]*$", re.MULTILINE
    ),
    re.compile(r"^[ \t]*(?:`{3,}|:{3,}).*$", re.MULTILINE),  # a directive's fence, not its content
    re.compile(r"\{(?:num|quoted|cite:[pt]|ref|numref|eq|doc)\}`[^`]+`"),
    re.compile(r"(?<!\})(?P<ticks>`+)(?!`)(?:(?!\n\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)"),
    re.compile(r"\$\$[\s\S]+?\$\$|\$[^$\n]+\$"),
    re.compile(r"「[^」]*」"),  # titles of other works
    re.compile(r"<[^<>]+>"),
]


def prose(text: str) -> str:
    """Text with everything that is not running Korean blanked out, line for line."""
    for pattern in NOT_PROSE:
        text = pattern.sub(lambda match: "\n" * match.group(0).count("\n"), text)
    return text


def table(heading: str) -> list[list[str]]:
    """Rows of the Markdown table whose first header cell is `heading`, header and rule left out."""
    lines = STYLE[STYLE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def style_terms() -> dict[str, str]:
    return {ko: en for ko, en, _ in table("용어") if en}


def glossary_terms(text: str = GLOSSARY) -> dict[str, str]:
    entries = re.findall(r"^(\S.*)\n(\S.*)\n  \S", text, re.MULTILINE)
    return {ko: en for ko, en in entries if not ko.startswith("```")}


def unwanted_words() -> list[str]:
    cells = [row[2] for row in table("용어") if row[2].strip("– ")]
    return [word.strip() for cell in cells for word in cell.split(",")]


def unwanted_phrases() -> list[str]:
    return [row[0].strip("`") for row in table("쓰지 않는 말투")]


def occurrences(text: str, words: list[str]) -> list[str]:
    """``line: word`` for each unwanted word; 하이퍼파라미터 may hold 파라미터."""
    pattern = re.compile("|".join(r"(?<!하이퍼)" + re.escape(word) for word in words))
    return [
        f"{number}: {match.group(0)}"
        for number, line in enumerate(prose(text).splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def plain_endings(text: str) -> list[str]:
    """Sentences of prose that end in the plain form instead of 합니다체."""
    pattern = re.compile(r"[^\s.]*(?<![니시])다\.(?=[\s)*]|$)", re.MULTILINE)
    return [
        f"{number}: {match.group(0)}"
        for number, line in enumerate(prose(text).splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def cited(text: str) -> set[str]:
    keys = re.findall(r"\{cite:[pt]\}`([^`]+)`", text)
    return {key.strip() for group in keys for key in group.split(",")}


def linked_terms(text: str) -> set[str]:
    """Targets of {term}`…`, in either form: 손실, or 손실을 <손실>."""
    roles = re.findall(r"\{term\}`([^`]+)`", text)
    return {re.sub(r".*<(.+)>\s*$", r"\1", role).strip() for role in roles}


def test_the_term_table_and_the_glossary_are_the_same():
    assert style_terms() == glossary_terms()
    assert len(style_terms()) >= 60


def test_the_glossary_is_in_alphabetical_order():
    for group in GLOSSARY.split("\n## ")[1:]:
        terms = list(glossary_terms(group))
        assert terms == sorted(terms, key=str.lower)


def test_no_term_is_forbidden_by_another():
    assert not occurrences("\n".join(style_terms()), unwanted_words())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_use_the_terms_of_the_table(page: Path):
    assert not occurrences(page.read_text(encoding="utf-8"), unwanted_words())


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.stem)
def test_pages_are_free_of_translationese(page: Path):
    assert not occurrences(page.read_text(encoding="utf-8"), unwanted_phrases())


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.stem)
def test_pages_speak_politely(page: Path):
    text = re.sub(r"!\[[^\]]*\]", "", page.read_text(encoding="utf-8"))  # alternative texts
    assert not plain_endings(re.sub(r"^:alt:.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_citations_and_terms_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,]+),", _bibliography(), re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert cited(text) <= set(keys)
    assert linked_terms(text) <= {*glossary_terms(), *glossary_terms().values()}


def _bibliography() -> str:
    return (ROOT / "book/references.bib").read_text(encoding="utf-8")


def test_commands_in_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    setup = (ROOT / "book/setup.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    promised = set(re.findall(r"\bmake ([a-z]+)", README + setup))
    assert {"book", "test"} <= promised <= targets


def test_the_readme_keeps_its_promises():
    assert "github.com" not in README  # the address lives in _config.yml alone
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_contributing_is_short():
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("그래디언트를 봅니다.", ["1: 그래디언트"]),
        ("하이퍼파라미터와 파라미터", ["1: 파라미터"]),
        ("문서는 {quoted}`그래디언트`라고, 코드는 `웨이트`라고 씁니다.", []),
        ("```python\n# 웨이트\n```\n웨이트", ["4: 웨이트"]),
        ("```{note}\n웨이트\n```", ["2: 웨이트"]),
    ],
)
def test_words_are_found_in_prose_only(text: str, found: list[str]):
    assert occurrences(text, unwanted_words()) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [("값을 구한다. 그리고 끝납니다.", 1), ("아닙니다. 쉽습니다.", 0), ("`한다.`", 0)],
)
def test_plain_endings_are_found(text: str, count: int):
    assert len(plain_endings(text)) == count
