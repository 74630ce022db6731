"""Turn Colab's published `pip freeze` into constraints that any resolver reads.

Usage: python colab_pins.py pip-freeze.txt > constraints
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def pins(freeze: Iterable[str]) -> Iterator[str]:
    """Keep `name==version` lines and read the version out of a wheel's address.

    Left out: lines without a version (local files, git), and the CUDA libraries, which
    Colab's CPU image has for other packages' sake and which its torch wheel does not use.
    """
    for line in map(str.strip, freeze):
        wheel = re.match(r"([\w.-]+) @ .*/[\w.]+-([\w.!]+)(?:%2B[\w.]+)?-[^/]*\.whl", line)
        if line.startswith("nvidia-"):
            continue
        if wheel:
            yield f"{wheel[1]}=={wheel[2]}"
        elif "==" in line and not line.startswith("#"):
            yield line


if __name__ == "__main__":
    sys.stdout.writelines(
        f"{pin}\n" for pin in pins(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    )
