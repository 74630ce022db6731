"""A small English world for word vectors: what a word is decides the words around it.

Every word has a few properties (female, royal, past, of France …) and every sentence shows one or
two of them. Words that differ in one property keep company that differs in one way, which is what
vectors learn and analogies ask for. The people are the nine words of the one-hot table.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from types import MappingProxyType
from typing import Any

from course_lib.data.corpus import Analogy
from course_lib.data.designed.grammar import fill, outcomes
from course_lib.data.resources import read_toml


@dataclass(frozen=True)
class WorldSentence:
    """One sentence that the small world can say.

    Attributes:
        text: the sentence.
        share: how often `world` says it; the shares of all sentences sum to 1.
        kind: "people", "nations", "verbs" or "numbers".
        about: the person, the country, the verb or the noun that it is about.
    """

    text: str
    share: float
    kind: str
    about: str


def world(size: int, *, seed: int = 0) -> list[str]:
    """Draw sentences about the small world; they repeat themselves, as vectors like it.

    Args:
        size: how many sentences.
        seed: the same seed gives the same sentences in every process, a smaller draw the beginning
            of a larger one.
    Returns:
        Lower-case sentences of words between spaces, without punctuation.
    Raises:
        ValueError: if size is negative.
    Source:
        Written for this course; its nine people are document 003's.
    """
    if size < 0:
        raise ValueError(f"expected size >= 0, got {size}")
    rng = random.Random(f"world:{seed}")
    draws = [_DRAWS[name] for name in _grammar()["share"]]
    weights = list(_grammar()["share"].values())
    return [rng.choices(draws, weights)[0](rng)[1] for _ in range(size)]


def world_sentences() -> list[WorldSentence]:
    """All that the small world can say, so that what can be known of it is known exactly.

    Returns:
        Every sentence once, the most frequent kind of sentence first.
    """
    return [
        WorldSentence(text, kind_share * share, kind, about)
        for kind, kind_share in _grammar()["share"].items()
        for (about, text), share in outcomes(_DRAWS[kind])
    ]


def world_analogies() -> list[Analogy]:
    """All questions about the small world that have one right answer.

    Returns:
        Questions in the groups gender, age, capital, tense and number.
    """
    return [question for group in _relations() for question in _questions(*group)]


def _questions(group: str, pairs: list[tuple[str, str]]) -> Iterator[Analogy]:
    for (a, b), (c, d) in permutations(pairs, 2):
        yield Analogy(a, b, c, d, group)
        yield Analogy(b, a, d, c, group)


def _relations() -> list[tuple[str, list[tuple[str, str]]]]:
    grammar = _grammar()
    return [
        ("gender", [("man", "woman"), ("boy", "girl"), ("king", "queen"), ("prince", "princess")]),
        ("age", [("man", "boy"), ("woman", "girl"), ("king", "prince"), ("queen", "princess")]),
        ("capital", [(each["country"], each["capital"]) for each in grammar["nation"]]),
        ("tense", [(each["now"], each["then"]) for each in grammar["verb"]]),
        ("number", [(each["one"], each["many"]) for each in grammar["noun"]]),
    ]


_Drawn = tuple[str, str]  # what it is about, the sentence


def _people(rng: random.Random) -> _Drawn:
    grammar = _grammar()
    person = rng.choice(grammar["person"])
    shown = rng.sample(person["is"], 2)
    texts = [rng.choice(grammar["property"][name]) for name in shown]
    text = fill("the {who} " + " and ".join(texts), _chooser(rng, {"who": person["word"]}))
    return person["word"], text


def _nations(rng: random.Random) -> _Drawn:
    grammar = _grammar()
    nation = rng.choice(grammar["nation"])
    kind = rng.choice(("country", "capital"))
    scope = {**nation, "place": nation[kind]}
    own = rng.choice(grammar["nation_tells"])
    text = fill(f"{rng.choice(grammar[kind])} {own}", _chooser(rng, scope))
    return nation["country"], text


def _verbs(rng: random.Random) -> _Drawn:
    grammar = _grammar()
    verb = rng.choice(grammar["verb"])
    tense = rng.choice(("now", "then"))
    template = rng.choice(grammar[tense])
    scope = {"verb": verb[tense], "about": rng.choice(verb["about"])}
    return verb["now"], fill(template, _chooser(rng, scope))


def _numbers(rng: random.Random) -> _Drawn:
    grammar = _grammar()
    noun = rng.choice(grammar["noun"])
    number = rng.choice(("one", "many"))
    template = rng.choice(grammar[number])
    scope = {"noun": noun[number], "about": rng.choice(noun["about"])}
    return noun["one"], fill(template, _chooser(rng, scope))


def _chooser(rng: random.Random, scope: Mapping[str, Any]) -> Callable[[str], str]:
    def choose(slot: str) -> str:
        return str(scope[slot] if slot in scope else rng.choice(_grammar()["words"][slot]))

    return choose


_DRAWS = MappingProxyType(
    {"people": _people, "nations": _nations, "verbs": _verbs, "numbers": _numbers}
)


@cache
def _grammar() -> dict[str, Any]:
    return read_toml("designed/world_en.toml")
