"""Libraries in memory and in an index: the same achievements, the same reasons."""

import math
import shutil
from dataclasses import replace

import numpy as np
import pytest

from queqiao.datasets.demo_region import DEMO_AT
from queqiao.errors import WrongUsage
from queqiao.matching.index import open_index, remove_documents
from queqiao.matching.model import Achievement, Demand
from queqiao.matching.ranking import JudgedQuery, save_model, train_ranker
from queqiao.recipes.indexing import add_records, index_records
from queqiao.recipes.library import build_library, open_library, with_arrivals
from queqiao.recipes.match import match_arrivals, match_in_library
from queqiao.recipes.records import rank_document
from tests.factories.demo import demo_records as demo


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("index")
    index_records(path, demo()[1])
    return path


@pytest.fixture
def copied(tmp_path, folder):
    """An index of one's own to change."""
    return shutil.copytree(folder, tmp_path / "index")


@pytest.fixture(scope="module")
def indexed(folder):
    return open_library(folder)


@pytest.fixture(scope="module")
def indexed_report(indexed):
    return report(indexed)


def report(library, demands=None, **settings):
    return match_in_library(demands or demo()[0], library, at=DEMO_AT, **settings)


def shown(row):
    return (*row.matches, *row.near_misses)


def top_ids(report):
    return [[match.achievement_id for match in row.matches[:3]] for row in report.demands]


def test_both_libraries_find_the_same_achievements(memory_report, indexed_report):
    pairs = list(zip(top_ids(memory_report), top_ids(indexed_report), strict=True))

    same = sum(left == right for left, right in pairs)
    assert same >= 0.97 * len(pairs)


@pytest.mark.parametrize("kind", ["memory", "indexed"])
def test_contributions_add_up_to_the_log_odds(kind, request):
    for row in report(request.getfixturevalue(kind), demo()[0][:60], least_score=0.01).demands:
        for match in shown(row):
            total = sum(part.amount for part in match.contributions)
            assert total == pytest.approx(math.log(match.score / (1 - match.score)), abs=1e-9)


@pytest.fixture(scope="module")
def model(memory, tmp_path_factory):
    """A ranker that learned to prefer what the default ranking puts first."""
    judged = []
    ranking, batch = memory.ranker.ranking, memory.corpus.batch
    for demand in demo()[0][:40]:
        query = ranking.encode(rank_document(demand))
        raw = ranking.raw_scores(ranking.likeness(query, batch))
        rows = np.sort(np.argsort(-raw)[:60])
        grades = (raw[rows] >= np.sort(raw[rows])[-3]).astype(np.int64)
        judged.append(JudgedQuery(ranking.features(query, batch, rows=rows), grades))
    path = tmp_path_factory.mktemp("model") / "model.zip"
    save_model(path, train_ranker(judged), notes={})
    return path


def test_a_learned_model_ranks_alike_in_both_libraries(tmp_path, folder, model):
    demands = demo()[0][:40]
    libraries = (build_library(tmp_path, demo()[1], model=model), open_library(folder, model=model))
    left, right = (
        match_in_library(demands, library, at=DEMO_AT, least_score=0.01) for library in libraries
    )

    best = [
        [row.matches[0].achievement_id if row.matches else "" for row in one.demands]
        for one in (left, right)
    ]
    assert sum(a == b for a, b in zip(*best, strict=True)) >= 0.9 * len(demands)
    for row in right.demands:
        for match in shown(row):
            total = sum(part.amount for part in match.contributions)
            assert total == pytest.approx(math.log(match.score / (1 - match.score)), abs=1e-9)


def test_an_opened_library_is_the_one_that_was_built(tmp_path, indexed_report):
    built = build_library(tmp_path / "index", reversed(demo()[1]), in_memory=0)

    assert report(built) == indexed_report


def test_several_processes_give_the_same_report(indexed, indexed_report):
    assert report(indexed, workers=2) == indexed_report


