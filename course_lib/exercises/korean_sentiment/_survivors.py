"""``korean_sentiment/survivors``: which morphemes a pattern of two letters or more keeps."""

from __future__ import annotations

import unicodedata

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

LONG = ("영화", "연기", "재밌", "으면", "와닿", "이야기")
SHORT = ("안", "못", "꿀", "잼", "참", "좋")
LETTERS = ("ㅋ", "ㅠ", "ㅎ")
RUNS = ("ㅋㅋ", "ㅠㅠ")


def survivors(pieces: list[str], decompose: bool) -> list[str]:
    """The pieces of two characters or more, counted after NFKD if asked to."""
    return [piece for piece in pieces if len(_form(piece, decompose)) >= 2]


def _form(piece: str, decompose: bool) -> str:
    return unicodedata.normalize("NFKD", piece) if decompose else piece


def _inputs(rng: np.random.Generator) -> tuple[list[str], bool]:
    """Long ones, syllables, single letters and runs; decomposed in every other case."""
    chosen = [
        *rng.choice(LONG, 3, replace=False),
        *rng.choice(SHORT, 3, replace=False),
        *rng.choice(LETTERS, 1),
        *rng.choice(RUNS, 1),
    ]
    decompose = bool(rng.integers(2))
    return [str(chosen[i]) for i in rng.permutation(len(chosen))], decompose


SURVIVORS = Exercise(
    name="survivors",
    title="살아남는 조각",
    stars=2,
    reference=survivors,
    gen=_inputs,
    cases=12,
    pure=True,
    wrong=(
        Wrong(
            lambda pieces, decompose: survivors(pieces, False),
            "`decompose`를 보지 않고 그대로 잰 값과 같습니다. 참일 때는 분해한 길이를 재십시오.",
        ),
        Wrong(
            lambda pieces, decompose: survivors(pieces, True),
            "언제나 분해한 길이를 잰 값과 같습니다. 거짓일 때는 그대로 재십시오.",
        ),
        Wrong(
            lambda pieces, decompose: survivors(pieces, not decompose),
            "참과 거짓이 바뀌었습니다. `decompose`가 참일 때 분해합니다.",
        ),
        Wrong(
            lambda pieces, decompose: [
                _form(piece, decompose) for piece in survivors(pieces, decompose)
            ],
            "고른 조각은 맞습니다. 그런데 분해한 문자열을 돌려주었습니다. 화면에는 같아 보여도 "
            "길이가 다릅니다.",
        ),
        Wrong(
            lambda pieces, decompose: [p for p in pieces if len(_form(p, decompose)) > 2],
            "두 글자짜리까지 버렸습니다. 두 글자 *이상*이면 남깁니다.",
        ),
        Wrong(
            lambda pieces, decompose: [p for p in pieces if len(_form(p, decompose)) < 2],
            "사라지는 조각을 모은 값과 같습니다. 살아남는 조각을 돌려주십시오.",
        ),
        Wrong(
            lambda pieces, decompose: [
                p for p in pieces if decompose or len(p) >= 2
            ],
            "분해하면 모두 살아남는다고 본 값과 같습니다. ‘ㅋ’처럼 홀로 쓰인 자모는 분해해도 "
            "하나입니다.",
        ),
    ),
    hints=(
        "`unicodedata.normalize(\"NFKD\", \"안\")`의 길이를 재어 보십시오.",
        "길이를 재는 문자열과 돌려주는 문자열은 다릅니다. 재기만 하고 원래 것을 남기십시오.",
        "`decompose`가 거짓이면 `len(piece) >= 2`이면 됩니다.",
    ),
)  # fmt: skip
