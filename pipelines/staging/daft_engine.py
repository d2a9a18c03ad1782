"""Reading on Daft: each batch is a file, each task reads one, and what became of it is told by a file beside it.

The files are the truth, not what the engine returns: a task that runs twice finds its batch told, one that was lost
with its machine has told nothing and is run again.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.update(  # noqa: TID251 - nothing reports home; the packages read it when imported
    DO_NOT_TRACK="1", DAFT_ANALYTICS_ENABLED="0", RAY_USAGE_STATS_ENABLED="0", DAFT_PROGRESS_BAR="0"
)

import polars as pl

from pipelines.staging.crew import Crew
from pipelines.staging.engines import Engine, EngineError
from pipelines.staging.reader_inputs import reader_fingerprint
from pipelines.vocabulary import load_vocabulary

try:
    import daft
except ImportError as error:
    raise EngineError(
        "Daft is not installed; cluster/install makes an environment with it, solieu[cluster]."
    ) from error

#: Times that batches without an answer are handed out again, where the engine itself gave up.
ROUNDS = 3
#: Tasks of a Ray cluster at most; what a lost one had read stays read.
MOST_TASKS = 2_000


def read_on_daft(
    engine: Engine, store: Path, batches: Iterable[pl.DataFrame], reference: Path, room: Path
) -> Mapping[str, str]:
    """`Engine.read_into` by Daft; ``store``, ``reference`` and ``room`` are folders that every machine sees."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    try:
        waiting = [_spooled(batch, room / f"{number:08d}.arrow") for number, batch in enumerate(batches)]
        told: dict[str, Any] = {"failed": {}}
        _choose_runner(engine.ray_address)
        trouble: Exception | None = None
        for _ in range(ROUNDS):
            if waiting:
                trouble = _run(engine, waiting, store, reference)
                waiting = [file for file in waiting if not _merge(told, _answer(file))]
        if waiting:
            raise EngineError(f"Daft left {len(waiting)} batches unread. {trouble or ''}".strip()) from trouble
        return dict(told["failed"])
    finally:
        _close_crews()  # Daft's own runner is in this process
        shutil.rmtree(room, ignore_errors=True)


def _choose_runner(ray_address: str) -> None:
    """Daft takes one runner a process, for good."""
    if not ray_address:
        daft.set_runner_native()
        return
    try:
        import ray

        ray.init(address=ray_address, log_to_driver=False, ignore_reinit_error=True)
        daft.set_runner_ray(address=ray_address, noop_if_initialized=True)
    except Exception as error:
        raise EngineError(f"The Ray cluster at {ray_address} cannot be reached. {error}") from error


def _run(engine: Engine, files: Sequence[Path], store: Path, reference: Path) -> Exception | None:
    """Have every file read; return why the engine gave up, where it did."""
    given = (str(store), str(reference), engine.worker_bytes)
    read = daft.func.batch(return_dtype=daft.DataType.int64(), batch_size=1, use_process=False)(_read_files)
    frame = daft.from_pydict({"file": [str(file) for file in files]})
    if engine.ray_address:
        frame = frame.into_partitions(min(len(files), MOST_TASKS))
    try:
        for _ in frame.select(read(frame["file"], *given)).iter_partitions():
            pass
    except Exception as error:
        return error
    return None


def _spooled(batch: pl.DataFrame, file: Path) -> Path:
    batch.write_ipc(file, compression="lz4")
    return file


def _answer(batch: Path) -> Path:
    return batch.with_suffix(".told")


def _merge(told: dict[str, Any], answer: Path) -> bool:
    """Add what is told of a batch; False where nothing is."""
    if not answer.is_file():
        return False
    said = json.loads(answer.read_text(encoding="utf-8"))
    if "error" in said:
        raise EngineError(said["error"])
    told["failed"].update(said["failed"])
    return True


# From here on: what runs in Daft's workers.

_crews: dict[tuple[str, str, int], Crew] = {}
_lock = threading.Lock()


def _read_files(files: Any, store: str, reference: str, worker_bytes: int) -> list[int]:
    """Read each file of batches and tell what became of it; return how many documents could not be read."""
    return [_read_file(Path(file), Path(store), reference, worker_bytes) for file in files.to_pylist()]


def _read_file(file: Path, store: Path, reference: str, worker_bytes: int) -> int:
    answer = _answer(file)
    if answer.exists():
        return 0
    try:
        failed = _crew(store.name, reference, worker_bytes).read(store, pl.read_ipc(file))
        said: dict[str, Any] = {"failed": dict(failed)}
    except Exception as error:  # whatever it is, the machine that started the build tells it
        failed, said = {}, {"error": f"Reading on {platform.node()} failed: {error}"}
    aside = answer.with_name(f".{answer.name}.{platform.node()}.{os.getpid()}.{threading.get_ident()}")
    aside.write_text(json.dumps(said), encoding="utf-8")
    aside.replace(answer)
    return len(failed)


def _crew(reader: str, reference: str, worker_bytes: int) -> Crew:
    """The reading processes of this worker; those of another reader are closed."""
    with _lock:
        crew = _crews.get((reader, reference, worker_bytes))
        if crew is None:
            if reader_fingerprint(load_vocabulary(Path(reference))) != reader:
                raise EngineError("its Solieu or reference data is not that of the machine that started the build.")
            _close_crews()
            crew = _crews[reader, reference, worker_bytes] = Crew(Path(reference), worker_bytes)
        return crew


def _close_crews() -> None:
    while _crews:
        _crews.popitem()[1].close()
