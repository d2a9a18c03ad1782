"""Documents are read once, whatever they are called and however they are batched; what breaks breaks alone."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.documents import DOCUMENTS_SCHEMA, QUARANTINE_SCHEMA
from pipelines.staging import build_staging, crew, intake, reading
from pipelines.staging.engines import Engine
from pipelines.staging.intake import Intake, take_in
from pipelines.staging.reader_inputs import UNSEEN, reader_fingerprint, seen_vocabulary
from pipelines.staging.schemas import STAGING
from pipelines.staging.store import MANY_SMALL, ReadStore, batches_of
from pipelines.vocabulary import load_vocabulary
from pipelines.warehouse import StagedShards

REFERENCE = Path(__file__).parents[3] / "seeds" / "reference"
TEXTS = {
    "a.txt": "Doanh thu bưu chính tháng 7/2022 đạt 3.151 tỷ đồng, tăng 9,5% so với cùng kỳ năm 2021.\n",
    "b.txt": "Năm 2021, doanh thu viễn thông đạt 130.768 tỷ đồng.\n",
    "c.txt": "Bộ trưởng phát biểu tại hội nghị.\n",
    "d.txt": "Doanh thu đạt 12 tỷ đồng, chiếm 14% toàn ngành.\n",
}


def documents(texts: dict[str, str], **facts: object) -> pl.DataFrame:
    rows = [
        {"document": name, "document_key": f"key of {text}", "text": text, "characters": len(text), **facts}
        for name, text in texts.items()
    ]
    return pl.DataFrame(rows, schema=DOCUMENTS_SCHEMA)


Run = Callable[..., Intake]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Take in texts as an extract of ``parts`` files."""

    def take(
        texts: dict[str, str],
        *,
        processes: int = 1,
        worker_bytes: int = 0,
        batch_bytes: int = 10_000,
        parts: int = 1,
        **facts: object,
    ) -> Intake:
        names = sorted(texts)
        files = [tmp_path / f"part-{number}.parquet" for number in range(parts)]
        for number, file in enumerate(files):
            documents({name: texts[name] for name in names[number::parts]}, **facts).write_parquet(file)
        quarantine = pl.DataFrame(schema=QUARANTINE_SCHEMA)
        engine = Engine(processes=processes, worker_bytes=worker_bytes)
        return take_in(files, quarantine, tmp_path / "work", REFERENCE, engine=engine, batch_bytes=batch_bytes)

    return take


def rows(found: Intake, table: str) -> pl.DataFrame:
    sql = StagedShards(found.current, found.quarantine).rows(table)
    return duckdb.sql(f"FROM ({sql}) ORDER BY ALL").pl()


def as_read_at_once(texts: dict[str, str], **facts: object) -> dict[str, pl.DataFrame]:
    return build_staging(documents(texts, **facts), load_vocabulary(REFERENCE))


def assert_same(found: Intake, texts: dict[str, str], **facts: object) -> None:
    for table, read_at_once in as_read_at_once(texts, **facts).items():
        expected = duckdb.from_arrow(read_at_once.to_arrow()).order("ALL").pl()
        assert rows(found, table).equals(expected), table
        assert dict(rows(found, table).schema) == dict(STAGING[table]), table


