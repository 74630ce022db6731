"""Checkpoints in Hugging Face's form: config.json and model.safetensors, read and written.

model = load_pretrained(BertClassifier, "./bert", num_classes=4, fresh=("classifier",))
save_pretrained(model, "./tuned")  # transformers loads this folder too
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from course_lib.models.bert.config import BertConfig
from course_lib.models.bert.heads import BertClassifier, BertTagger
from course_lib.models.bert.hub import find_folder, read_json, read_tensors
from course_lib.models.bert.model import find_bert

Model = TypeVar("Model", bound=nn.Module)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "vocab_size": "vocab_size",
        "hidden_size": "hidden_size",
        "num_layers": "num_hidden_layers",
        "num_heads": "num_attention_heads",
        "intermediate_size": "intermediate_size",
        "max_length": "max_position_embeddings",
        "num_segments": "type_vocab_size",
        "dropout": "hidden_dropout_prob",
        "attention_dropout": "attention_probs_dropout_prob",
        "classifier_dropout": "classifier_dropout",
        "activation": "hidden_act",
        "eps": "layer_norm_eps",
        "initializer_range": "initializer_range",
        "padding_id": "pad_token_id",
    }
)
ACTIVATION_NAMES = {"gelu": "gelu", "relu": "relu", "gelu_new": "gelu_tanh"}
ACTIVATION_NAMES |= {"gelu_pytorch_tanh": "gelu_tanh"}
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "embeddings.words": "embeddings.word_embeddings",
        "embeddings.positions": "embeddings.position_embeddings",
        "embeddings.segments": "embeddings.token_type_embeddings",
        "embeddings.norm": "embeddings.LayerNorm",
        "attention.query": "attention.self.query",
        "attention.key": "attention.self.key",
        "attention.value": "attention.self.value",
        "attention.output": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "feed_forward.hidden": "intermediate.dense",
        "feed_forward.output": "output.dense",
        "feed_forward_norm": "output.LayerNorm",
        "pooler": "pooler.dense",
        "head.dense": "cls.predictions.transform.dense",
        "head.norm": "cls.predictions.transform.LayerNorm",
        "head": "cls.predictions",
        "next_sentence": "cls.seq_relationship",
        "classifier": "classifier",
    }
)
ARCHITECTURES: Mapping[str, str] = MappingProxyType(
    {
        "Bert": "BertModel",
        "BertMaskedLM": "BertForMaskedLM",
        "BertPretraining": "BertForPreTraining",
        "BertClassifier": "BertForSequenceClassification",
        "BertTagger": "BertForTokenClassification",
    }
)


def their_name(name: str) -> str:
    """The name that transformers gives to one of our parameters.

    Args:
        name: from ``state_dict()``.
    """
    module, _, leaf = name.rpartition(".")
    found = re.fullmatch(r"((?:bert\.)?)(?:encoder\.layers\.(\d+)\.)?(.+)", module)
    prefix, layer, part = found.groups() if found else ("", None, module)
    return f"{prefix}{'' if layer is None else f'encoder.layer.{layer}.'}{PARTS[part]}.{leaf}"


def load_pretrained(
    kind: type[Model],
    source: str | Path,
    *,
    num_classes: int | None = None,
    vocab_size: int | None = None,
    fresh: Collection[str] = (),
    download: bool = False,
) -> Model:
    """A BERT with the weights of a checkpoint, in evaluation mode.

    Args:
        kind: Bert, BertMaskedLM, BertPretraining, BertClassifier or BertTagger.
        source: a folder with config.json and model.safetensors (or pytorch_model.bin); with
            `download` also a name on the Hugging Face hub, such as "klue/bert-base".
        num_classes: K of a classifier or a tagger; the checkpoint's own without it.
        vocab_size: the tokenizer's, to be compared with the checkpoint's.
        fresh: parts that begin anew and are not loaded: "classifier", "pooler", "head",
            "next_sentence".
        download: fetch a name that is no folder.
    Raises:
        FileNotFoundError: if there is no such folder, or a file is missing in it.
        ValueError: if the checkpoint is no BERT that we can read, has another vocabulary or
            another number of classes, lacks a part that is not in `fresh`, or `fresh` names none.
    """
    folder = find_folder(source, download=download)
    settings = read_json(folder / "config.json")
    config, tensors = _read_config(settings), read_tensors(folder)
    if vocab_size is not None and vocab_size != config.vocab_size:
        wanted = f"the checkpoint in {folder} has {config.vocab_size:,} words"
        raise ValueError(f"{wanted}, the tokenizer {vocab_size:,}: they do not belong together")
    options = {}
    if ARCHITECTURES.get(kind.__name__, "").endswith("Classification"):
        options["num_classes"] = _choose_classes(tensors, settings, num_classes, fresh)
    elif num_classes is not None:
        raise ValueError(f"num_classes is for a classifier or a tagger, got {kind.__name__}")
    model = kind(config, **options)
    _fill(model, tensors, fresh)
    return model.eval()


def save_pretrained(model: nn.Module, folder: str | Path) -> None:
    """Write config.json and model.safetensors, which transformers reads as its own.

    Args:
        model: a BERT with or without a head.
        folder: where to; it is made if need be.
    Raises:
        TypeError: if the model is none of ours.
    """
    from safetensors.torch import save_file

    kind, folder = type(model).__name__, Path(folder)
    if kind not in ARCHITECTURES:
        raise TypeError(f"model must be one of {', '.join(ARCHITECTURES)}, got {kind}")
    folder.mkdir(parents=True, exist_ok=True)
    settings = _write_config(find_bert(model).config) | {"architectures": [ARCHITECTURES[kind]]}
    if isinstance(model, BertClassifier | BertTagger):
        labels = [f"LABEL_{place}" for place in range(model.classifier.out_features)]
        settings["id2label"] = {str(place): label for place, label in enumerate(labels)}
        settings["label2id"] = {label: place for place, label in enumerate(labels)}
    text = json.dumps(settings, indent=2, ensure_ascii=False) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")
    tensors = {their_name(name): x.contiguous().cpu() for name, x in model.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _read_config(settings: Mapping[str, Any]) -> BertConfig:
    for name, allowed in (
        ("model_type", ("bert", None)),
        ("position_embedding_type", ("absolute", None)),
        ("is_decoder", (False, None)),
        ("hidden_act", (*ACTIVATION_NAMES, None)),
    ):
        if settings.get(name) not in allowed:
            wanted = " or ".join(repr(each) for each in allowed if each is not None)
            raise ValueError(f"config.json: {name} must be {wanted}, got {settings[name]!r}")
    found = {own: settings[name] for own, name in FIELDS.items() if name in settings}
    if "activation" in found:
        found["activation"] = ACTIVATION_NAMES[found["activation"]]
    return BertConfig(**found)


def _write_config(config: BertConfig) -> dict[str, Any]:
    settings = {name: getattr(config, own) for own, name in FIELDS.items()}
    if config.activation == "gelu_tanh":
        settings["hidden_act"] = "gelu_new"
    return {"model_type": "bert", **settings}


def _choose_classes(
    tensors: Mapping[str, Tensor],
    settings: Mapping[str, Any],
    num_classes: int | None,
    fresh: Collection[str],
) -> int:
    if "classifier.weight" not in tensors or "classifier" in fresh:
        return len(settings.get("id2label", ())) or 2 if num_classes is None else num_classes
    known = len(tensors["classifier.weight"])
    if num_classes is not None and num_classes != known:
        told = f"the checkpoint's classifier has {known} classes, got num_classes={num_classes}"
        raise ValueError(f"{told}; fresh=('classifier',) begins a new one")
    return known


@torch.no_grad()
def _fill(model: nn.Module, tensors: Mapping[str, Tensor], fresh: Collection[str]) -> None:
    """Copy every parameter; complain about all that are missing at once."""
    missing, parts = [], {name: _part(name) for name in model.state_dict()}
    if not set(fresh) <= set(parts.values()):
        known = tuple(dict.fromkeys(parts.values()))
        raise ValueError(f"fresh must hold some of {known}, got {tuple(fresh)}")
    for name, own in model.state_dict().items():
        part = parts[name]
        if part in fresh:
            continue
        other = their_name(name).removeprefix("bert.")
        if other not in tensors:
            missing.append(part)
        elif tensors[other].shape != own.shape:
            shapes = f"{tuple(own.shape)} after config.json, got {tuple(tensors[other].shape)}"
            raise ValueError(f"the checkpoint's {other} must have shape {shapes}")
        else:
            own.copy_(tensors[other])
    if missing:
        named = tuple(dict.fromkeys(missing))
        raise ValueError(f"the checkpoint has no {', '.join(named)}; fresh={named} begins anew")


def _part(name: str) -> str:
    return name.removeprefix("bert.").split(".")[0]
