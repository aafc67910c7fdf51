"""
The body of web pages beside trafilatura and readability-lxml, on the composed layouts.

    python -m benchmarks.quality.pages

``tests/engine/documents/layouts`` holds pages of our own in the layouts of portals, governments,
blogs, forums and shops. The rules were developed on most of them, so these figures are an upper
bound; ``quality.documents`` scores articles that were labeled apart. The measure is the F1 of
character trigrams, and the number of publication days told right.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from statistics import fmean, median
from typing import Any

from tests.engine.documents.layouts import Made, all_pages

from queqiao.documents import Document, parse_document
from queqiao.documents.encoding import read_text
from queqiao.errors import BadInput
from queqiao.text import simplify

try:
    import lxml.html
    import readability
    import trafilatura
except ImportError:
    trafilatura = None


def _trigrams(text: str) -> Counter[str]:
    packed = "".join(simplify(text).split())
    return Counter(packed[i : i + 3] for i in range(len(packed) - 2))


def _f1(found: str, gold: str) -> float:
    one, other = _trigrams(found), _trigrams(gold)
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _own(made: Made) -> Document | None:
    try:
        return parse_document(made.data, path=f"{made.name}.html")
    except BadInput:
        return None


def _own_body(made: Made) -> str:
    document = _own(made)
    return "\n".join(one.text for one in document.paragraphs) if document else ""


def _trafilatura_body(made: Made) -> str:
    return trafilatura.extract(read_text(made.data), include_comments=False) or ""


def _readability_body(made: Made) -> str:
    summary = readability.Document(read_text(made.data)).summary()
    return str(lxml.html.fromstring(summary).text_content())


def _trafilatura_day(made: Made) -> str | None:
    found = trafilatura.bare_extraction(read_text(made.data), with_metadata=True)
    return found.date if found else None


def _own_day(made: Made) -> str | None:
    document = _own(made)
    return str(document.published_on) if document and document.published_on else None


def _scores(pages: list[Made], body: Callable[[Made], str]) -> dict[str, float]:
    scores = []
    for made in pages:
        try:
            scores.append(_f1(body(made), made.body))
        except Exception:  # noqa: BLE001 -- a peer that fails on a page has read nothing of it
            scores.append(0.0)
    return {
        "mean_f1": round(fmean(scores), 4),
        "median_f1": round(median(scores), 4),
        "worst_f1": round(min(scores), 4),
    }


def measure() -> dict[str, Any]:
    """F1 of the body by reader, and days told right."""
    if trafilatura is None:
        return {"skipped": "the peers of the bench group are not installed"}
    logging.disable(logging.CRITICAL)
    pages = all_pages()
    dated = [made for made in pages if made.published_on]
    days = {"queqiao": _own_day, "trafilatura": _trafilatura_day}
    return {
        "pages": len(pages),
        "body": {
            "queqiao": _scores(pages, _own_body),
            "trafilatura": _scores(pages, _trafilatura_body),
            "readability-lxml": _scores(pages, _readability_body),
        },
        "dated": len(dated),
        "days_right": {
            name: sum(day(made) == str(made.published_on) for made in dated)
            for name, day in days.items()
        },
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
