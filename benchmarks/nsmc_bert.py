"""BERT on NSMC: pre-trained on reviews without labels, then fine-tuned; and from scratch.

Run it from the repository's root: ``python -m benchmarks.nsmc_bert --size small [--save]``, with
NSMC and its unlabelled reviews in ``COURSE_DATA_DIR``; on a GPU ``--device cuda --size base
--minutes 5 --name nsmc_bert_gpu``. There is no next-sentence task: a review stands alone.

Stages follow each other, each a process of its own that leaves JSON in the folder of work, so that
a measurement that was stopped goes on: prepare → pretrain → choose → finetune → report. After
``prepare``, the folder holds all that a machine without the reviews needs. Settings are chosen on
the last 10,000 training rows; the test file is read once for each seed of the chosen ones.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks import _nsmc_pieces
from benchmarks._bert_sizes import SEEDS, SIZES, Size
from benchmarks._finetuning import PRETRAINED, SCRATCH, Job, train_one
from benchmarks._pretraining import pretrain, throughput
from benchmarks._provenance import provenance
from benchmarks._results import finish, parser, result
from course_lib.files import whole
from course_lib.models.bert import BertMaskedLM, count_parameters
from course_lib.results import Column
from course_lib.runtime import cache_dir

NAME = "nsmc_bert"
STAGES = ("prepare", "throughput", "pretrain", "choose", "finetune", "report")
MACHINE = ("time", "python", "numpy", "torch", "machine")
ROW = "사전 학습"
WAYS = {SCRATCH: "처음부터", PRETRAINED: "사전 학습 + 미세 조정"}
COLUMNS = (
    Column("accuracy", "시험 정확도", "%", digits=2),
    Column("lowest", "가장 낮은 시드", "%", digits=2),
    Column("held_out", "떼어 둔 글 정확도", "%", digits=2),
    Column("seeds", "시드 수"),
    Column("train_rows", "라벨 있는 글"),
    Column("epochs", "에폭"),
    Column("seconds", "학습 시간", "초", digits=0),
)


def write(path: Path, facts: Any) -> None:
    """JSON, whole or not at all."""
    with whole(path) as file:
        file.write(json.dumps(facts, ensure_ascii=False, indent=1).encode())


def load(path: Path) -> dict[str, Any]:
    """What `write` wrote."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def machine(device: str) -> dict[str, Any]:
    """What a stage ran on."""
    cuda = device.startswith("cuda")
    name = torch.cuda.get_device_name(device) if cuda else "CPU"
    known = provenance(seed=0)
    facts = {"device": name, "threads": torch.get_num_threads()}
    return facts | {key: known[key] for key in MACHINE}


def measure_throughput(chosen: argparse.Namespace, size: Size) -> None:
    """Tokens per second of a few plans, the fastest first."""
    ids, found = _nsmc_pieces.read(chosen.prepared, "pool").ids, []
    for compiled in (False, True) if chosen.compile == "auto" else (chosen.compile == "yes",):
        plan = replace(size.plan(chosen.pieces, seconds=1.0), compiled=compiled)
        facts = throughput(
            ids, _nsmc_pieces.read_begins(chosen.prepared), plan, device=chosen.device,
            seconds=chosen.trial_seconds,
        )  # fmt: skip
        found.append({"compiled": compiled, **facts, "mfu": share(facts, chosen.peak)})
        print(json.dumps(found[-1]), flush=True)
    found.sort(key=lambda facts: -facts.get("tokens_per_second", 0))
    write(chosen.folder / "throughput.json", {"plans": found, **machine(chosen.device)})


def share(facts: dict[str, Any], peak: float | None) -> float | None:
    """Model FLOPs utilization: operations of the model's products as a share of the peak."""
    made = facts.get("flops_per_second")
    return made / peak if peak and made else None


def pretrain_here(chosen: argparse.Namespace, size: Size) -> None:
    """Pre-train, and leave what it took beside the checkpoint."""
    fastest = chosen.folder / "throughput.json"
    compiled = chosen.compile == "yes"
    if chosen.compile == "auto" and fastest.exists():
        compiled = load(fastest)["plans"][0]["compiled"]
    plan = replace(size.plan(chosen.pieces, seconds=60 * chosen.minutes), compiled=compiled)
    ids = _nsmc_pieces.read(chosen.prepared, "pool").ids
    begins = _nsmc_pieces.read_begins(chosen.prepared)
    found = pretrain(
        chosen.folder, ids, begins, plan, device=chosen.device, aside=_nsmc_pieces.ASIDE
    )
    known = _nsmc_pieces.facts(chosen.prepared)
    facts = {key: known[key] for key in ("pieces", "reviews", "corpus_tokens")}
    facts |= asdict(plan.config) | {
        "tokens_per_batch": plan.tokens, "learning_rate": plan.learning_rate,
        "precision": plan.precision, "whole_word": plan.whole_word, "compiled": compiled,
        "peak_flops": chosen.peak, "mfu": share(found, chosen.peak),
    }  # fmt: skip
    write(chosen.folder / "pretraining.json", facts | found | machine(chosen.device))


