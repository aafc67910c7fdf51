"""Model files: one zip with numbers as plain arrays and trees as text; nothing in it can run."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from queqiao.errors import BadInput, CorruptStore, Missing, Problem
from queqiao.matching.ranking.calibration import Calibration
from queqiao.matching.ranking.features import FEATURES
from queqiao.matching.ranking.ranker import LearnedRanker
from queqiao.messages import Message

FORMAT = "queqiao-ranker"
VERSION = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A ranker, and what was written down about how it was learned."""

    ranker: LearnedRanker
    notes: Mapping[str, object]


def save_model(path: Path, ranker: LearnedRanker, *, notes: Mapping[str, object]) -> None:
    """The ranker in one file, whole or not at all; the same ranker gives the same bytes."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "features": list(FEATURES),
        "calibration": [ranker.calibration.offset, ranker.calibration.slope],
        "notes": dict(notes),
    }
    parts = {
        "model.json": json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).encode(),
        "linear.npy": _array_bytes(np.stack([ranker.mean, ranker.spread, ranker.weights])),
    }
    if ranker.trees is not None:
        parts["trees.txt"] = ranker.trees.model_to_string().encode()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _array_bytes(array: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def load_model(path: Path) -> ModelFile:
    """
    The ranker of a model file.

    Raises:
        Missing: there is no such file.
        BadInput: the file is no model, or one of another version of Queqiao.
        CorruptStore: it is a model that does not read back as written.
    """
    if not path.is_file():
        raise Missing(Message("matching.model.no_file", {"path": str(path)}))
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise _unknown(path)
            parts = {name: archive.read(name) for name in archive.namelist()}
        head = json.loads(parts["model.json"])
        known = head["format"] == FORMAT
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError):
        raise _unknown(path) from None
    if not known:
        raise _unknown(path)
    if head.get("version") != VERSION or head.get("features") != list(FEATURES):
        raise BadInput([Problem(Message("matching.model.other_version"), path.name)])
    try:
        return ModelFile(_ranker(head["calibration"], parts), head.get("notes", {}))
    except (KeyError, ValueError, TypeError):
        raise CorruptStore([Problem(Message("matching.model.damaged"), path.name)]) from None


def _unknown(path: Path) -> BadInput:
    return BadInput([Problem(Message("matching.model.unknown"), path.name)])


def _ranker(calibration: list[float], parts: Mapping[str, bytes]) -> LearnedRanker:
    offset, slope = (float(value) for value in calibration)
    linear = np.load(io.BytesIO(parts["linear.npy"]), allow_pickle=False)
    if linear.shape != (3, len(FEATURES)) or not np.isfinite(linear).all():
        raise ValueError(linear.shape)
    trees = None
    if "trees.txt" in parts:
        import lightgbm  # noqa: PLC0415 -- slow import

        try:
            trees = lightgbm.Booster(model_str=parts["trees.txt"].decode())
        except lightgbm.basic.LightGBMError as error:
            raise ValueError(str(error)) from error
    return LearnedRanker(linear[0], linear[1], linear[2], trees, Calibration(offset, slope))
