"""A small English world for word vectors: what a word is decides the words around it.

Every word has a few properties (female, royal, past, of France …) and every sentence shows one or
two of them. Words that differ in one property keep company that differs in one way, which is what
vectors learn and analogies ask for. The people are the nine words of the one-hot table.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import permutations
from types import MappingProxyType
from typing import Any

from course_lib.data.corpus import Analogy
from course_lib.data.designed.grammar import fill
from course_lib.data.resources import read_toml


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
    return [rng.choices(draws, weights)[0](rng) for _ in range(size)]


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


def _people(rng: random.Random) -> str:
    grammar = _grammar()
    person = rng.choice(grammar["person"])
    shown = rng.sample(person["is"], 2)
    texts = [rng.choice(grammar["property"][name]) for name in shown]
    return fill("the {who} " + " and ".join(texts), _chooser(rng, {"who": person["word"]}))


def _nations(rng: random.Random) -> str:
    grammar = _grammar()
    nation = rng.choice(grammar["nation"])
    kind = rng.choice(("country", "capital"))
    scope = {**nation, "place": nation[kind]}
    own = rng.choice(grammar["nation_tells"])
    return fill(f"{rng.choice(grammar[kind])} {own}", _chooser(rng, scope))


def _verbs(rng: random.Random) -> str:
    grammar = _grammar()
    verb = rng.choice(grammar["verb"])
    tense = rng.choice(("now", "then"))
    template = rng.choice(grammar[tense])
    return fill(template, _chooser(rng, {"verb": verb[tense], "about": rng.choice(verb["about"])}))


def _numbers(rng: random.Random) -> str:
    grammar = _grammar()
    noun = rng.choice(grammar["noun"])
    number = rng.choice(("one", "many"))
    template = rng.choice(grammar[number])
    return fill(template, _chooser(rng, {"noun": noun[number], "about": rng.choice(noun["about"])}))


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
