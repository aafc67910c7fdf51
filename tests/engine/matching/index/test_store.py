"""What is on the disk after a kill at any moment, and what readers see meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from queqiao.errors import CorruptStore, WrongUsage
from queqiao.matching.index import (
    add_documents,
    build_index,
    merge_segments,
    open_index,
    remove_documents,
)
from queqiao.matching.index.files import DiskFiles, only_writer
from tests.engine.matching.index.corpora import documents_of

OLD = documents_of(40)
NEW = documents_of(30, seed=7, first=25)


class Killed(BaseException):
    """The process ends here."""


class DyingFiles(DiskFiles):
    """Dies before its n-th step; a write is torn, its first half reaches the disk."""

    def __init__(self, steps):
        self.left = steps

    def before(self, step, path):
        self.left -= 1
        if self.left < 0:
            if step == "write":
                with path.open("ab") as file:
                    file.write(b"torn")
            raise Killed


def state(folder):
    """Everything that a reader can see."""
    index = open_index(folder)
    index.verify()
    ids = [document.id for document in (*OLD, *NEW) if index.find(document.id) is not None]
    payloads = {name: index.payload(index.find(name)) for name in ids}
    hits = [(hit.id, hit.score) for hit in index.search(["w1", "w2", "w5"], k=100)]
    return payloads, hits


def add(folder, files):
    add_documents(folder, NEW, files=files)


def remove(folder, files):
    remove_documents(folder, [document.id for document in OLD[:9]], files=files)


def build(folder, files):
    build_index(folder, NEW, files=files)


def merge(folder, files):
    merge_segments(folder, files=files)


@pytest.mark.parametrize("change", [add, remove, build, merge])
def test_a_kill_at_any_step_leaves_the_old_or_the_new_state(tmp_path, change):
    start = tmp_path / "start"
    build_index(start, OLD)
    add_documents(start, documents_of(5, seed=2, first=38))
    before = state(start)
    done = tmp_path / "done"
    shutil.copytree(start, done)
    change(done, DiskFiles())
    after = state(done)

    seen = []
    for steps in range(1000):
        folder = tmp_path / f"at{steps}"
        shutil.copytree(start, folder)
        try:
            change(folder, DyingFiles(steps))
        except Killed:
            seen.append(state(folder))
            change(folder, DiskFiles())
            assert state(folder) == after
        else:
            break
        finally:
            shutil.rmtree(folder)

    assert len(seen) > 5
    assert all(found in (before, after) for found in seen)
    switches = [a != b for a, b in pairwise(seen)]
    assert sum(switches) <= 1


WRITER = """
import sys
from queqiao.matching.index import add_documents
from tests.engine.matching.index.corpora import documents_of
for seed in range(1000):
    add_documents(sys.argv[1], documents_of(50, seed=seed))
    print(seed, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_sigkill_leaves_a_whole_state(tmp_path):
    build_index(tmp_path, documents_of(50, seed=0))
    for delay in (0.0, 0.013, 0.029, 0.041):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[4],
        )
        with writer:
            writer.stdout.readline()
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
        index = open_index(tmp_path)
        index.verify()
        assert len(index) == 50


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_damaged_byte_is_reported(tmp_path, share):
    build_index(tmp_path, documents_of(50))
    path = next(tmp_path.glob("segment-*"))
    data = bytearray(path.read_bytes())
    damaged = [place for place in range(len(data)) if data[place]]
    data[damaged[int(share * len(damaged))]] ^= 0x55
    path.write_bytes(bytes(data))

    with pytest.raises(CorruptStore) as error:
        open_index(tmp_path).verify()
    assert "重新建立索引" in error.value.describe("zh")


@pytest.mark.parametrize("name", ["manifest.json", "segment-00000001"])
@pytest.mark.parametrize("keep", [0, 10, 0.5])
def test_a_file_cut_short_is_reported(tmp_path, name, keep):
    build_index(tmp_path, documents_of(50))
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(keep * len(data)) if keep < 1 else keep])

    with pytest.raises(CorruptStore):
        open_index(tmp_path)


def test_two_writers_at_once_are_refused(tmp_path):
    build_index(tmp_path, OLD)

    with only_writer(tmp_path), pytest.raises(WrongUsage):
        add_documents(tmp_path, NEW)


def test_a_snapshot_stays_while_others_write(tmp_path):
    build_index(tmp_path, OLD)
    index = open_index(tmp_path)
    before = index.search(["w1", "w3"], k=50)

    remove_documents(tmp_path, [document.id for document in OLD[:20]])
    merge_segments(tmp_path)

    assert index.search(["w1", "w3"], k=50) == before
    assert len(index.refresh()) == 20
    assert index.refresh().refresh().search(["w1"], k=5) == open_index(tmp_path).search(["w1"], k=5)


def test_refresh_without_a_change_gives_the_same_snapshot(tmp_path):
    index = build_index(tmp_path, OLD)

    assert index.refresh() is index


def test_nothing_is_left_behind_by_many_changes(tmp_path):
    build_index(tmp_path, OLD)
    for number in range(20):
        add_documents(tmp_path, documents_of(3, seed=number, first=number))

    index = open_index(tmp_path)
    needed = {name for p in index.manifest.parts for name in (p.name, p.dead_name) if name}
    there = {path.name for path in tmp_path.iterdir()} - {"manifest.json", "lock"}
    assert there == needed
    assert len(index.segments) < 8


def test_readers_go_on_while_a_writer_merges(tmp_path):
    build_index(tmp_path, OLD)
    stop = threading.Event()
    failures = []

    def read():
        while not stop.is_set():
            try:
                index = open_index(tmp_path)
                assert len(index) >= len(OLD)
                assert index.search(["w1"], k=5)
            except Exception as error:  # noqa: BLE001 -- reported by the test
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(25):
        add_documents(tmp_path, documents_of(2, seed=number, first=40 + 2 * number))
    merge_segments(tmp_path)
    stop.set()
    for reader in readers:
        reader.join()

    assert failures == []