def test_several_processes_build_the_same_index(tmp_path, monkeypatch):
    monkeypatch.setattr("queqiao.recipes.indexing._WORTH_PROCESSES", 1)
    monkeypatch.setattr("queqiao.recipes.indexing._CHUNK", 60)
    records = demo()[1][:150]
    one = index_records(tmp_path / "one", records)
    two = index_records(tmp_path / "two", records, workers=2)

    for row in range(len(one)):
        assert one.payload(row) == two.payload(row)
        for name in ("rank_word_ids", "rank_gram_steps", "rank_meaning"):
            assert one.column(name, row).tolist() == two.column(name, row).tolist()


def test_added_achievements_are_ranked_and_removed_ones_gone(tmp_path):
    achievements = demo()[1]
    index_records(tmp_path, achievements[:300])
    add_records(tmp_path, achievements[300:])
    some = demo()[0][::3]
    everything = set(report(open_library(tmp_path), some).achievements)
    assert everything & {a.id for a in achievements[300:]}

    gone = sorted(everything)[:40]
    remove_documents(tmp_path, gone)
    rest = set(report(open_library(tmp_path), some).achievements)
    assert rest
    assert not rest & set(gone)


def test_rows_of_several_segments_are_gathered_in_the_order_asked(copied):
    more = [replace(achievement, id=f"N-{achievement.id}") for achievement in demo()[1][:60]]
    add_records(copied, more)
    index = open_index(copied)
    rows = index.search_rows([["技术"]], k=100).rows[0]
    rows = rows[rows >= 0][::-1]

    starts, values = index.column_rows("rank_word_ids", rows)
    for place, row in enumerate(rows.tolist()):
        part = values[starts[place] : starts[place + 1]]
        assert part.tolist() == index.column("rank_word_ids", row).tolist()
    assert len(index.segments) == 2


def test_demands_in_the_index_are_not_offered(copied):
    demands, achievements = demo()
    add_records(copied, demands)
    found = match_in_library(demands[:20], open_library(copied), at=DEMO_AT)

    assert all(a in {x.id for x in achievements} for a in found.achievements)
    assert found.achievements


def test_an_index_of_demands_alone_is_wrong_usage(tmp_path):
    index_records(tmp_path, [Demand(id="D1", title="求购低温锂电池")])

    with pytest.raises(WrongUsage):
        open_library(tmp_path)


def test_an_index_of_another_version_is_wrong_usage(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("queqiao.matching.ranking.storage.VERSION", 0)
        index_records(tmp_path, [Achievement(id="A1", title="低温锂电池")])

    with pytest.raises(WrongUsage) as error:
        open_library(tmp_path)
    assert "重新建立" in error.value.describe("zh")


# --- newly arrived --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memory", "indexed"])
def test_arrivals_alone_are_shown_where_they_are_among_the_best(kind, request):
    library, whole = request.getfixturevalue(kind), request.getfixturevalue(f"{kind}_report")
    best = next(row for row in whole.demands if len(row.matches) >= 2)
    top = whole.achievements[best.matches[0].achievement_id]
    arrived = [
        replace(top, id="N1"),
        Achievement(id="N2", title="一种与此无关的古籍修复用纸", description="手工抄造的楮皮纸。"),
    ]

    found = match_arrivals(demo()[0], arrived, library, at=DEMO_AT, top=5)

    assert set(found.achievements) == {"N1"}
    row = next(one for one in found.demands if one.demand.id == best.demand.id)
    assert [match.achievement_id for match in row.matches] == ["N1"]
    assert row.matches[0].score == pytest.approx(best.matches[0].score, abs=1e-6)


def test_an_arrival_takes_the_place_of_its_older_version(memory, memory_report):
    whole = memory_report
    best = next(row for row in whole.demands if row.matches)
    old = whole.achievements[best.matches[0].achievement_id]
    joined = with_arrivals(memory, [replace(old, title="新的名称", description="", keywords=())])

    found = match_in_library([best.demand], joined, at=DEMO_AT, top=50)

    assert all(
        match.score < best.matches[0].score
        for match in found.demands[0].matches
        if match.achievement_id == old.id
    )


def test_nothing_arrives_where_nothing_fits(memory):
    odd = [Achievement(id="N2", title="古籍修复用纸", description="手工抄造的楮皮纸。")]

    assert match_arrivals(demo()[0][:30], odd, memory, at=DEMO_AT).demands == ()
