# ruff: noqa: INP001, T201 -- a program to read and run, not a package
"""Learn a ranking from graded judgements and see, by cross-validation, what it gains.

Run from the repository: .venv/bin/python examples/learn_from_judgements.py
"""

import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from queqiao.datasets.demo_region import demo_files
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.ranking import load_model, save_model
from queqiao.recipes.learn import learn_ranker
from queqiao.recipes.records import rank_document

FIELDS = ("equipment", "food")  # two fields of technology: enough to show how it goes
achievements = [p for p in demo_files().achievements if p.stem.split("-", 1)[1] in FIELDS]
demands = [p for p in demo_files().demands if p.stem.split("-", 1)[1] in FIELDS]
documents = [rank_document(record) for record in load_achievements(*achievements).records]
queries = [rank_document(record) for record in load_demands(*demands).records]

judgements: dict[str, dict[str, int]] = defaultdict(dict)
for path in demands:
    judged = path.with_name(path.name.replace("demands", "judgements"))
    for line in judged.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        judgements[one["demand"]][one["achievement"]] = one["grade"]

report = learn_ranker(documents, queries, judgements, seed=0)
print(f"{report.queries} judged demands")
print(f"nDCG@10 {report.default_ndcg:.3f} by default, {report.learned_ndcg:.3f} learned")
print("beyond chance:", report.better)
with TemporaryDirectory() as folder:
    model = Path(folder) / "model"
    save_model(model, report.ranker, notes=report.notes())
    print("read back:", load_model(model).notes["queries"], "queries")
