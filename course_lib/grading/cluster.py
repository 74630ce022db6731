"""Grading on a Dask cluster: workers may die, and so may the scheduler; each job has one result.

A result lives and dies with its worker, and is then computed again. What has come here is therefore
let go at once, and what has not is never waited for without an end.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from course_lib.grading.engine import Job, Result, Runner, do, lost, trouble

PATIENCE = 90.0  # seconds without any worker
TICK = 1.0  # seconds between questions to a scheduler


def examine(address: str) -> str:
    """Why a cluster must not grade (Korean), or "".

    Args:
        address: of the scheduler.
    """
    from distributed import Client

    with Client(address) as client:
        asked = {
            worker: client.submit(trouble, workers=[worker], pure=False)
            for worker in client.scheduler_info()["workers"]
        }
        if not asked:
            return "일꾼(worker)이 없습니다."
        said = {worker: _said(future, PATIENCE) for worker, future in asked.items()}
    said = {worker: "답하지 않습니다." if word is None else word for worker, word in said.items()}
    return "; ".join(f"{worker}: {word}" for worker, word in said.items() if str(word))


def cluster(address: str, *, task: Callable[[Job], Result] = do) -> Runner:
    """Run jobs on a Dask cluster; a job that kills its worker again and again is told as infra.

    When a worker dies, every job that was waiting there is under suspicion; the scheduler's
    ``allowed-failures`` (3, unless it was set lower) keeps the innocent ones going, and what it
    gives up is tried once more by itself. What is left when there are no workers any more, or no
    scheduler, is infra too: the next run goes on from there.

    Args:
        address: of the scheduler, such as ``tcp://host:8786``. Its messages are pickles: it must
            be reachable by the instructor's machines alone.
        task: what a worker does with a job.
    """

    def run(jobs: Sequence[Job]) -> Iterator[Result]:
        from distributed import Client

        left = {job.digest: job for job in jobs}
        why: dict[str, BaseException] = {}

        def ask(some: Iterable[Job], end: str = "") -> Iterator[Result]:
            futures = {client.submit(task, job, key=job.digest + end): job for job in some}
            for job, said in _finished(client, futures):
                if isinstance(said, BaseException):
                    why[job.digest] = said
                else:
                    del left[job.digest]
                    yield said

        with Client(address) as client, suppress(_DesertedError):
            yield from ask(jobs)
            again = [job for job in left.values() if _is_cancelled(why[job.digest])]
            yield from ask(again)  # another scheduler knows nothing of them
            for job in list(left.values()):
                yield from ask([job], "-again")
        for digest, job in left.items():
            yield lost(job, why.get(digest, TimeoutError("no workers")))

    return run


class _DesertedError(Exception):
    """There have been no workers for too long, or there is no scheduler."""


def _is_cancelled(error: BaseException) -> bool:
    return type(error).__name__ == "FutureCancelledError"


def _finished(client: Any, futures: dict[Any, Job]) -> Iterator[tuple[Job, Any]]:
    """Each job with its result or what went wrong, as they end."""
    from distributed import as_completed as completed

    waiting, seen, asked = completed(futures), time.monotonic(), 0.0
    while not waiting.is_empty():
        if time.monotonic() - asked > TICK:
            asked = time.monotonic()
            seen = asked if _has_workers(client) else seen
            if asked - seen > PATIENCE:
                raise _DesertedError
        if not waiting.has_ready():
            time.sleep(0.02)
            continue
        future = next(waiting)
        said = _said(future, TICK)
        if said is None:
            waiting.add(future)
        else:
            yield futures.pop(future), said
            future.release()


def _has_workers(client: Any) -> bool:
    if client.status == "closed":
        raise _DesertedError
    return client.status == "running" and bool(client.scheduler_info()["workers"])


def _said(future: Any, seconds: float) -> Any:
    """What came of a future, or its error; None if nothing comes in time."""
    try:
        return future.result(timeout=seconds)
    except (TimeoutError, asyncio.TimeoutError):
        return future.exception() if future.status == "error" else None
    except (Exception, asyncio.CancelledError) as error:
        return error
