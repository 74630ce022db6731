"""Cells and notebooks: no outputs, ids that depend on nothing but the content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def markdown_cell(text: str) -> NotebookNode:
    """A Markdown cell."""
    return new_markdown_cell(text.strip("\n"))


def code_cell(source: str, tags: Iterable[str] = (), *, form: bool = False) -> NotebookNode:
    """A code cell.

    Args:
        source: Python, kept to the byte.
        tags: kept as cell tags.
        form: whether Colab and JupyterLab fold the code away.
    """
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if form:
        metadata |= {"cellView": "form", "jupyter": {"source_hidden": True}}
    return new_code_cell(source, metadata=metadata)


def assemble(cells: Iterable[NotebookNode], *, gpu: bool = False) -> NotebookNode:
    """A notebook of these cells.

    Args:
        cells: cells in order; empty ones are left out.
        gpu: whether Colab shall offer a GPU.

    Returns:
        A valid notebook; an id is the hash of a cell's source and of how often it came before.
    """
    kept = [cell for cell in cells if cell.source]
    seen: Counter[str] = Counter()
    for cell in kept:
        digest = f"{cell.cell_type}\n{cell.source}"
        cell.id = sha256(f"{digest}\n{seen[digest]}".encode()).hexdigest()[:12]
        seen[digest] += 1
    metadata: dict[str, Any] = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "colab": {"provenance": [], "toc_visible": True} | ({"gpuType": "T4"} if gpu else {}),
    }
    notebook = new_notebook(cells=kept, metadata=metadata | ({"accelerator": "GPU"} if gpu else {}))
    nbformat.validate(notebook)
    return notebook


def dumps(notebook: NotebookNode) -> str:
    """A notebook as text: keys sorted, Hangul as it is, a line end at the end."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"
