"""French sentences from meanings: gender, agreement, elision, pronouns before the verb."""

from __future__ import annotations

from course_lib.data.designed.meaning import Entry, Meaning, Phrase, Thing, Token, word

_HAVE = ("ai", "as", "a", "avons", "avez", "ont")
_VOWELS = "aàâeéèêiîoôœuyh"  # every h of the lexicon is mute
_ELIDED = ("je", "ne", "le", "la", "me", "te")


def say(meaning: Meaning) -> Phrase:
    """Say a meaning in French.

    Args:
        meaning: what to say.
    Returns:
        The words in order, without the final full stop; elided words are one with the next.
    """
    words = _subject(meaning.subject) + _verb(meaning)
    if not meaning.object.is_pronoun:
        words += _noun(meaning.object, "object", negated=meaning.negative)
    if meaning.place:
        words += [word(part, "place") for part in meaning.place["fr"].split()]
    if meaning.time:
        words += [word(part, "time") for part in meaning.time["fr"].split()]
    return _elide(words)


def _subject(thing: Thing) -> Phrase:
    return [word(thing.noun["fr"], "subject")] if thing.is_pronoun else _noun(thing, "subject")


def _noun(thing: Thing, role: str, *, negated: bool = False) -> Phrase:
    noun = word(_plural(thing.noun["fr"]) if thing.plural else thing.noun["fr"], role)
    if negated and not thing.definite:
        article = word("de", f"{role}.article")
    else:
        article = word(_article(thing), f"{role}.article")
    if not thing.adjective:
        return [article, noun]
    described = word(_agree(thing.adjective, thing), f"{role}.adjective")
    before = thing.adjective.get("fr_before", False)
    return [article, described, noun] if before else [article, noun, described]


def _article(thing: Thing) -> str:
    if thing.plural:
        return "les"
    forms = ("le", "la") if thing.definite else ("un", "une")
    return forms[thing.noun["gender"] == "f"]


def _agree(adjective: Entry, thing: Thing) -> str:
    form: str = adjective["fr_f" if thing.noun["gender"] == "f" else "fr"]
    return _plural(form) if thing.plural else form


def _plural(form: str) -> str:
    if form[-1] in "sx":
        return form
    return form + ("x" if form.endswith("eau") else "s")


def _verb(meaning: Meaning) -> Phrase:
    person, verb, thing = meaning.subject.person, meaning.verb, meaning.object
    before = [word(thing.noun["fr_object"], "object")] if thing.is_pronoun else []
    if meaning.tense == "past":
        finite, after = _HAVE[person], [word(_participle(meaning), "verb")]
    else:
        finite, after = verb["fr"][person], []
    core = [*before, word(finite, "verb")]
    if meaning.negative:
        core = [word("ne", "not"), *core, word("pas", "not")]
    return core + after


def _participle(meaning: Meaning) -> str:
    """With "avoir" the participle agrees with an object that stands before it."""
    form: str = meaning.verb["fr_participle"]
    thing = meaning.object
    if not thing.is_pronoun:
        return form
    if thing.noun["gender"] == "f":
        form += "e"
    return _plural(form) if thing.person >= 3 else form


def _elide(words: Phrase) -> Phrase:
    result: Phrase = []
    for following in reversed(words):
        if result and result[0].text[0] in _VOWELS:
            following = _join(following, result)
        result.insert(0, following)
    return result


def _join(token: Token, result: Phrase) -> Token:
    if token.text not in (*_ELIDED, "de"):
        return token
    after = result.pop(0)
    return Token(f"{token.text[:-1]}'{after.text}", token.stands_for | after.stands_for)
