"""Run every measurement in this folder, one after another."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
    sys.argv = [str(path)]
    runpy.run_module(f"benchmarks.{path.stem}", run_name="__main__")
