"""Where a checkpoint lies, and what its files hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

WANTED = ["*.json", "*.txt", "model.safetensors"]


def find_folder(source: str | Path, *, download: bool) -> Path:
    """The folder of a checkpoint.

    Args:
        source: a folder or, with `download`, a name on the Hugging Face hub.
        download: fetch a name that is no folder.
    Raises:
        FileNotFoundError: if there is no folder and nothing may be fetched.
    """
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    if not download:
        wanted = f"there is no folder {str(source)!r} with config.json and model.safetensors"
        raise FileNotFoundError(f"{wanted}; download=True looks for that name on the hub")
    from huggingface_hub import snapshot_download

    folder = Path(snapshot_download(str(source), allow_patterns=WANTED))
    if (folder / "model.safetensors").is_file():
        return folder
    return Path(snapshot_download(str(source), allow_patterns=["pytorch_model.bin"]))


def read_json(path: Path) -> dict[str, Any]:
    """An object from a JSON file.

    Args:
        path: of the file.
    Raises:
        FileNotFoundError: if it is missing.
        ValueError: if it holds no JSON object.
    """
    if not path.is_file():
        raise FileNotFoundError(
            f"a checkpoint needs {path.name}, which {path.parent} does not have"
        )
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} must be JSON, got: {error}") from error
    if not isinstance(value, dict):
        raise ValueError(f"{path} must hold a JSON object, got {type(value).__name__}")
    return value


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of a checkpoint, under today's names without ``bert.`` in front.

    Args:
        folder: with model.safetensors or pytorch_model.bin. No code in them is run.
    Raises:
        FileNotFoundError: if it has neither.
    """
    safe, old = folder / "model.safetensors", folder / "pytorch_model.bin"
    if safe.is_file():
        from safetensors.torch import load_file

        tensors = load_file(safe)
    elif old.is_file():
        tensors = torch.load(old, map_location="cpu", weights_only=True)
    else:
        wanted = "a checkpoint needs model.safetensors or pytorch_model.bin"
        raise FileNotFoundError(f"{wanted}, which {folder} does not have")
    return {_todays(name): tensor for name, tensor in tensors.items()}


def _todays(name: str) -> str:
    """Old checkpoints call the parameters of a normalization gamma and beta."""
    name = name.removeprefix("bert.")
    for old, new in ((".gamma", ".weight"), (".beta", ".bias")):
        if name.endswith(f"LayerNorm{old}"):
            name = name.removesuffix(old) + new
    return name
