"""``embedding_classifier/parameters``: how many parameters a small classifier has."""

from __future__ import annotations

from course_lib.exercises._spec import Exercise, Wrong

V, D, K = 20_000, 50, 4


def parameters() -> float:
    """V vectors of D numbers, and a linear layer from D to K."""
    return V * D + D * K + K


PARAMETERS = Exercise(
    name="parameters",
    title="손잡이는 몇 개입니까",
    stars=1,
    reference=parameters,
    rtol=0.0,
    atol=0.4,
    wrong=(
        Wrong(
            lambda: V * D + D * K,
            "편향을 빠뜨린 값과 같습니다. 선형층에는 클래스마다 편향이 하나씩 있습니다.",
        ),
        Wrong(
            lambda: V * D,
            "임베딩 행렬만 센 값과 같습니다. 그 뒤의 선형층에도 매개변수가 있습니다.",
        ),
        Wrong(
            lambda: D * K + K,
            "선형층만 센 값과 같습니다. 단어마다 벡터가 하나씩 있고, 그 수도 모두 배웁니다.",
        ),
        Wrong(
            lambda: V * K + K,
            "단어 가방을 선형층에 바로 넣을 때의 값과 같습니다. 여기서는 단어마다 길이 D인 벡터를 "
            "거칩니다.",
        ),
        Wrong(
            lambda: V * D + V * K + K,
            "선형층의 입력을 어휘 크기로 센 값과 같습니다. 선형층이 받는 것은 평균 벡터 "
            "하나입니다.",
        ),
        Wrong(
            lambda: (V + 1) * D + D * K + K,
            "벡터를 하나 더 센 값과 같습니다. 패딩과 미등록어의 자리는 어휘 크기에 이미 들어 "
            "있습니다.",
        ),
        Wrong(
            lambda: V * (D + 1) + D * K + K,
            "임베딩에 편향을 더한 값과 같습니다. 행을 꺼내는 일에는 편향이 없습니다.",
        ),
    ),
    hints=(
        "모델의 두 부분, 임베딩과 선형층을 따로 세십시오.",
        "임베딩은 모양이 (V, D)인 행렬 하나이고, 선형층은 모양이 (K, D)인 행렬과 길이 K인 "
        "편향입니다.",
        "평균을 내는 일에는 배울 것이 없습니다. 두 부분을 더하십시오.",
    ),
)
