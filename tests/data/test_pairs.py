from __future__ import annotations

import random
import re

import numpy as np
import pytest

from course_lib.data.designed import DesignedPair, pairs
from course_lib.data.designed.english import say as say_english
from course_lib.data.designed.french import say as say_french
from course_lib.data.designed.korean import say as say_korean
from course_lib.data.designed.meaning import Meaning, Thing, read_lexicon


def entry(table: str, english: str) -> dict[str, object]:
    return next(each for each in read_lexicon()[table] if each["en"] == english)


def thing(noun: str, adjective: str = "", *, plural: bool = False, the: bool = True) -> Thing:
    if noun in [each["en"] for each in read_lexicon()["pronoun"]]:
        return Thing(entry("pronoun", noun))
    return Thing(
        entry("noun", noun), entry("adjective", adjective) if adjective else None, plural, the
    )


def said(meaning: Meaning) -> list[str]:
    return [" ".join(w.text for w in say(meaning)) for say in (say_english, say_french, say_korean)]


def means(subject: Thing, verb: str, object: Thing, **more: object) -> Meaning:
    given = {"tense": "present", "negative": False, "place": None, "time": None, **more}
    return Meaning(subject, entry("verb", verb), object, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("meaning", "english", "french", "korean"),
    [
        (
            means(thing("girl"), "see", thing("car", "red", the=False)),
            "the girl sees a red car",
            "la fille voit une voiture rouge",
            "소녀는 빨간 자동차를 봐요",
        ),
        (
            means(thing("I"), "love", thing("she"), negative=True),
            "I do not love her",
            "je ne l'aime pas",
            "나는 그녀를 안 사랑해요",
        ),
        (
            means(thing("they"), "see", thing("she"), tense="past"),
            "they saw her",
            "ils l'ont vue",
            "그들은 그녀를 봤어요",
        ),
        (
            means(thing("boy", plural=True), "help", thing("we"), tense="past", negative=True),
            "the boys did not help us",
            "les garçons ne nous ont pas aidés",
            "소년들은 우리를 안 도왔어요",
        ),
        (
            means(thing("man", "happy"), "eat", thing("egg", the=False), negative=True),
            "the happy man does not eat an egg",
            "l'homme heureux ne mange pas d'œuf",
            "행복한 남자는 달걀을 안 먹어요",
        ),
        (
            means(thing("woman", "young"), "buy", thing("hat", "new", plural=True)),
            "the young woman buys the new hats",
            "la jeune femme achète les nouveaux chapeaux",
            "젊은 여자는 새로운 모자들을 사요",
        ),
        (
            means(thing("I"), "buy", thing("orange", "ripe", the=False)),
            "I buy a ripe orange",
            "j'achète une orange mûre",
            "나는 잘 익은 오렌지를 사요",
        ),
    ],
)
def test_grammar_by_hand(meaning: Meaning, english: str, french: str, korean: str) -> None:
    assert said(meaning) == [english, french, korean]


def test_the_alignment_crosses_and_is_right() -> None:
    pair = next(p for p in pairs(5000) if {"He", "green"} <= set(p.source.split()))
    words, others = pair.source.split(), pair.target.split()
    links = {(words[i], others[j]) for i, j in pair.alignment}
    assert {("He", "그는"), ("green", "초록")} <= links
    assert not any(word == "the" for word, _ in links)  # Korean has no articles


def crossing(pair: DesignedPair) -> bool:
    links = sorted(pair.alignment)
    return any(a[0] < b[0] and a[1] > b[1] for a in links for b in links)


def test_word_order_crosses_always_in_korean_and_often_in_french() -> None:
    assert np.mean([crossing(pair) for pair in pairs(500)]) > 0.95
    assert 0.3 < np.mean([crossing(pair) for pair in pairs(500, language="fr")]) < 0.9


@pytest.mark.parametrize("language", ["ko", "fr"])
def test_every_word_is_aligned_and_every_sentence_is_finished(language: str) -> None:
    letters = {"ko": r"[가-힣 ]+\.", "fr": r"[A-ZÀ-Ü][a-zà-ÿœ' ]*\."}[language]
    for pair in pairs(3000, language=language):
        assert re.fullmatch(r"[A-Z][A-Za-z ]*\.", pair.source), pair
        assert re.fullmatch(letters, pair.target), pair
        assert "  " not in pair.target
        reached = {j for _, j in pair.alignment}
        assert reached == set(range(len(pair.target.split()))), pair


def test_french_elides_everywhere() -> None:
    text = " ".join(pair.target.lower() for pair in pairs(5000, language="fr"))
    assert not re.findall(r"\b(?:je|ne|le|la|me|te|de) [aeiouyhàâéèêîôûœ]\w*", text)
    assert not re.findall(r"\b(?:à le|de le)\b", text)


def test_korean_particles_agree() -> None:
    nouns = {each["ko"] for table in ("noun", "pronoun") for each in read_lexicon()[table]}
    marked = re.compile(rf"\b((?:{'|'.join(nouns)})들?)([은는을를])(?= )")
    found = [match for pair in pairs(3000) for match in marked.findall(pair.target)]
    assert len(found) > 5000
    for noun, particle in found:
        has_final = (ord(noun[-1]) - 0xAC00) % 28 != 0
        assert particle in ("은을" if has_final else "는를"), (noun, particle)


def test_an_english_sentence_has_one_translation_and_one_side() -> None:
    train = pairs(5000) + pairs(2000, seed=1)
    test = pairs(1000, split="test") + pairs(500, split="test", seed=1)
    assert not {p.source for p in train} & {p.source for p in test}
    assert len({p.source for p in train[:5000]}) == 5000
    says: dict[str, str] = {}
    for pair in train:
        assert says.setdefault(pair.source, pair.target) == pair.target


def test_languages_share_their_english() -> None:
    assert [p.source for p in pairs(200)] == [p.source for p in pairs(200, language="fr")]
    assert pairs(50, seed=7) == pairs(90, seed=7)[:50]


def test_unknown_languages_and_splits() -> None:
    with pytest.raises(ValueError, match="a language of ko, fr, got 'de'"):
        pairs(1, language="de")
    with pytest.raises(ValueError, match="split in"):
        pairs(1, split="validation")


def test_chance_decides_only_through_the_seed() -> None:
    random.seed(1)
    first = pairs(20)
    random.seed(2)
    assert pairs(20) == first
