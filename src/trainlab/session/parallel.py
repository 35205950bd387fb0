"""The one place where work is shared among processes, so that a cluster's executor can take it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

# Several parcels a process, so that a slow one does not keep all others waiting at the end.
PARCELS_PER_PROCESS = 4
# A few seconds of work; to start and fill processes takes one.
WORTH_A_POOL = 1_000_000


def process_pool(jobs: int | None = None) -> Executor:
    """That many processes of this computer; as many as it has processors if nothing is said.

    They begin from a clean one: a fork would inherit threads of the compiler's.
    """
    import multiprocessing  # a grade of one seed starts faster without it
    from concurrent.futures import ProcessPoolExecutor

    method = "spawn" if sys.platform == "win32" else "forkserver"
    return ProcessPoolExecutor(jobs or os.cpu_count(), multiprocessing.get_context(method))


def executor_for(ticks: int, jobs: int | None) -> tuple[Executor, int]:
    """Who does work of so many ticks, and how many that are: this process alone where it is little."""
    if jobs is None:
        jobs = (os.cpu_count() or 1) if ticks > WORTH_A_POOL else 1
    return (ThisProcess() if jobs == 1 else process_pool(jobs)), jobs


def parcels(tasks: Sequence[Task], jobs: int) -> list[Sequence[Task]]:
    """The tasks in parcels of about equal size, in their order."""
    size = max(-(-len(tasks) // (jobs * PARCELS_PER_PROCESS)), 1)
    return [tasks[at : at + size] for at in range(0, len(tasks), size)]


def in_order(
    executor: Executor,
    work: Callable[[Sequence[Task]], Sequence[Result]],
    portions: Sequence[Sequence[Task]],
    done: Callable[[int], object],
) -> list[Result]:
    """What `work` makes of each portion, in the order of the portions; `done` counts tasks.

    The first exception of a portion is raised here, and what has not begun is not begun.
    """
    with _all_or_none([executor.submit(work, portion) for portion in portions]) as futures:
        for future in as_completed(futures):
            done(len(future.result()))
        return [result for future in futures for result in future.result()]


@contextmanager
def _all_or_none(
    futures: list[Future[Sequence[Result]]],
) -> Iterator[list[Future[Sequence[Result]]]]:
    try:
        yield futures
    except BaseException:
        for future in futures:
            future.cancel()
        raise


class ThisProcess(Executor):
    """Does each task at once, where there is nobody to share it with."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future is done, or has failed."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  whoever asks for the result gets it
            future.set_exception(error)
        return future
