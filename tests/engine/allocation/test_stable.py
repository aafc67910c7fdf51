"""Stable matching: no blocking pair, best for the favored side, against oracles and by hand."""

import json
import warnings
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.allocation.io import load_matching, load_preferences
from queqiao.allocation.stable import (
    Favored,
    Preferences,
    blocking_pairs,
    match_stably,
    rank_sides,
    unacceptable_pairs,
)
from queqiao.errors import BadInput, Missing

PROPOSERS = ("r1", "r2", "r3", "r4")
REVIEWERS = ("h1", "h2", "h3")


@st.composite
def preferences(draw, *, ties=True, one_sided=True):
    """Up to four proposers and three reviewers, short and long lists, capacities from nothing."""

    def lists(names, others):
        return {name: _tiers(draw, others, ties=ties) for name in names}

    proposers, reviewers = lists(PROPOSERS, REVIEWERS), lists(REVIEWERS, PROPOSERS)
    capacities = {name: draw(st.integers(0, 2)) for name in REVIEWERS}
    silent = draw(st.sampled_from(("", "", "proposers", "reviewers"))) if one_sided else ""
    return Preferences(
        None if silent == "proposers" else proposers,
        None if silent == "reviewers" else reviewers,
        capacities,
    )


def _tiers(draw, others, *, ties):
    order = draw(st.permutations(others))[: draw(st.integers(0, len(others)))]
    if not ties:
        return tuple((name,) for name in order)
    tiers: list[tuple[str, ...]] = []
    for name in order:
        if tiers and draw(st.booleans()):
            tiers[-1] = (*tiers[-1], name)
        else:
            tiers.append((name,))
    return tuple(tiers)


def all_stable(prefs):
    """Every stable matching, by trying all matchings."""
    ranked = rank_sides(prefs)
    options = [[None, *wishes] for wishes in ranked.proposers.values()]
    for choice in product(*options):
        matched = {p: r for p, r in zip(ranked.proposers, choice, strict=True) if r is not None}
        counts = [sum(r == name for r in matched.values()) for name in ranked.reviewers]
        fits = all(n <= ranked.capacities[r] for n, r in zip(counts, ranked.reviewers, strict=True))
        if fits and not plain_blocking(ranked, matched):
            yield matched


def plain_blocking(ranked, matched):
    """Blocking pairs straight from the definition."""
    found = []
    for p, wishes in ranked.proposers.items():
        for r, rank in wishes.items():
            prefers = p not in matched or rank < wishes[matched[p]]
            held = [q for q, s in matched.items() if s == r]
            theirs = ranked.reviewers[r]
            room = len(held) < ranked.capacities[r]
            swaps = any(theirs[p] < theirs[q] for q in held)
            if prefers and (room or swaps):
                found.append((p, r))
    return found


@settings(max_examples=300)
@given(preferences(), st.sampled_from(Favored))
def test_matching_is_stable(prefs, favored):
    found = match_stably(prefs, favored=favored)

    assert blocking_pairs(prefs, found.matched) == ()
    assert unacceptable_pairs(prefs, found.matched) == ()
    assert plain_blocking(rank_sides(prefs), found.matched) == []
    taken = {name: list(found.matched.values()).count(name) for name in found.free_places}
    capacities = rank_sides(prefs).capacities
    assert all(taken[name] + found.free_places[name] == capacities[name] for name in taken)
    assert min(found.free_places.values(), default=0) >= 0
    assert {*found.matched, *found.unmatched} == set(rank_sides(prefs).proposers)


@settings(max_examples=150)
@given(preferences(ties=False, one_sided=False))
def test_matching_is_the_best_stable_one_for_its_side(prefs):
    stable = list(all_stable(prefs))
    ranks = rank_sides(prefs).proposers
    best = match_stably(prefs).matched
    worst = match_stably(prefs, favored=Favored.REVIEWERS).matched

    assert best in stable
    assert worst in stable
    for other in stable:
        assert set(other) == set(best)  # who is placed is the same in all (rural hospitals)
        for p in other:
            assert ranks[p][best[p]] <= ranks[p][other[p]] <= ranks[p][worst[p]]


@settings(max_examples=100)
@given(preferences(), st.data())
def test_blocking_pairs_are_those_of_the_definition(prefs, data):
    ranked = rank_sides(prefs)
    left = dict(ranked.capacities)
    matched = {}
    for p, wishes in ranked.proposers.items():
        chosen = data.draw(st.sampled_from([None, *wishes]))
        if chosen and left[chosen]:
            matched[p] = chosen
            left[chosen] -= 1

    assert set(blocking_pairs(prefs, matched)) == set(plain_blocking(ranked, matched))