def job_here(chosen: argparse.Namespace, size: Size) -> None:
    """One training of a classifier: what it reached, and its probabilities."""
    job = Job.parse(chosen.one)
    facts, p = train_one(
        job, size.candidates(job.way, job.rows)[job.tuning], size.config(chosen.pieces),
        prepared=chosen.prepared, checkpoint=chosen.folder / "checkpoint", device=chosen.device,
        precision=size.precision,
    )  # fmt: skip
    if not job.held_out:
        np.save(chosen.folder / f"{job}.npy", p.astype(np.float32))
    write(chosen.folder / f"{job}.json", facts | machine(chosen.device))


def call(chosen: argparse.Namespace, *more: str) -> None:
    """This program in a process of its own."""
    options = ["--folder", chosen.folder, "--prepared", chosen.prepared, "--size", chosen.size,
               "--device", chosen.device, "--minutes", chosen.minutes, "--compile", chosen.compile,
               "--threads", chosen.threads, "--vocabulary", chosen.vocabulary, "--trial-seconds",
               chosen.trial_seconds, *(["--peak", chosen.peak] if chosen.peak else [])]  # fmt: skip
    command = [sys.executable, "-m", "benchmarks.nsmc_bert", *map(str, options), *more]
    subprocess.run(command, check=True)


def run_jobs(chosen: argparse.Namespace, jobs: Sequence[Job]) -> None:
    """Trainings that are not in the folder yet, the longest first, some side by side."""
    missing = [job for job in jobs if not (chosen.folder / f"{job}.json").exists()]
    missing.sort(key=lambda job: -(job.rows or 10**9))
    with ThreadPoolExecutor(chosen.jobs) as workers:
        running = [workers.submit(call, chosen, "--one", str(job)) for job in missing]
    failed = [job for job, run in zip(missing, running, strict=True) if run.exception()]
    if failed:
        raise RuntimeError(f"failed: {', '.join(map(str, failed))}; the others are in the folder")


def candidates(size: Size) -> list[Job]:
    """One training for each candidate, judged by held-out rows."""
    return [
        Job(way, rows, tuning, 0, True)
        for way in WAYS
        for rows in size.label_counts
        for tuning in range(len(size.candidates(way, rows)))
    ]


def done(chosen: argparse.Namespace, jobs: Sequence[Job]) -> dict[Job, dict[str, Any]]:
    """What those trainings gave that have come to their end."""
    paths = {job: chosen.folder / f"{job}.json" for job in jobs}
    return {job: load(path) for job, path in paths.items() if path.exists()}


def choose(chosen: argparse.Namespace, size: Size) -> list[Job]:
    """The best candidate of each line of the table, by held-out rows, with all seeds.

    The first of equals, and the first where none came to its end.
    """
    jobs = candidates(size)
    found = {job: run["accuracy"] for job, run in done(chosen, jobs).items()}
    best: dict[tuple[str, int], Job] = {}
    for job in jobs:
        before = best.setdefault(job[:2], job)
        if found.get(job, 0) > found.get(before, 0):
            best[job[:2]] = job
    return [job._replace(seed=seed, held_out=False) for job in best.values() for seed in SEEDS]


def label(way: str, rows: int) -> str:
    """The name of a line of the table."""
    return f"{WAYS[way]}, {rows:,}건" if rows else WAYS[way]


def line(chosen: argparse.Namespace, size: Size, jobs: Sequence[Job]) -> dict[str, Any]:
    """A line of the table: means over the seeds, and the course of the first."""
    way, rows, tuning, *_ = jobs[0]
    runs = list(done(chosen, jobs).values())
    tried = done(chosen, [job for job in candidates(size) if job[:2] == (way, rows)])
    held = {job.tuning: run["accuracy"] for job, run in tried.items()}
    accuracies = [run["accuracy"] for run in runs]
    medians = {
        key: statistics.median(run[key] for run in runs) for key in ("seconds", "cpu_seconds")
    }
    return {
        "name": label(way, rows),
        "accuracy": statistics.mean(accuracies),
        "lowest": min(accuracies),
        "accuracies": accuracies,
        "held_out": held.get(tuning),
        "seeds": len(runs),
        "pretrained": way == PRETRAINED,
        "train_rows": runs[0]["train_rows"],
        **runs[0]["tuning"],
        "candidates": [run["tuning"] | {"held_out": run["accuracy"]} for run in tried.values()],
        "history": runs[0]["history"],
        **medians,
    }


def together(chosen: argparse.Namespace, jobs: Sequence[Job]) -> dict[str, Any]:
    """The mean of the seeds' probabilities: one answer of several."""
    labels = _nsmc_pieces.read(chosen.prepared, "test").labels
    paths = [chosen.folder / f"{job}.npy" for job in jobs]
    mean = np.mean([np.load(path) for path in paths if path.exists()], axis=0)
    accuracy = float((mean.argmax(1) == labels).mean())
    name = f"{label(*jobs[0][:2])}, 셋의 평균"
    return {"name": name, "accuracy": accuracy, "seeds": 1, "pretrained": True}


