"""A page of the site, cut into slides: sections side by side, what belongs to each below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import Tag

from course_lib.authoring.slides.sentences import condense, plain

SKIP = "slide-skip"  # a tag of a cell or a class of a box: not on the slides
_LEFT_OUT = {"더 읽을거리"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5"}
_TIMES = ("예상 시간", "실행 시간")


@dataclass
class Slide:
    """One slide; if its blocks are too much for one, the browser deals them to several.

    Args:
        title: HTML.
        above: the title of the section that it belongs to, HTML; "" for the section's first.
        kind: "title", "section", "exercise" or "quiz".
        blocks: HTML, one after another; what only the speaker sees is an ``aside``.
    """

    title: str
    above: str = ""
    kind: str = "section"
    blocks: list[str] = field(default_factory=list)


def cut(page: str) -> list[list[Slide]]:
    """Cut a page into slides.

    Args:
        page: HTML of a page of the built site.
    Returns:
        Columns, one for the title and one for each section; slides of a column from top to bottom.
    Raises:
        ValueError: if this is no page of the book's site.
    """
    soup = BeautifulSoup(page, "html.parser")
    top = soup.select_one("article section:has(> h1)")
    if top is None:
        raise ValueError("expected a page of the built site, with a section under <article>")
    _clean(top)
    first = Slide(_title(top), kind="title")
    columns = [[first]]
    for child in _children(top):
        if child.name == "section":
            if _title(child) not in _LEFT_OUT:
                columns.append(_column(child))
        else:
            first.blocks += _blocks(child)
    return columns


def _column(section: Tag) -> list[Slide]:
    made = [Slide(_title(section))]
    _fill(section, made, above="")
    return [slide for slide in made if slide.blocks] or made[:1]


def _fill(section: Tag, made: list[Slide], *, above: str) -> None:
    title = _title(section)
    for child in _children(section):
        if child.name == "section":
            made.append(Slide(_title(child), above=above or title))
            _fill(child, made, above=above or title)
            # What follows a subsection belongs to the section again; pages have nothing there.
        elif child.name == "div" and "quiz" in _classes(child):
            made.append(Slide(title, above=above, kind="quiz", blocks=[_quiz(child)]))
        elif made[-1].kind == "exercise":
            continue  # the answer, and how far one has come
        elif "exercise" in _classes(child):
            made[-1].kind = "exercise"
            made[-1].blocks += [str(block) for block in _task(child)]
        else:
            made[-1].blocks += _blocks(child)


def _blocks(block: Tag) -> list[str]:
    """A block as it is shown, and what of it only the speaker sees."""
    classes = _classes(block)
    if {SKIP, f"tag_{SKIP}", "solution"} & classes:
        return []
    if "chapter-card" in classes:
        return _card(block)
    if "dropdown" in classes:
        return [_note(block)]
    if "cell" in classes:
        return [str(part) for part in _cell(block)]
    if "admonition" in classes:
        return [str(block)]
    whole = plain(block)
    if block.name == "p":
        short = condense(block, leads=_leads(block))
    else:
        texts = [text for text in block.find_all(["p", "li"]) if _holds_text(text)]
        short = sum(map(condense, texts)) > 0
    return [str(block)] + ([_note(whole)] if short else [])


def _holds_text(element: Tag) -> bool:
    return element.name == "p" or element.find(["p", "ul", "ol"]) is None


def _leads(paragraph: Tag) -> bool:
    """Whether a formula, a cell, a list or a table follows."""
    after = paragraph.find_next_sibling(True)
    return after is not None and after.name not in (*_HEADINGS, "p", "section")


def _cell(cell: Tag, *, outputs: bool = True) -> Iterator[Tag]:
    if "tag_hide-input" not in _classes(cell):
        for code in cell.select(".cell_input .highlight"):
            code["class"] = "highlight code"
            yield code
    for output in cell.select(".cell_output > .output") if outputs else ():
        output["class"] = f"output {'' if output.select_one('.highlight') else 'rich'}".strip()
        yield output


def _task(exercise: Tag) -> Iterator[Tag]:
    """The task, whole, and the cell to fill in; not what it says while it is empty."""
    for part in _children(exercise):
        if "cell" in _classes(part):
            yield from _cell(part, outputs=False)
        else:
            yield part


def _card(card: Tag) -> list[str]:
    """Of the card on top the aims and what must be known."""
    whole = _note(card)
    for line in card.find_all("li"):
        if line.get_text().strip().startswith(_TIMES):
            line.decompose()
    lines = card.find("ul")
    return [str(lines), whole] if lines else [whole]


def _quiz(quiz: Tag) -> str:
    """The question and its choices; with the next step the right one and the reasons."""
    question = [str(part) for part in _children(quiz) if part.name != "details"]
    choices = []
    for choice in quiz.find_all("details", recursive=False):
        right = "right" in _classes(choice)
        summary, *reasons = _children(choice)
        kind = ' class="right fragment custom" data-fragment-index="0"' if right else ""
        why = "".join(map(str, reasons))
        choices.append(
            f"<li{kind}>{summary.decode_contents()}"
            f'<div class="why fragment" data-fragment-index="0">{why}</div></li>'
        )
    return f'<div class="quiz">{"".join(question)}<ol>{"".join(choices)}</ol></div>'


def _note(content: Tag) -> str:
    return f'<aside class="notes">{plain(content)}</aside>'


def _title(section: Tag) -> str:
    heading = section.find(sorted(_HEADINGS), recursive=False)
    return heading.decode_contents().strip() if isinstance(heading, Tag) else ""


def _clean(top: Tag) -> None:
    """Take away what belongs to the site: anchors, links inside the book, chapter numbers."""
    for element in top.select(".headerlink, .section-number"):
        element.decompose()
    for link in top.select("a.reference.internal"):
        link.unwrap()
    for element in top.select("[id], [tabindex]"):
        if not element.find_parent("svg") and element.name != "svg":
            del element["id"]
            del element["tabindex"]


def _children(element: Tag) -> list[Tag]:
    found = element.find_all(True, recursive=False)
    return [child for child in found if child.name not in _HEADINGS and not _anchor(child)]


def _anchor(element: Tag) -> bool:
    return element.name == "span" and not element.get_text()


def _classes(element: Tag) -> set[str]:
    return set(element.get_attribute_list("class")) - {None}
