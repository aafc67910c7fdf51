"""Reports on documents: what they say, who met whom, what moves along industry chains."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from queqiao.documents import Reading
from queqiao.recipes.documents.page import render_document_page
from queqiao.recipes.documents.signals import Signal, SignalKind, kind_of
from queqiao.recipes.documents.study import DocumentStudy, study_documents, study_technologies

__all__ = [
    "DocumentStudy",
    "Signal",
    "SignalKind",
    "kind_of",
    "render_document_page",
    "render_report",
    "study_documents",
    "study_technologies",
]


def render_report(
    readings: Sequence[Reading], *, chain_paths: Sequence[Path] = (), language: str = "zh"
) -> str:
    """
    The report on documents as one HTML page that needs nothing from outside.

    ``chain_paths`` are files of industry chains; with them the report follows technologies.

    Raises:
        BadInput: anything is wrong with the chains.
    """
    return render_document_page(
        study_documents(readings, chain_paths=chain_paths), language=language
    )
