"""Korean sentences from meanings: the verb last, particles that agree, no articles."""

from __future__ import annotations

from course_lib.data.designed.grammar import josa
from course_lib.data.designed.meaning import Meaning, Phrase, Thing, word


def say(meaning: Meaning) -> Phrase:
    """Say a meaning in Korean.

    Args:
        meaning: what to say.
    Returns:
        The words in order, without the final full stop.
    """
    words: Phrase = []
    if meaning.time:
        words += [word(part, "time") for part in meaning.time["ko"].split()]
    words += _thing(meaning.subject, "subject", "(은/는)")
    if meaning.place:
        words.append(word(meaning.place["ko"], "place"))
    words += _thing(meaning.object, "object", "(을/를)")
    if meaning.negative:
        words.append(word("안", "not"))
    return [*words, word(meaning.verb["ko_past" if meaning.tense == "past" else "ko"], "verb")]


def _thing(thing: Thing, role: str, particle: str) -> Phrase:
    noun = thing.noun["ko"] + ("들" if thing.plural else "")
    described = thing.adjective["ko"].split() if thing.adjective else []
    return [
        *(word(part, f"{role}.adjective") for part in described),
        word(josa(noun + particle), role),
    ]
