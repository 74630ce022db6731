"""What a sentence of the embedded pairs says, before any language says it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from course_lib.data.resources import read_toml

Tense = Literal["present", "past"]
Entry = Mapping[str, Any]


class Token(NamedTuple):
    """A word of a sentence and the pieces of meaning that it stands for."""

    text: str
    stands_for: frozenset[str]


Phrase = list[Token]


@dataclass(frozen=True)
class Thing:
    """Somebody or something: a pronoun, or a noun with number, article and perhaps an adjective.

    Args:
        noun: its entry in the lexicon; a pronoun's entry has a ``person``.
        adjective: entry of its adjective.
        plural: more than one.
        definite: "the" rather than "a".
    """

    noun: Entry
    adjective: Entry | None = None
    plural: bool = False
    definite: bool = True

    @property
    def is_pronoun(self) -> bool:
        """Whether it is one of I, you, he, she, we, they."""
        return "person" in self.noun

    @property
    def person(self) -> int:
        """Grammatical person and number: 0 to 2 singular, 3 to 5 plural."""
        return int(self.noun["person"]) if self.is_pronoun else (5 if self.plural else 2)


@dataclass(frozen=True)
class Meaning:
    """Who does what to whom, when and where, or does not."""

    subject: Thing
    verb: Entry
    object: Thing
    tense: Tense
    negative: bool
    place: Entry | None
    time: Entry | None


def word(text: str, *pieces: str) -> Token:
    """Make a token.

    Args:
        text: the word.
        pieces: what it stands for, for example ``"verb"``.
    """
    return Token(text, frozenset(pieces))


def draw_meaning(rng: random.Random) -> Meaning:
    """Draw a sentence's meaning.

    Args:
        rng: source of chance.
    Returns:
        A meaning that makes sense: what is written is a letter or a poem, what is eaten is food.
    """
    lexicon = read_lexicon()
    verb = rng.choice(lexicon["verb"])
    tense: Tense = rng.choice(("present", "past"))
    times = [time for time in lexicon["time"] if time["tense"] in (tense, "any")]
    subject = _subject(rng, animals=verb.get("animals", False))
    return Meaning(
        subject=subject,
        verb=verb,
        object=_object(rng, verb, subject),
        tense=tense,
        negative=rng.random() < 0.3,
        place=rng.choice(lexicon["place"]) if rng.random() < 0.5 else None,
        time=rng.choice(times) if rng.random() < 0.4 else None,
    )


def _subject(rng: random.Random, *, animals: bool) -> Thing:
    lexicon = read_lexicon()
    if rng.random() < 0.4:
        return Thing(rng.choice(lexicon["pronoun"]))
    kinds = ("person", "person", "animal") if animals else ("person",)
    return _noun(rng, rng.choice(kinds), definite=rng.random() < 0.8)


def _object(rng: random.Random, verb: Entry, subject: Thing) -> Thing:
    kind = rng.choice(verb["objects"])
    if kind in ("person", "animal") and rng.random() < 0.3:
        others = [each for each in read_lexicon()["pronoun"] if each["en"] != subject.noun["en"]]
        if subject.is_pronoun and subject.person in (0, 3):  # "I see us" is odd
            others = [each for each in others if each["person"] not in (0, 3)]
        return Thing(rng.choice(others))
    thing = _noun(rng, kind, definite=rng.random() < 0.6)
    return thing if thing.noun != subject.noun else _object(rng, verb, subject)


def _noun(rng: random.Random, kind: str, *, definite: bool) -> Thing:
    lexicon = read_lexicon()
    noun = rng.choice([each for each in lexicon["noun"] if each["kind"] == kind])
    fitting = [each for each in lexicon["adjective"] if kind in each["kinds"]]
    adjective = rng.choice(fitting) if rng.random() < 0.5 else None
    plural = rng.random() < 0.3
    return Thing(noun, adjective, plural, definite or plural)


@cache
def read_lexicon() -> dict[str, Any]:
    """The words of the embedded pairs in three languages.

    Returns:
        Tables of pronouns, nouns, adjectives, verbs, places and times.
    """
    return read_toml("designed/lexicon.toml")