def report(chosen: argparse.Namespace, size: Size) -> None:
    """All lines from what is in the folder; keep them if asked to."""
    first = load(chosen.folder / "pretraining.json")
    grouped: dict[tuple[str, int], list[Job]] = {}
    for job in done(chosen, choose(chosen, size)):
        grouped.setdefault(job[:2], []).append(job)
    counted = {"name": ROW, "parameters": parameters(size, first["pieces"])}
    rows = [counted | first, *(line(chosen, size, jobs) for jobs in grouped.values())]
    if (PRETRAINED, 0) in grouped:
        rows.append(together(chosen, grouped[PRETRAINED, 0]))
    raw = result(
        chosen.name, title="NSMC: 사전 학습한 BERT와 처음부터 배운 BERT", columns=COLUMNS,
        rows=rows, seed=0, device=first["device"], threads=first["threads"], notes=notes(first),
    )  # fmt: skip
    known = _nsmc_pieces.facts(chosen.prepared)
    measured = {key: first[key] for key in MACHINE}
    raw["provenance"] |= measured | {"data": known["data"]}
    raw["preparation"] = known
    finish(chosen.name, raw, keep=chosen.save)


def parameters(size: Size, pieces: int) -> int:
    """Numbers that pre-training learns."""
    with torch.device("meta"):
        return count_parameters(BertMaskedLM(size.config(pieces)))


def notes(first: dict[str, Any]) -> str:
    """What a reader of the table must know."""
    return (
        f"BERT {first['num_layers']}층, 은닉 {first['hidden_size']}, BPE {first['pieces']:,}개. "
        f"라벨을 뺀 영화평 {first['reviews']:,}건(시험 파일에 있는 글은 모두 뺌)으로 마스크 언어 "
        f"모델만 {first['passes']:.1f}번 훑어 사전 학습했습니다. 영화평은 한 편씩이라 다음 문장 "
        "예측이 없습니다. 미세 조정은 공식 학습 파일(빈 글 제외)로 했고, 설정은 마지막 10,000건을 "
        "떼어 두고 골랐으며, 시험 파일은 고른 설정을 시드마다 한 번씩 재는 데에만 썼습니다."
    )


def stage(name: str, chosen: argparse.Namespace, size: Size) -> None:
    """One stage, here."""
    if name == "prepare":
        print(_nsmc_pieces.prepare(chosen.prepared, pieces=chosen.vocabulary, limit=chosen.limit))
    elif name == "throughput":
        measure_throughput(chosen, size)
    elif name == "pretrain":
        pretrain_here(chosen, size)
    elif name == "choose":
        run_jobs(chosen, candidates(size))
    elif name == "finetune":
        run_jobs(chosen, choose(chosen, size))
    else:
        report(chosen, size)


def arguments() -> argparse.Namespace:
    """The command line."""
    options = parser(str(__doc__).splitlines()[0])
    options.add_argument("--size", choices=tuple(SIZES), default="small")
    options.add_argument("--stage", choices=STAGES, help="this one alone, here")
    options.add_argument("--one", help="train this one alone, here: pretrained-1000-0-2")
    options.add_argument("--folder", type=Path, help="of work")
    options.add_argument("--prepared", type=Path, help="of prepared reviews, if it is another")
    options.add_argument("--vocabulary", type=int, default=8_000, help="number of pieces")
    options.add_argument("--limit", type=int, help="only so many rows of each file, for a trial")
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--minutes", type=float, default=20.0, help="of pre-training")
    options.add_argument("--jobs", type=int, default=1, help="trainings side by side")
    options.add_argument("--compile", choices=("yes", "no", "auto"), default="no")
    options.add_argument("--trial-seconds", type=float, default=5.0, help="of each throughput")
    options.add_argument("--peak", type=float, help="FLOP/s of the device, for the utilization")
    options.add_argument("--name", default=NAME, help="of the result")
    chosen = options.parse_args()
    chosen.folder = chosen.folder or cache_dir() / "benchmarks" / f"{NAME}_{chosen.size}"
    chosen.prepared = chosen.prepared or chosen.folder
    return chosen


def main() -> None:
    """Do what is missing, and print."""
    chosen = arguments()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    chosen.prepared.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(chosen.threads)
    torch.set_float32_matmul_precision("high")
    torch.backends.cuda.enable_cudnn_sdp(False)  # it makes a plan for each shape: there are many
    size = SIZES[chosen.size]
    if (chosen.prepared / _nsmc_pieces.FACTS_FILE).exists():
        chosen.pieces = _nsmc_pieces.facts(chosen.prepared)["pieces"]
    if chosen.one:
        return job_here(chosen, size)
    if chosen.stage:
        return stage(chosen.stage, chosen, size)
    marks = {"prepare": chosen.prepared / _nsmc_pieces.FACTS_FILE,
             "pretrain": chosen.folder / "pretraining.json"}  # fmt: skip
    for name, mark in marks.items():
        if not mark.exists():
            call(chosen, "--stage", name)
    for name in ("choose", "finetune", "report"):
        stage(name, chosen, size)
    return None


if __name__ == "__main__":
    main()
