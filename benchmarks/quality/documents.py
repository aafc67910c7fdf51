"""
How well articles are read: the body against peers, and every field against labels.

On the sets of ``tests/engine/documents``, whose articles were composed and labeled by hand. The
body of the HTML pages is compared by the F1 of character trigrams with trafilatura and
readability-lxml, their publication dates with trafilatura's; the facts of all articles are scored
as ``document_scores`` tells. ``gold`` was written before the rules and looked at while they were
made: it shows what got worse. ``held_out`` was written after them; its README tells the first look.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality.document_scores import differences, score, trigram_f1
from queqiao.documents import Reading, load_document
from queqiao.documents.facts import read_facts
from queqiao.text.normalize import simplify

SETS = Path(__file__).resolve().parents[2] / "tests" / "engine" / "documents"
NAMES = ("gold", "held_out")


def labels(name: str) -> list[dict[str, Any]]:
    """The labels of a set in order of their names; ``path`` is where each article is."""
    found = []
    for path in sorted((SETS / name).glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        found.append({**label, "path": path.with_name(label["file"])})
    return found


def measure() -> dict[str, Any]:
    """Figures of the body and of every field, set by set."""
    return {name: measure_set(name) for name in NAMES}


def measure_set(name: str) -> dict[str, Any]:
    """Figures of one set."""
    readings = [(label, read(label)) for label in labels(name)]
    return {
        "articles": len(readings),
        "body": {
            "all articles": _mean(trigram_f1(_body(r), _gold_body(one)) for one, r in readings),
            "paragraphs kept": _mean(_kept(one, r) for one, r in readings),
        },
        "html pages": pages(name),
        "fields": score(readings),
    }


def read(label: Mapping[str, Any]) -> Reading:
    """An article of a set as we read it."""
    document = load_document(label["path"])
    return Reading(document, read_facts(document))


def _mean(values: Any) -> float:  # noqa: ANN401 -- any iterable of numbers
    found = list(values)
    return round(sum(found) / len(found), 4)


def _body(reading: Reading) -> str:
    return "\n".join(paragraph.text for paragraph in reading.document.paragraphs)


def _gold_body(label: Mapping[str, Any]) -> str:
    return "\n".join(label["paragraphs"])


def _kept(label: Mapping[str, Any], reading: Reading) -> float:
    """The share of labeled paragraphs that stand in ours word for word, the title aside."""
    ours = [paragraph.text for paragraph in reading.document.paragraphs]
    wanted = [text for text in label["paragraphs"] if text != label["title"]]
    return sum(text in ours for text in wanted) / len(wanted)


# --- peers ----------------------------------------------------------------------------------------


def pages(name: str) -> dict[str, Any]:
    """Body and date of the HTML pages: ours and the peers', on the same bytes."""
    found = [label for label in labels(name) if label["file"].endswith(".htm")]
    readers: dict[str, Callable[[bytes], str]] = {
        "queqiao": _ours,
        "trafilatura": _trafilatura,
        "readability-lxml": _readability,
    }
    data = {label["file"]: label["path"].read_bytes() for label in found}
    dated = [label for label in found if label["published_on"]]
    return {
        "pages": len(found),
        "body_f1": {
            reader: _mean(
                trigram_f1(simplify(body_of(data[one["file"]])), _gold_body(one)) for one in found
            )
            for reader, body_of in readers.items()
        },
        "dates_right": {
            reader: sum(date_of(data[one["file"]]) == one["published_on"] for one in dated)
            for reader, date_of in (("queqiao", _our_date), ("trafilatura", _trafilatura_date))
        },
        "dated": len(dated),
    }


def _ours(data: bytes) -> str:
    from queqiao.documents import parse_document  # noqa: PLC0415 -- beside its peers

    return "\n".join(p.text for p in parse_document(data, path="page.html").paragraphs)


def _our_date(data: bytes) -> str | None:
    from queqiao.documents import parse_document  # noqa: PLC0415 -- beside its peers

    on = parse_document(data, path="page.html").published_on
    return on.isoformat() if on else None


def _trafilatura(data: bytes) -> str:
    import trafilatura  # noqa: PLC0415 -- a peer, in the bench group only

    return trafilatura.extract(data, include_comments=False) or ""


def _trafilatura_date(data: bytes) -> str | None:
    import trafilatura  # noqa: PLC0415 -- a peer, in the bench group only

    found = trafilatura.bare_extraction(data, with_metadata=True)
    return found.date if found is not None else None


def _readability(data: bytes) -> str:
    import readability  # noqa: PLC0415 -- a peer, in the bench group only
    from lxml import html  # noqa: PLC0415 -- comes with it

    text: str = html.fromstring(readability.Document(data).summary()).text_content()
    return text


def main() -> None:
    """Prints the figures; with ``--misses``, what was missed and wrongly found too."""
    for label in [one for name in NAMES for one in labels(name)] if "--misses" in sys.argv else []:
        print(f"== {label['file']}")
        for field, found in differences(label, read(label)).items():
            for kind in ("missed", "wrong"):
                if found.get(kind):
                    print(f"   {field} {kind}: {found[kind]}")
    print(json.dumps(measure(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
