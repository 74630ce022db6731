"""A small assignment with a prediction file and numbers that differ by student, for tests."""

from __future__ import annotations

import base64
import zlib

from course_lib.grading.prediction_files import written as sheet
from tests.grading.test_marking import FILES, page

__all__ = ["ALONE", "MIXED", "PARITY", "PRODUCT", "record", "sheet", "turned", "with_errors"]

PARITY = page(
    "title: 짝수와 홀수\nkind: predictions\npoints: 4\nfile: parity.csv\nlabels: [even, odd]\n"
    "baseline: 0.6\ngoal: 0.9\nladder:\n  0.9: wrong_small",
    ("given", 'NAMES = ("even", "odd")'),
    ("answer", """
        def predict(texts):
            ### BEGIN SOLUTION
            return [NAMES[int(text[-1]) % 2] for text in texts]
            ### END SOLUTION
     """),
    ("grader", """
        def gen(rng):
            drawn = rng.integers(100, 1000, size=300)
            return [str(n) for n in drawn], [NAMES[n % 2] for n in drawn]


        def wrong_small(texts):
            \"\"\"큰 수에서 틀렸습니다.\"\"\"
            return [NAMES[int(text) % 2 if int(text) < 600 else 0] for text in texts]


        def wrong_turned(texts):
            \"\"\"짝수와 홀수를 뒤바꾸었습니다.\"\"\"
            return [NAMES[1 - int(text) % 2] for text in texts]
     """),
)  # fmt: skip
PRODUCT = page(
    "title: 곱\nkind: numbers\npoints: 1",
    ("given", "import math"),
    ("answer", "### BEGIN SOLUTION\nproduct = a * b\n### END SOLUTION"),
    ("visible", 'assert isinstance(product, (int, float)), "수를 적으십시오."'),
    ("grader", """
        def gen(rng):
            return {"a": int(rng.integers(2, 50)) * 2 + 1, "b": int(rng.integers(2, 50)) / 2}


        def wrong_sum(a, b):
            \"\"\"곱하지 않고 더했습니다.\"\"\"
            return a + b
     """),
)  # fmt: skip
MIXED = {
    **FILES,
    "assignment.toml": 'title = "시험"\nexercises = ["scale.md", "typed.md", "product.md", '
    '"parity.md"]',
    "parity.md": PARITY,
    "product.md": PRODUCT,
}
ALONE = {"assignment.toml": 'title = "예측"\nexercises = ["parity.md"]', "parity.md": PARITY}


def record(labels, file="parity.csv"):
    """The line with these labels that the notebook's cell prints."""
    packed = base64.b64encode(zlib.compress("\n".join(labels).encode(), 9))
    return f"[{file}] {packed.decode()}"


def turned(label):
    """The other label."""
    return "odd" if label == "even" else "even"


def with_errors(truth, share):
    """Labels of which so many are wrong."""
    wrong = round(len(truth) * share)
    return [turned(label) for label in truth[:wrong]] + truth[wrong:]
