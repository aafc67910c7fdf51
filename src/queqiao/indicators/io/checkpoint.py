"""Progress of uncertainty analysis on disk, so that an interrupted run goes on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

from queqiao.indicators.refusals import refusal
from queqiao.indicators.uncertainty import Tally


def tally_bytes(tally: Tally) -> bytes:
    """A tally as the bytes of a file."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        fingerprint=np.array(tally.fingerprint),
        batches=np.array(tally.batches),
        counts=tally.counts,
        ahead=tally.ahead,
        shifts=tally.shifts,
    )
    return file.getvalue()


def load_tally(path: Path) -> Tally | None:
    """
    The tally kept at ``path``, ``None`` where nothing is.

    Raises:
        BadInput: the file is damaged.
    """
    if not path.is_file():
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            return Tally(
                str(kept["fingerprint"]),
                int(kept["batches"]),
                kept["counts"],
                kept["ahead"],
                kept["shifts"],
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        raise refusal("uncertainty.bad_checkpoint", path=str(path)) from None
