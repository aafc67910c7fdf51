# ruff: noqa: INP001, T201 -- a program to read and run, not a package
"""Keep achievements in an index on disk: build, add, search with a filter, remove.

Run from the repository: .venv/bin/python examples/keep_an_index.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from queqiao.datasets.demo_region import demo_files
from queqiao.matching.index import remove_documents
from queqiao.matching.io import load_achievements
from queqiao.recipes.indexing import add_records, index_records
from queqiao.recipes.search import search_index

DATA = Path(__file__).parent / "data"

with TemporaryDirectory() as folder:
    place = Path(folder) / "achievements"
    records = load_achievements(*demo_files().achievements).records
    index_records(place, records)
    add_records(place, load_achievements(DATA / "achievements.csv").records)

    for found in search_index(place, "轴承钢球研磨圆度", top=3, where={"region": ["220000"]}):
        print(f"{found.score:.2f} {found.summary['title']}")

    best = search_index(place, "轴承钢球研磨圆度", top=1)[0]
    print("removed:", remove_documents(place, [best.id]))
