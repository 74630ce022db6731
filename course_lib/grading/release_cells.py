"""Cells that a release writes into the learners' notebook: numbers of one's own, inputs, files."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from textwrap import fill
from typing import Any

from course_lib.grading import numbers
from course_lib.grading.errors import GradingError
from course_lib.grading.item import Item
from course_lib.grading.marking import predictions_seed

MOST_BYTES = 4 << 20
INPUTS = "unlabelled"

WHO = """\
#@title 학번을 적고 실행하십시오. 문제의 수가 여기에서 정해집니다 { display-mode: "form" }
student_number = ""  #@param {type:"string"}"""

_OWN = """\
#@title 내 문제의 수 {{ display-mode: "form" }}
def _own_numbers(student_number, rows):
    import hashlib
    import unicodedata

    plain = unicodedata.normalize("NFC", str(student_number)).casefold()
    plain = "".join(letter for letter in plain if letter.isalnum())
    assert plain, "위의 학번 셀에 학번을 적고 먼저 실행하십시오."
    return rows[int(hashlib.sha256(plain.encode()).hexdigest(), 16) % len(rows)]


{names}, = _own_numbers(student_number, {rows})
print({shown})"""

_GIVEN = """\
#@title 라벨이 없는 입력 {count:,}개를 {name}에 담습니다 {{ display-mode: "form" }}
import base64
import json
import zlib

{name} = json.loads(zlib.decompress(base64.b64decode(\"\"\"
{packed}
\"\"\")))
print(f"입력 {{len({name}):,}}개")"""

_WRITE = """\
#@title 예측 파일 {file}을 씁니다 {{ display-mode: "form" }}
def _write_predictions(inputs, predicted, labels, file):
    import base64
    import sys
    import zlib

    if predicted is None or predicted is ...:
        print("아직 라벨을 돌려주지 않습니다.")
        return
    said = [one.item() if hasattr(one, "item") else one for one in predicted]
    whole = [isinstance(one, (bool, float)) and one == one // 1 for one in said]
    said = [str(int(one) if as_int else one) for one, as_int in zip(said, whole)]
    assert len(said) == len(inputs), f"라벨이 {{len(inputs):,}}개 필요한데 {{len(said):,}}개입니다."
    unknown = sorted(set(said) - set(labels))
    assert not unknown, f"모르는 라벨이 있습니다: {{unknown[:3]}}. 쓸 수 있는 라벨: {{labels}}"
    rows = [f"{{place}},{{label}}\\n" for place, label in enumerate(said, start=1)]
    text = "id,label\\n" + "".join(rows)
    with open(file, "w", encoding="utf-8", newline="") as sheet:
        sheet.write(text)
    counts = ", ".join(f"{{label}} {{said.count(label):,}}개" for label in labels)
    print(f"{{file}}에 {{len(said):,}}줄을 썼습니다: {{counts}}")
    # 파일을 빠뜨려도 읽을 수 있도록 노트북에도 적어 둡니다.
    packed = zlib.compress("\\n".join(said).encode(), 9)
    print(f"[{{file}}] {{base64.b64encode(packed).decode()}}")
    if "google.colab" in sys.modules:
        from google.colab import files

        files.download(file)


_write_predictions({name}, {answer}({name}), {labels}, {file!r})"""


def before_answer(item: Item, *, key: bytes, assignment: str) -> str:
    """What the learner's answer starts from; "" for most exercises.

    Args:
        item: the exercise.
        key: of the course.
        assignment: its name.
    Raises:
        GradingError: if the inputs are too large for a notebook.
    """
    if item.numbers:
        rows = [numbers.values(item.exercise, key, assignment, at) for at in range(numbers.ROWS)]
        return _own(item.numbers, rows)
    if item.predictions:
        inputs, _ = item.predictions.draw(predictions_seed(key, assignment, item))
        return _given(inputs, str(item.page.path))
    return ""


def after_answer(item: Item) -> str:
    """What makes a file of the learner's answer; "" for most exercises.

    Args:
        item: the exercise.
    """
    asked = item.predictions
    if asked is None:
        return ""
    labels = list(asked.labels)
    return _WRITE.format(file=asked.file, name=INPUTS, answer=item.answer, labels=labels)


def _own(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    table = "\n".join(f"    {tuple(row)!r}," for row in rows)
    shown = ", ".join(f'f"{{{name} = }}"' for name in names)
    shown = f'", ".join([{shown}])' if len(names) > 1 else shown
    return _OWN.format(names=", ".join(names), rows=f"[\n{table}\n]", shown=shown)


def _given(inputs: Sequence[Any], where: str) -> str:
    text = json.dumps(list(inputs), ensure_ascii=False, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    if len(packed) > MOST_BYTES:
        most, came = MOST_BYTES >> 20, len(packed) >> 20
        said = f"입력이 노트북에 담기에 너무 큽니다. {most} MB까지인데 {came} MB입니다."
        raise GradingError(f"{where}: {said} 입력의 수를 줄이십시오.")
    lines = fill(packed, width=100)
    return _GIVEN.format(count=len(inputs), name=INPUTS, packed=lines)
