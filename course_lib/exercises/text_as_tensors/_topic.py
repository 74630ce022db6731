"""``text_as_tensors/with_topic``: 은 or 는, told by the last syllable's final consonant."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

_WORDS = (
    "영화",
    "연기",
    "출연자",
    "선배",
    "악보",
    "배역",
    "소설",
    "주연",
    "소품",
    "후속작",
    "값",
    "배우",
)
_FIRST = ord("가")


def with_topic(word: str) -> str:
    """The word with 은 after a final consonant, else with 는."""
    return word + ("은" if (ord(word[-1]) - _FIRST) % 28 else "는")


def _inputs(rng: np.random.Generator) -> tuple[str]:
    return (str(rng.choice(_WORDS)),)


WITH_TOPIC = Exercise(
    name="with_topic",
    title="은일까 는일까",
    stars=2,
    reference=with_topic,
    gen=_inputs,
    cases=16,
    wrong=(
        Wrong(
            lambda word: word + "은",
            "언제나 ‘은’을 붙였습니다. 받침이 없으면 ‘는’입니다. 나머지를 구하기 전에 ‘가’의 "
            "번호를 뺐습니까?",
        ),
        Wrong(lambda word: word + "는", "언제나 ‘는’을 붙였습니다. 받침이 있으면 ‘은’입니다."),
        Wrong(
            lambda word: word + ("는" if (ord(word[-1]) - _FIRST) % 28 else "은"),
            "둘이 뒤바뀌었습니다. 나머지가 0이면 받침이 없다는 뜻입니다.",
        ),
        Wrong(
            lambda word: word + ("은" if (ord(word[0]) - _FIRST) % 28 else "는"),
            "첫음절의 받침을 보았습니다. 조사가 붙는 것은 마지막 음절입니다.",
        ),
        Wrong(
            lambda word: "은" if (ord(word[-1]) - _FIRST) % 28 else "는",
            "조사만 돌려주었습니다. 단어 뒤에 붙여 돌려주십시오.",
        ),
    ),
    hints=(
        "받침이 있는지는 마지막 음절만 보면 됩니다. word[-1]의 번호를 ord로 얻으십시오.",
        "끝소리는 ‘없음’까지 28가지이고, 번호에서 가장 빨리 바뀌는 것이 끝소리입니다.",
        "(ord(word[-1]) - ord('가')) % 28이 0이면 받침이 없습니다.",
    ),
)
