"""What of a paragraph stands on a slide: what it says first, what it names, what it asks."""

from __future__ import annotations

import re
from copy import copy

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

_END = re.compile(r"(?<=[.?!])[”’\"')]*\s+")
_SHORT = 100  # letters that are read at a glance
_MOST = 3  # sentences

Sentence = list[PageElement]


def sentences(paragraph: Tag) -> list[Sentence]:
    """Cut a paragraph into its sentences.

    Args:
        paragraph: an element with running text; it is left alone.
    Returns:
        For each sentence copies of what it is made of; marks inside of links, code and formulas
        end none.
    """
    found: list[Sentence] = [[]]
    for child in paragraph.children:
        if type(child) is not NavigableString:
            found[-1].append(copy(child))
            continue
        text = str(child)
        if found[-1] and text[:1].isspace() and _ends(found[-1]):
            found.append([])
            text = text.lstrip()
        at = 0
        for match in _END.finditer(text):
            found[-1].append(NavigableString(text[at : match.end()].rstrip()))
            found.append([])
            at = match.end()
        if text[at:]:
            found[-1].append(NavigableString(text[at:]))
    return [one for one in found if _words(one)]


def condense(paragraph: Tag, *, leads: bool = False) -> bool:
    """Leave of a long paragraph what a slide needs.

    Args:
        paragraph: an element with running text, changed in place: its first sentence stays, and
            those with bold words, up to three, and a question at its end.
        leads: its last sentence leads into what comes next, and stays too.
    Returns:
        Whether anything was left out.
    """
    cut = sentences(paragraph)
    if len(cut) <= 2 or len(paragraph.get_text()) <= _SHORT:
        return False
    chosen = [0, *(k for k in range(1, len(cut)) if _bold(cut[k]))][:_MOST]
    last = len(cut) - 1
    if last not in chosen and (leads or _words(cut[last]).endswith("?")):
        chosen.append(last)
    if len(chosen) == len(cut):
        return False
    paragraph.clear()
    for place, k in enumerate(chosen):
        paragraph.append(" " if place else "")
        paragraph.extend(cut[k])
    return True


def plain(elements: Tag) -> Tag:
    """A copy for the speaker, whose window typesets no formulas: TeX as it is written.

    Args:
        elements: any element.
    """
    made = BeautifulSoup(str(elements), "html.parser")
    for formula in made.select(".math"):
        code = made.new_tag("code")
        code.string = re.sub(r"^\s*\\[(\[]|\\[)\]]\s*$", "", formula.get_text()).strip()
        formula.replace_with(code)
    for node in made.find_all(True):
        node.attrs = {}
    return made


def _words(sentence: Sentence) -> str:
    return "".join(part.get_text() for part in sentence).strip()


def _ends(sentence: Sentence) -> bool:
    return re.search(r"[.?!][”’\"')]*$", _words(sentence)) is not None


def _bold(sentence: Sentence) -> bool:
    tags = [part for part in sentence if isinstance(part, Tag)]
    return any(tag.name == "strong" or tag.find("strong") for tag in tags)
