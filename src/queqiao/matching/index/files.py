"""The only room of the index that touches files: written whole, synced, then renamed or named."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from queqiao.errors import CorruptStore, Problem, WrongUsage
from queqiao.matching.index.model import Array
from queqiao.messages import Message

MAGIC = b"QQINDEX1"
_ALIGNMENT = 64
_SMALL = 1 << 20


class DiskFiles:
    """
    The steps by which anything reaches the disk.

    ``before`` is called ahead of every step; tests override it to stop at any one of them.
    """

    def before(self, step: str, path: Path) -> None:
        """Called before each of ``create write sync rename sync_folder remove``."""

    def write(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        """A new file with these contents, synced."""
        self.before("create", path)
        with path.open("wb") as file:
            for chunk in chunks:
                self.before("write", path)
                file.write(chunk)
                file.flush()
            self.before("sync", path)
            os.fsync(file.fileno())

    def replace(self, path: Path, content: bytes) -> None:
        """``path`` with new contents; whoever reads it sees the old or the new, whole."""
        fresh = path.with_name(path.name + ".new")
        self.write(fresh, [content])
        self.before("rename", path)
        fresh.replace(path)
        self.sync_folder(path.parent)

    def sync_folder(self, folder: Path) -> None:
        """The names in a folder made durable, where the system can."""
        self.before("sync_folder", folder)
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """No such file any more; one that a reader still holds open is left for the next time."""
        self.before("remove", path)
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            return


@dataclass(frozen=True, slots=True)
class Table:
    """Named arrays of one file, mapped into memory, with what its header says besides."""

    path: Path
    meta: Mapping[str, Any]
    arrays: Mapping[str, Array]
    checksums: Mapping[str, int]
    size: int

    def verify(self) -> None:
        """
        Read every byte.

        Raises:
            CorruptStore: an array does not match its checksum.
        """
        for name, array in self.arrays.items():
            if zlib.crc32(_plain(array)) != self.checksums[name]:
                raise corrupt(self.path)


def write_table(
    files: DiskFiles, path: Path, meta: Mapping[str, Any], arrays: Mapping[str, Array]
) -> None:
    """A file of named arrays, each on its own cache line, that ``load_table`` maps."""
    entries: dict[str, Any] = {}
    offset = 0
    for name, array in arrays.items():
        entries[name] = [array.dtype.str, list(array.shape), offset, zlib.crc32(_plain(array))]
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    header = json.dumps({"meta": dict(meta), "arrays": entries, "bytes": offset}).encode()
    head = MAGIC + np.array([len(header), zlib.crc32(header)], dtype="<u4").tobytes() + header
    files.write(path, _chunks(head + b"\0" * (-len(head) % _ALIGNMENT), arrays))


def _chunks(head: bytes, arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    yield head
    for array in arrays.values():
        yield _plain(array)
        if array.nbytes % _ALIGNMENT:
            yield b"\0" * (-array.nbytes % _ALIGNMENT)


def _plain(array: Array) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def load_table(path: Path) -> Table:
    """
    The arrays of a file, mapped and not read; small files are verified at once.

    Raises:
        FileNotFoundError: there is no such file.
        CorruptStore: the header is damaged or the file is cut short.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    if size < 16 or mapped[:8] != MAGIC:
        raise corrupt(path)
    length, checksum = np.frombuffer(mapped, dtype="<u4", count=2, offset=8).tolist()
    header = mapped[16 : 16 + length]
    if zlib.crc32(header) != checksum:
        raise corrupt(path)
    described = json.loads(header)
    start = -(-(16 + length) // _ALIGNMENT) * _ALIGNMENT
    if size != start + described["bytes"]:
        raise corrupt(path)
    arrays: dict[str, Array] = {}
    for name, (kind, shape, offset, _) in described["arrays"].items():
        count = int(np.prod(shape, dtype=np.int64))
        dtype = np.dtype(kind)
        flat = (
            np.frombuffer(mapped, dtype=dtype, count=count, offset=start + offset)
            if count
            else np.zeros(0, dtype=dtype)
        )
        flat.flags.writeable = False
        arrays[name] = flat.reshape(shape)
    checksums = {name: entry[3] for name, entry in described["arrays"].items()}
    table = Table(path, described["meta"], arrays, checksums, size)
    if size <= _SMALL:
        table.verify()
    return table


def write_note(files: DiskFiles, path: Path, note: Mapping[str, Any]) -> None:
    """A small JSON file with a checksum, put in place of the old one in one step."""
    body = json.dumps(note, ensure_ascii=False, sort_keys=True)
    whole = json.dumps({"checksum": zlib.crc32(body.encode()), "body": body}, ensure_ascii=False)
    files.replace(path, whole.encode())


def load_note(path: Path) -> Mapping[str, Any]:
    """
    What ``write_note`` wrote.

    Raises:
        FileNotFoundError: there is no such file.
        CorruptStore: it does not match its checksum.
    """
    try:
        whole = json.loads(path.read_bytes())
        body = whole["body"]
        sound = zlib.crc32(body.encode()) == whole["checksum"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise corrupt(path) from None
    if not sound:
        raise corrupt(path)
    note: Mapping[str, Any] = json.loads(body)
    return note


def corrupt(path: Path) -> CorruptStore:
    """The error for a damaged file, with what to do about it."""
    return CorruptStore([Problem(Message("matching.index.corrupt"), source=str(path))])


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """
    Nobody else writes to the index in ``folder`` while the block runs; readers go on.

    Raises:
        WrongUsage: another process is writing.
    """
    with (folder / "lock").open("ab") as file:
        if not _locked(file.fileno()):
            raise WrongUsage(Message("matching.index.busy", {"path": str(folder)}))
        yield


def _locked(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 -- exists on Windows only

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl  # noqa: PLC0415 -- exists on POSIX only

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