@settings(max_examples=60)
@given(preferences(ties=False, one_sided=False))
def test_matching_agrees_with_the_matching_package(prefs):
    games = pytest.importorskip("matching.games")
    ranked = rank_sides(prefs)
    proposers = {p: sorted(w, key=w.get) for p, w in ranked.proposers.items() if w}
    reviewers = {
        r: sorted(w, key=w.get) for r, w in ranked.reviewers.items() if w and ranked.capacities[r]
    }
    if not reviewers:
        return
    proposers = {p: [r for r in w if r in reviewers] for p, w in proposers.items()}
    proposers = {p: w for p, w in proposers.items() if w}
    if not proposers:
        return
    for favored, name in ((Favored.PROPOSERS, "resident"), (Favored.REVIEWERS, "hospital")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            game = games.HospitalResident.create_from_dictionaries(
                proposers, reviewers, {r: ranked.capacities[r] for r in reviewers}
            )
            solved = game.solve(optimal=name)
        theirs = {p.name: r.name for r, players in solved.items() for p in players}
        assert match_stably(prefs, favored=favored).matched == theirs


def test_published_example_of_gale_and_shapley():
    """Three men and women with three stable matchings: each side gets its first choices."""
    men = {"α": "ABC", "β": "BCA", "γ": "CAB"}
    women = {"A": "βγα", "B": "γαβ", "C": "αβγ"}
    prefs = Preferences(
        {m: tuple((w,) for w in order) for m, order in men.items()},
        {w: tuple((m,) for m in order) for w, order in women.items()},
    )

    assert match_stably(prefs).matched == {"α": "A", "β": "B", "γ": "C"}
    reviewers_first = match_stably(prefs, favored=Favored.REVIEWERS)
    assert reviewers_first.matched == {"α": "C", "β": "A", "γ": "B"}
    assert not reviewers_first.ties
    assert blocking_pairs(prefs, {"α": "A", "β": "C", "γ": "B"}) == (("γ", "A"),)


def test_side_without_preferences_takes_who_comes():
    prefs = Preferences({"r2": (("h1",),), "r1": (("h1",), ("h2",))}, None, {"h1": 1, "h3": 2})

    found = match_stably(prefs)

    assert found.matched == {"r1": "h1"}
    assert found.unmatched == ("r2",)
    assert found.free_places == {"h1": 0, "h2": 1, "h3": 2}
    assert found.ties


def write(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_preferences_are_read_with_ties(tmp_path):
    data = {
        "proposers": {"r1": ["h2", ["h1", "h3"]], "r2": []},
        "capacities": {"h1": 2, "h3": 0},
        "reviewers": {"h1": ["r1"], "h2": [["r1", "r2"]], "h3": []},
    }

    prefs = load_preferences(write(tmp_path / "p.json", data))

    assert prefs.proposers == {"r1": (("h2",), ("h1", "h3")), "r2": ()}
    assert prefs.reviewers == {"h1": (("r1",),), "h2": (("r1", "r2"),), "h3": ()}
    assert prefs.capacities == {"h1": 2, "h3": 0}


BAD = {
    "": 1,
    "{": 1,
    "[]": 1,
    "{}": 1,
    "[" * 100_000: 1,
    '{"proposers": {"a": ["b"]}, "x": 1, "y": 2}': 2,
    '{"proposers": {"a": "b"}, "reviewers": {"b": [1, ["a", "a"]]}}': 3,
    '{"proposers": {"a": ["b"], "a": []}}': 1,
    '{"proposers": {"a": ["c"]}, "reviewers": {"b": ["d"]}, "capacities": {"e": 1}}': 3,
    '{"proposers": {"a": ["b"]}, "capacities": {"b": -1, "c": 1.5, "d": true, "e": "2"}}': 4,
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_preferences_name_every_problem(tmp_path, text):
    with pytest.raises(BadInput) as caught:
        load_preferences(write(tmp_path / "p.json", text))

    assert len(caught.value.problems) == BAD[text]
    assert "p.json" in caught.value.describe("zh")
    assert caught.value.describe("en") != caught.value.describe("zh")


def test_preferences_in_gbk_are_read(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes('{"proposers": {"张三": ["甲企业"]}}'.encode("gbk"))

    assert load_preferences(path).proposers == {"张三": (("甲企业",),)}


def test_preferences_that_are_not_there_are_missing(tmp_path):
    with pytest.raises(Missing):
        load_preferences(tmp_path / "none.json")


def test_matching_to_check_is_read_in_both_forms(tmp_path):
    bare = load_matching(write(tmp_path / "a.json", {"r1": "h1"}))

    assert bare == load_matching(write(tmp_path / "b.json", {"matched": {"r1": "h1"}, "n": 1}))
    with pytest.raises(BadInput):
        load_matching(write(tmp_path / "c.json", {"r1": ["h1"]}))