@pytest.mark.slow
def test_rows_are_those_of_reading_all_at_once_and_nothing_is_read_twice(run: Run) -> None:
    first = run(TEXTS)
    assert (first.read, first.kept) == (4, 0)
    assert_same(first, TEXTS)
    again = run(TEXTS)
    assert (again.read, again.kept) == (0, 4)
    assert_same(again, TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize(("batch_bytes", "parts"), [(1, 1), (150, 2)])
def test_the_cut_of_batches_changes_nothing(run: Run, batch_bytes: int, parts: int) -> None:
    assert_same(run(TEXTS, batch_bytes=batch_bytes, parts=parts), TEXTS)


@pytest.mark.slow
def test_processes_read_the_same(run: Run) -> None:
    found = run(TEXTS, processes=2, batch_bytes=100)
    assert found.read == 4
    assert_same(found, TEXTS)


@pytest.mark.slow
def test_another_name_is_not_read_again_and_removed_documents_leave(run: Run) -> None:
    run(TEXTS)
    renamed = {f"folder/{name}": text for name, text in TEXTS.items() if name != "b.txt"}
    found = run(renamed)
    assert (found.read, found.kept) == (0, 3)
    assert_same(found, renamed)


@pytest.mark.slow
def test_other_facts_that_the_reader_sees_are_another_reading(run: Run) -> None:
    run(TEXTS, title="A title")
    assert run(TEXTS, title="Another").read == 0
    july = {"reporting_start": date(2022, 7, 1), "reporting_end": date(2022, 7, 31), "stated_on": date(2022, 8, 9)}
    dated = run(TEXTS, **july)
    assert dated.read == 4
    assert_same(dated, TEXTS, **july)
    assert run(TEXTS, title="A title").read == 0  # both readings are kept


@pytest.mark.slow
def test_a_text_known_from_before_is_read_under_new_facts_without_its_file(run: Run, tmp_path: Path) -> None:
    run(TEXTS)
    part = tmp_path / "known.parquet"
    dated = {"stated_on": date(2022, 8, 9)}
    documents(TEXTS, **dated).with_columns(pl.lit(None, pl.String).alias("text")).write_parquet(part)
    found = take_in([part], pl.DataFrame(schema=QUARANTINE_SCHEMA), tmp_path / "work", REFERENCE)
    assert found.read == 4
    assert_same(found, TEXTS, **dated)


@pytest.mark.slow
def test_a_damaged_shard_is_told_and_its_documents_are_read_anew(run: Run, tmp_path: Path) -> None:
    found = run(TEXTS, batch_bytes=1)
    shards = sorted(path for path in (tmp_path / "work" / "read" / found.reader).iterdir())
    shards[0].joinpath("stg_numerals.parquet").write_bytes(b"PAR1")
    shards[1].joinpath("manifest.json").write_text("{", encoding="utf-8")
    shards[2].joinpath("stg_shares.parquet").unlink()
    healed = run(TEXTS)
    assert (healed.read, healed.kept) == (3, 1)
    assert [str(shard) in " ".join(healed.damaged) for shard in shards] == [True, True, True, False]
    assert_same(healed, TEXTS)


@pytest.mark.slow
def test_a_file_changed_without_a_change_of_size_is_damage_and_a_copy_is_not(run: Run, tmp_path: Path) -> None:
    found = run(TEXTS)
    store = tmp_path / "work" / "read" / found.reader
    copied = tmp_path / "copied"
    shutil.copytree(store, copied, copy_function=shutil.copyfile)  # other times, same bytes
    shutil.rmtree(store)
    copied.rename(store)
    assert run(TEXTS).read == 0
    file = next(store.iterdir()) / "stg_numerals.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert run(TEXTS).read == 4


def test_what_a_killed_writer_left_is_removed(run: Run, tmp_path: Path) -> None:
    found = run(TEXTS)
    left = tmp_path / "work" / "read" / found.reader / f".half.{platform.node().replace('.', '-')}.999999999"
    left.mkdir()
    run(TEXTS)
    assert not left.exists()


def failing_reader(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """A reader that fails on whatever batch holds ``word``."""
    whole = reading.read

    def read(texts: pl.DataFrame, vocabulary: object) -> dict[str, pl.DataFrame]:
        if texts["text"].str.contains(word).any():
            raise ZeroDivisionError("no such number")
        return whole(texts, vocabulary)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", read)


@pytest.mark.slow
def test_a_document_that_the_reader_fails_on_is_set_aside_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        failing_reader(patched, "viễn thông")
        found = run(TEXTS)
    others = {name: text for name, text in TEXTS.items() if name != "b.txt"}
    assert_same(found, others)
    told = pl.read_parquet(found.quarantine).select("document", "reason_code", "reason").rows()
    assert told == [("b.txt", "reader_failed", "The reader failed: ZeroDivisionError no such number")]
    healed = run(TEXTS)
    assert healed.read == 1
    assert pl.read_parquet(healed.quarantine).height == 0


@pytest.mark.slow
def test_a_process_that_dies_takes_one_document_with_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_keep", die_over_telecom)
    found = run(TEXTS, processes=2, batch_bytes=200)
    assert_same(found, {name: text for name, text in TEXTS.items() if name != "b.txt"})
    assert pl.read_parquet(found.quarantine).select("document", "reason_code").rows() == [("b.txt", "reader_failed")]


@pytest.mark.slow
def test_a_document_that_takes_too_much_memory_is_set_aside_alone(run: Run) -> None:
    large = "".join(f"Năm 2021, doanh thu viễn thông đạt {number} tỷ đồng.\n" for number in range(40_000))
    found = run({**TEXTS, "large.txt": large}, worker_bytes=260_000_000, batch_bytes=10_000_000)
    assert_same(found, TEXTS)
    told = pl.read_parquet(found.quarantine).select("document", "reason_code", "reason").rows()
    assert told == [("large.txt", "reader_failed", crew.DIED)]


_read_and_keep = crew._keep


def die_over_telecom(store: Path, batch: pl.DataFrame) -> str | None:
    if batch["text"].str.contains("viễn thông").any():
        os._exit(9)
    return _read_and_keep(store, batch)


@pytest.mark.slow
def test_processes_end_with_the_one_that_started_them() -> None:
    program = (
        "import os, sys, time; from pathlib import Path; from pipelines.staging import crew\n"
        "if __name__ == '__main__':\n"
        "    from concurrent.futures import ProcessPoolExecutor as Pool; from multiprocessing import get_context\n"
        "    pool = Pool(1, get_context('spawn'), crew._begin, (Path(sys.argv[1]), 0, os.getpid()))\n"
        "    print(pool.submit(os.getpid).result(), flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen([sys.executable, "-c", program, str(REFERENCE)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    reader = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _lives(reader):
        time.sleep(0.2)
    assert not _lives(reader)


def _lives(process: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_changed_table_makes_another_reader_and_unseen_columns_do_not() -> None:
    vocabulary = load_vocabulary(REFERENCE)
    known = reader_fingerprint(vocabulary)
    assert reader_fingerprint(load_vocabulary(REFERENCE)) == known
    for table, frame in vocabulary.frames.items():
        for column in frame.columns:
            other = frame.with_columns(pl.lit(None, frame.schema[column]).alias(column))
            changed = type(vocabulary)({**vocabulary.frames, table: other})
            same = reader_fingerprint(changed) == known
            assert same == (column in UNSEEN.get(table, ()) or other.equals(frame)), (table, column)
    assert "name_vi" not in seen_vocabulary(vocabulary)["indicators"].columns


def _with_small_shards(folder: Path) -> ReadStore:
    """A store of as many shards as are joined, a document each."""
    store = ReadStore.open(folder, "reader")
    empty = {name: pl.DataFrame(schema=schema) for name, schema in STAGING.items()}
    for number in range(MANY_SMALL + 1):
        one = pl.DataFrame(
            [{"document": f"{number}", "document_key": f"k{number}", "numerals": 0, "text": "x"}],
            schema={"document": pl.String, "document_key": pl.String, "numerals": pl.Int64, "text": pl.String},
        )
        store.write({**empty, "stg_documents": one})
    store.refresh()
    return store


def test_many_small_shards_become_one_and_old_ones_go(tmp_path: Path) -> None:
    store = _with_small_shards(tmp_path)
    everything = set(store.places()["read_key"])
    store.tidy(everything)
    assert len(store.shards) == 1
    assert set(store.places()["read_key"]) == everything
    assert set(ReadStore.open(tmp_path, "reader").places()["read_key"]) == everything
    store.tidy([], now=4e12)
    assert store.shards == {}


def test_no_joint_shard_is_larger_than_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _with_small_shards(tmp_path)
    everything, one = set(store.places()["read_key"]), max(shard.size for shard in store.shards.values())
    monkeypatch.setattr("pipelines.staging.store.JOINT_BYTES", 10 * one)
    store.tidy(everything)
    held = [len(shard.keys) for shard in store.shards.values()]
    assert max(held) <= 11  # of the sizes, some are a few bytes less
    assert len(held) <= 7
    assert set(ReadStore.open(tmp_path, "reader").places()["read_key"]) == everything


def test_stores_of_other_readers_go_but_the_last(tmp_path: Path) -> None:
    for number, name in enumerate(("oldest", "older", "now")):
        ReadStore.open(tmp_path, name)
        os.utime(tmp_path / name, (number, number))
    ReadStore.open(tmp_path, "now").tidy([])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["now", "older"]


def test_batches_hold_no_more_than_they_may() -> None:
    frame = pl.DataFrame({"text": ["a" * size for size in (5, 5, 20, 1, 1, 1)]})
    cut = [batch["text"].str.len_bytes().to_list() for batch in batches_of(frame, 10)]
    assert cut == [[5, 5], [20], [1, 1, 1]]
    assert intake.BATCH_BYTES >= 1_000_000
