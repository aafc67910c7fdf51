"""
1,000 articles of 2,000 characters read into facts, in one process and in one for each core.

    python -m benchmarks.scale.documents [--articles 1000]

The articles are put together from the sentences of the labeled articles in
``tests/engine/documents/gold`` (drawn with a seed), each as a page with navigation, teasers and
statements around it. What is timed is what ``queqiao read DIR --output OUT`` does, starting the
processes included; the limit is 60 s on two cores. The
processor seconds tell what other work on the machine takes from the wall clock.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from queqiao.core import generator
from queqiao.documents import load_document
from queqiao.recipes.reading import open_journal, read_files

GOLD = Path(__file__).resolve().parents[2] / "tests" / "engine" / "documents" / "gold"
ARTICLES, CHARACTERS = 1_000, 2_000
SEED = 20261130
PAGE = """<html><head><meta charset="utf-8"><title>{title}_某地新闻网</title></head><body>
<div class="nav"><ul>{links}</ul></div><h1>{title}</h1>
<div class="info">2022-03-{day:02} 08:12 来源：某地日报</div>
<div class="content">{paragraphs}<p>责任编辑：王一</p></div>
<div class="related"><h3>相关新闻</h3><ul>{links}</ul></div>
<div class="footer"><p>版权所有 某地新闻网，未经授权不得转载。</p></div></body></html>"""


def write_articles(folder: Path, *, count: int) -> list[Path]:
    """The pages; the same for the same count."""
    rng = generator(SEED, "documents")
    known = [path for path in sorted(GOLD.iterdir()) if path.suffix != ".json"]
    paragraphs = [paragraph.text for path in known for paragraph in load_document(path).paragraphs]
    links = "".join(f'<li><a href="/{i}">某地某事第{i}号新闻标题</a></li>' for i in range(20))
    files = []
    for number in range(count):
        chosen: list[str] = []
        while sum(map(len, chosen)) < CHARACTERS:
            chosen.append(paragraphs[int(rng.integers(len(paragraphs)))])
        body = "".join(f"<p>　　{text}</p>\n" for text in chosen)
        title = f"{chosen[0][:18]}（{number}）"
        path = folder / f"{number:05}.html"
        path.write_text(
            PAGE.format(title=title, links=links, paragraphs=body, day=1 + number % 28),
            encoding="utf-8",
        )
        files.append(path)
    return files


def _processor_seconds() -> float:
    """Of this process and of those that it started and that are gone."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _timed(files: Sequence[Path], folder: Path, workers: int) -> dict[str, Any]:
    started, burnt = time.perf_counter(), _processor_seconds()
    read = facts = 0
    with open_journal(folder, stamp="benchmark") as journal:
        for outcome in read_files(files, journal=journal, workers=workers):
            read += bool(outcome.entry)
            facts += sum(
                len(value)
                for name, value in json.loads(outcome.entry or "{}").items()
                if isinstance(value, list) and name != "paragraphs" and not name.endswith("spans")
            )
    seconds = time.perf_counter() - started
    return {
        "workers": workers,
        "wall_s": round(seconds, 2),
        "cpu_s": round(_processor_seconds() - burnt, 2),
        "read": read,
        "facts": facts,
        "articles_a_second": round(read / seconds, 1),
    }


def measure(articles: int = ARTICLES) -> dict[str, Any]:
    """Seconds with one process and with one for each core, and with everything in the journal."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        pages.mkdir()
        files = write_articles(pages, count=articles)
        runs = [_timed(files, folder / f"out{n}", n) for n in dict.fromkeys((1, cores))]
        again = _timed(files, folder / f"out{cores}", cores)
    return {
        "seed": SEED,
        "articles": articles,
        "characters_each": CHARACTERS,
        "runs": runs,
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "going_on_s": again["wall_s"],
        "within_60_s": runs[-1]["wall_s"] < 60,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    print(json.dumps(measure(parser.parse_args().articles), indent=2))


if __name__ == "__main__":
    main()
