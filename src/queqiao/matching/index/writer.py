"""
Building and changing an index. One writer, any number of readers.

A change writes new files, syncs them, and then replaces the manifest in one step. What the old
manifest named stays until after that, so that whoever is killed at any moment leaves the old state
or the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from queqiao.core import Progress, no_progress
from queqiao.errors import BadInput, Problem
from queqiao.matching.index.batch import Batch, build_batch, join_batches, reorder
from queqiao.matching.index.files import DiskFiles, only_writer, write_table
from queqiao.matching.index.layout import lay_out
from queqiao.matching.index.manifest import (
    MANIFEST,
    Manifest,
    Part,
    check_place,
    load_manifest,
    sweep,
    write_manifest,
)
from queqiao.matching.index.model import IndexedDocument, IndexSettings, NamedArrays, base_units
from queqiao.matching.index.reader import Index, open_index
from queqiao.matching.index.segment import Segment, load_segment
from queqiao.messages import Message

READ_AT_ONCE = 1 << 15
SEGMENT_DOCUMENTS = 1 << 19
_TIER = 8
_LARGEST_WEIGHT = 4000


def build_index(  # noqa: PLR0913 -- keywords with defaults
    path: Path | str,
    documents: Iterable[IndexedDocument],
    *,
    field_weights: Mapping[str, float] | None = None,
    progress: Progress = no_progress,
    settings: IndexSettings | None = None,
    tables: Mapping[str, NamedArrays] | None = None,
    files: DiskFiles | None = None,
) -> Index:
    """
    A new index at ``path``, in place of one that may be there; readers of that one go on.

    Of several documents with one id the last counts. ``settings`` sets BM25's parameters too and
    goes before ``field_weights``. ``tables`` are kept beside the documents, through all additions
    and removals: ``Index.tables`` gives them back.

    Raises:
        WrongUsage: ``path`` is a file or holds files of another kind, or somebody else is writing.
        BadInput: a weight or a parameter is out of bounds, or a column is no array of numbers.
    """
    folder, disk = Path(path), files or DiskFiles()
    chosen = settings or IndexSettings(field_weights=dict(field_weights or {}))
    _check_settings(chosen)
    check_place(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        old = load_manifest(folder) if (folder / MANIFEST).exists() else None
        start = Manifest(old.generation if old else 0, old.number if old else 1, chosen, parts=())
        start = _with_tables(disk, folder, start, tables or {})
        manifest = _append(disk, folder, start, documents, progress)
        _publish(disk, folder, manifest)
        return open_index(folder)


def add_documents(
    path: Path | str,
    documents: Iterable[IndexedDocument],
    *,
    progress: Progress = no_progress,
    files: DiskFiles | None = None,
) -> Index:
    """
    The index with these documents; those whose id is there already are replaced.

    They can be found as soon as they are written; merging small segments comes after that.

    Raises:
        Missing: there is no index at ``path``.
        WrongUsage: somebody else is writing.
        BadInput: a column is no array of numbers.
    """
    folder, disk = Path(path), files or DiskFiles()
    load_manifest(folder)
    with only_writer(folder):
        manifest = _append(disk, folder, load_manifest(folder), documents, progress)
        _publish(disk, folder, manifest)
        _merge_tiers(disk, folder)
        return open_index(folder)


def remove_documents(
    path: Path | str, ids: Iterable[str], *, files: DiskFiles | None = None
) -> int:
    """
    How many documents were there and are removed now.

    Raises:
        Missing: there is no index at ``path``.
        WrongUsage: somebody else is writing.
    """
    folder, disk = Path(path), files or DiskFiles()
    load_manifest(folder)
    with only_writer(folder):
        before = open_index(folder)
        manifest = _bury(disk, folder, before.manifest, set(ids))
        if manifest == before.manifest:
            return 0
        _publish(disk, folder, manifest)
        _merge_tiers(disk, folder)
        return before.documents - open_index(folder).documents


def merge_segments(path: Path | str, *, files: DiskFiles | None = None) -> Index:
    """The same documents in as few segments as may be, without what was removed."""
    folder, disk = Path(path), files or DiskFiles()
    with only_writer(folder):
        index = open_index(folder)
        if index.segments:
            _merge(disk, folder, index, range(len(index.segments)))
        return open_index(folder)


def _with_tables(
    files: DiskFiles, folder: Path, manifest: Manifest, tables: Mapping[str, NamedArrays]
) -> Manifest:
    number = manifest.number
    named: dict[str, str] = {}
    for name, table in sorted(tables.items()):
        named[name] = f"table-{number:08d}"
        write_table(files, folder / named[name], table.meta, table.arrays)
        number += 1
    return replace(manifest, number=number, tables=named)


def _check_settings(settings: IndexSettings) -> None:
    problems = [
        Problem(Message("matching.index.bad_weight", {"name": name, "weight": weight}))
        for name, weight in sorted(settings.field_weights.items())
        if not 0 < weight <= _LARGEST_WEIGHT
    ]
    for name, value, low, high in (("k1", settings.k1, 0.01, 100), ("b", settings.b, 0, 1)):
        if not low <= value <= high:
            params = {"name": name, "value": value, "low": low, "high": high}
            problems.append(Problem(Message("matching.index.bad_parameter", params)))
    if problems:
        raise BadInput(problems)


def _append(
    files: DiskFiles,
    folder: Path,
    manifest: Manifest,
    documents: Iterable[IndexedDocument],
    progress: Progress,
) -> Manifest:
    """The state with these documents in new segments, their older versions dead."""
    done = 0
    total = len(documents) if isinstance(documents, Sized) else 0
    waiting: list[Batch] = []
    pending = iter(documents)
    while piece := list(islice(pending, READ_AT_ONCE)):
        waiting.append(build_batch(piece, manifest.settings))
        done += len(piece)
        progress(done, max(done, total))
        if sum(len(batch.ids) for batch in waiting) + READ_AT_ONCE > SEGMENT_DOCUMENTS:
            manifest = _write_new(files, folder, manifest, waiting)
            waiting = []
    return _write_new(files, folder, manifest, waiting)


def _write_new(
    files: DiskFiles, folder: Path, manifest: Manifest, batches: Sequence[Batch]
) -> Manifest:
    if not batches:
        return manifest
    batch = join_batches(_without_repeated(batches))
    ids = {i.decode("utf-8", "surrogatepass") for i in batch.ids}
    return _write_segment(files, folder, _bury(files, folder, manifest, ids), batch)


def _without_repeated(batches: Sequence[Batch]) -> list[Batch]:
    """The batches without documents that stand in a later one again."""
    seen: set[bytes] = set()
    kept: list[Batch] = []
    for batch in reversed(batches):
        rows = [row for row, name in enumerate(batch.ids) if name not in seen]
        seen.update(batch.ids)
        whole = len(rows) == len(batch.ids)
        kept.append(batch if whole else reorder(batch, np.array(rows, dtype=np.int64)))
    return kept[::-1]


def _write_segment(files: DiskFiles, folder: Path, manifest: Manifest, batch: Batch) -> Manifest:
    name = f"segment-{manifest.number:08d}"
    meta, arrays = lay_out(batch, base_units(manifest.settings))
    write_table(files, folder / name, meta, arrays)
    return replace(manifest, number=manifest.number + 1, parts=(*manifest.parts, Part(name)))


def _bury(files: DiskFiles, folder: Path, manifest: Manifest, ids: set[str]) -> Manifest:
    """The state in which no segment so far holds a live document with one of these ids."""
    parts: list[Part] = []
    number = manifest.number
    for segment in _segments(folder, manifest):
        rows = [row for row in map(segment.find_row, sorted(ids)) if row is not None]
        if not rows:
            parts.append(Part(segment.name, segment.dead_name))
            continue
        dead = np.zeros(segment.size, np.bool_) if segment.dead is None else segment.dead.copy()
        dead[rows] = True
        if dead.all():
            continue
        name = f"dead-{number:08d}"
        number += 1
        packed = {"dead": np.packbits(dead, bitorder="little")}
        write_table(files, folder / name, {"segment": segment.name}, packed)
        parts.append(Part(segment.name, name))
    return replace(manifest, number=number, parts=tuple(parts))


def _segments(folder: Path, manifest: Manifest) -> Iterator[Segment]:
    return (load_segment(folder, part.name, part.dead_name) for part in manifest.parts)


def _publish(files: DiskFiles, folder: Path, manifest: Manifest) -> None:
    files.sync_folder(folder)
    fresh = replace(manifest, generation=manifest.generation + 1)
    write_manifest(files, folder, fresh)
    sweep(files, folder, fresh)


def _merge_tiers(files: DiskFiles, folder: Path) -> None:
    """Eight segments of about one size become one, and so does one that is mostly dead."""
    while True:
        index = open_index(folder)
        places = _due(index)
        if not places:
            return
        _merge(files, folder, index, places)


def _due(index: Index) -> Sequence[int]:
    tiers: dict[int, list[int]] = {}
    for place, segment in enumerate(index.segments):
        if segment.live * 2 < segment.size:
            return (place,)
        tier = int(np.log2(max(segment.live, 1000) / 1000.0) // np.log2(_TIER))
        tiers.setdefault(tier, []).append(place)
    for tier in sorted(tiers):
        size = sum(index.segments[place].live for place in tiers[tier])
        if len(tiers[tier]) >= _TIER and size <= SEGMENT_DOCUMENTS:
            return tiers[tier]
    return ()


def _merge(files: DiskFiles, folder: Path, index: Index, places: Sequence[int]) -> None:
    """These segments as new ones of at most ``SEGMENT_DOCUMENTS``; the same documents."""
    chosen = set(places)
    kept = tuple(p for i, p in enumerate(index.manifest.parts) if i not in chosen)
    manifest = replace(index.manifest, parts=kept)
    waiting: list[Segment] = []
    for place in places:
        segment = index.segments[place]
        if waiting and sum(s.live for s in waiting) + segment.live > SEGMENT_DOCUMENTS:
            manifest = _write_merged(files, folder, manifest, waiting)
            waiting = []
        waiting.append(segment)
    _publish(files, folder, _write_merged(files, folder, manifest, waiting))


def _write_merged(
    files: DiskFiles, folder: Path, manifest: Manifest, segments: Sequence[Segment]
) -> Manifest:
    batch = join_batches([segment.live_batch() for segment in segments])
    return _write_segment(files, folder, manifest, batch) if batch.ids else manifest
