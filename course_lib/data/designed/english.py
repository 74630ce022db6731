"""English sentences from meanings: agreement, ``do`` for negation, articles."""

from __future__ import annotations

from course_lib.data.designed.meaning import Meaning, Phrase, Thing, word


def say(meaning: Meaning) -> Phrase:
    """Say a meaning in English.

    Args:
        meaning: what to say.
    Returns:
        The words in order, without the final full stop.
    """
    words = _thing(meaning.subject, "subject") + _verb(meaning)
    words += _thing(meaning.object, "object")
    if meaning.place:
        words += _fixed(meaning.place["en"], "place")
    if meaning.time:
        words += _fixed(meaning.time["en"], "time")
    return words


def _fixed(text: str, piece: str) -> Phrase:
    return [word(part, piece) for part in text.split()]


def _thing(thing: Thing, role: str) -> Phrase:
    if thing.is_pronoun:
        return [word(thing.noun["en" if role == "subject" else "en_object"], role)]
    head = [word(thing.adjective["en"], f"{role}.adjective")] if thing.adjective else []
    head.append(word(thing.noun["en_plural" if thing.plural else "en"], role))
    return [word(_article(thing, head[0].text), f"{role}.article"), *head]


def _article(thing: Thing, following: str) -> str:
    if thing.definite:
        return "the"
    return "an" if following[0] in "aeiou" else "a"


def _verb(meaning: Meaning) -> Phrase:
    base, past = meaning.verb["en"], meaning.verb["en_past"]
    third = meaning.subject.person == 2
    if meaning.negative:
        helper = "did" if meaning.tense == "past" else "does" if third else "do"
        return [word(helper, "verb"), word("not", "not"), word(base, "verb")]
    if meaning.tense == "past":
        return [word(past, "verb")]
    return [word(meaning.verb["en_third"] if third else base, "verb")]
