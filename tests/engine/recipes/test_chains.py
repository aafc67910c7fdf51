"""The study of chains from files, its page, picture, JSON and table of links; the demo region."""

import csv
import hashlib
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib import resources

import pytest

from queqiao.chains import ChainMap, LinkOrigin, LinkState, RecordKind, SegmentState
from queqiao.chains.io import default_thresholds
from queqiao.chains.linking import link_records
from queqiao.chains.model import Flow, IndustryChain, Segment
from queqiao.datasets.demo_region import demo_chain_files
from queqiao.recipes.chains import (
    ChainLevel,
    links_table,
    load_chain_records,
    render_chain_page,
    render_picture,
    study_chains,
    study_to_dict,
)
from queqiao.recipes.chains.layout import lay_out
from queqiao.recipes.chains.study import ChainStudy
from queqiao.text import default_segmenter
from tests.factories.chains import analysis, chain_map, firm

VENDORED = resources.files("queqiao.recipes.chains").joinpath("vendor")


@pytest.fixture(scope="module")
def demo():
    files = demo_chain_files()
    return study_chains(files.chains, files.records, corrections=files.corrections)


@pytest.fixture(scope="module")
def page(demo):
    return render_chain_page(demo)


def test_demo_has_six_chains_without_a_complaint(demo):
    assert [chain.name for chain in demo.analysis.board.found.chains] == [
        "现代农业与肉牛",
        "生物医药",
        "氢能",
        "碳纤维与新材料",
        "新能源汽车",
        "光电与卫星",
    ]
    assert (demo.problems, demo.notices) == ((), ())


def test_demo_shows_every_state_strategy_and_kind_of_record(demo):
    board = demo.analysis.board

    assert {s for a in board.assessments for s in a.states} == set(SegmentState)
    assert {m.strategy for m in demo.analysis.moves} == {"extend", "fill", "strengthen"}
    assert {record.kind for record in board.records.values()} == set(RecordKind)
    assert len({a.quadrant for a in board.assessments}) == 4


def test_demo_records_are_plainly_fictional(demo):
    names = [
        record.title + record.owner
        for record in demo.analysis.board.records.values()
        if record.kind not in (RecordKind.ACHIEVEMENT, RecordKind.DEMAND)
    ]

    assert [name for name in names if "（虚构）" not in name] == []


def test_demo_achievements_stand_on_the_chains(demo):
    """Half of the fields of the demo region have a chain; most of their achievements are found."""
    board = demo.analysis.board
    on = {link.record for link in board.links if link.state is not LinkState.REJECTED}
    for field in ("NV", "SA", "OC", "NM", "BM", "AG"):
        ids = [r.id for r in board.records.values() if r.id.startswith(f"A-{field}-")]
        assert len(on & set(ids)) / len(ids) > 0.75, field


def test_demo_corrections_are_remembered(demo):
    corrected = [k for k in demo.analysis.board.links if k.origin is LinkOrigin.CORRECTION]

    assert [(k.record, k.segment, k.state) for k in corrected] == [
        ("A-BM-012", "nev-casting", LinkState.ACCEPTED),
        ("A-BM-012", "mat-metal", LinkState.REJECTED),
    ]


def test_links_quote_their_records(demo):
    board = demo.analysis.board

    for link in board.links:
        record = board.records[link.record]
        texts = {
            "title": record.title,
            "keywords": "、".join(record.keywords),
            "description": record.description,
        }
        for piece in link.evidence:
            assert texts[piece.field][piece.start : piece.end] == piece.term


def test_study_is_the_same_twice(demo):
    files = demo_chain_files()

    again = study_chains(files.chains, files.records, corrections=files.corrections)

    assert study_to_dict(again) == study_to_dict(demo)


def test_json_is_plain_and_complete(demo):
    data = json.loads(json.dumps(study_to_dict(demo, language="en"), allow_nan=False))

    assert len(data["segments"]) == len(demo.analysis.board.assessments)
    assert all(finding["reason"] for s in data["segments"] for finding in s["findings"])


def test_table_of_links_comes_back_as_corrections(demo, tmp_path):
    rows = list(csv.DictReader(io.StringIO(links_table(demo.analysis).decode("utf-8-sig"))))
    chosen = next(row for row in rows if row["state"] == "review")
    chosen["decision"] = "accept"
    path = tmp_path / "关联.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(chosen))
        writer.writeheader()
        writer.writerows(rows)
    files = demo_chain_files()

    again = study_chains(files.chains, files.records, corrections=path)

    link = next(
        k
        for k in again.analysis.board.links
        if (k.record, k.segment) == (chosen["record"], chosen["segment"])
    )
    assert (link.state, link.origin) == (LinkState.ACCEPTED, LinkOrigin.CORRECTION)


def test_product_level_looks_at_every_product():
    files = demo_chain_files()

    study = study_chains(files.chains, level=ChainLevel.PRODUCT)

    names = {segment.name for segment in study.analysis.board.found.segments}
    assert {"热成形钢", "四型储氢瓶", "非晶带材"} <= names


def test_records_of_any_kind_are_told_apart(tmp_path):
    path = tmp_path / "名录.csv"
    path.write_text(
        "类别,名称,产能,开发区,成熟度\n企业,甲,３０ 万吨,园区,\n"
        "成果,乙,,,中试\n专家,丙,,,\n,丁,,,\n",
        encoding="utf-8",
    )

    loaded = load_chain_records(path)

    assert [(r.kind, r.title, r.capacity, r.unit, r.trl) for r in loaded.records] == [
        ("enterprise", "甲", 30, "万吨", None),
        ("achievement", "乙", None, "", 6),
        ("expert", "丙", None, "", None),
    ]
    assert [(p.row, p.message.code) for p in loaded.problems] == [(5, "chains.io.no_record_kind")]


def test_one_enterprise_in_several_segments_is_one_record(tmp_path):
    path = tmp_path / "企业.csv"
    path.write_text(
        "编号,企业名称,环节,产能\nE1,甲,a,3\nE1,甲,b,4\nE1,甲,b,5\nE1,乙,c,1\n", encoding="utf-8"
    )

    loaded = load_chain_records(path)

    assert [(s.segment, s.capacity) for s in loaded.records[0].supplies] == [("a", 3), ("b", 4)]
    assert [p.row for p in loaded.problems] == [4, 5]


def test_statements_that_cannot_be_used_are_noticed(tmp_path):
    chain = tmp_path / "链.yaml"
    chain.write_text("segments: [{id: a, name: 甲, unit: 万吨, demand: 3}]", encoding="utf-8")
    firms = tmp_path / "企业.csv"
    firms.write_text("企业名称,环节,产能\n甲,无此环节,3\n乙,a,3 辆\n", encoding="utf-8")
    decided = tmp_path / "更正.csv"
    decided.write_text("record,segment,decision\n不在,a,accept\n", encoding="utf-8")

    study = study_chains([chain], [firms], corrections=decided)

    assert [n.message.code for n in study.notices] == [
        "recipes.chains.unknown_segments",
        "recipes.chains.odd_units",
        "recipes.chains.corrections_unused",
    ]


# --- page and picture ----------------------------------------------------------------------------


def test_vendored_library_is_the_one_written_down():
    told = VENDORED.joinpath("README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(VENDORED.joinpath("cytoscape.min.js").read_bytes()).hexdigest()

    assert f"`{digest}`" in told
    assert "MIT" in told
    assert "Cytoscape Consortium" in VENDORED.joinpath("LICENSE-cytoscape.txt").read_text("utf-8")


def test_page_needs_nothing_from_outside(page):
    without_library = page.replace(
        VENDORED.joinpath("cytoscape.min.js").read_text(encoding="utf-8"), ""
    )

    assert re.findall(r"""(?:src|href)=["']?(?!#|data:)[^"'\s>]+""", without_library) == []
    assert "default-src 'none'" in html.unescape(page)


def test_page_tells_each_gap_with_its_evidence(demo, page):
    names = {segment.id: segment.name for segment in demo.analysis.board.found.segments}
    for assessment in demo.analysis.board.assessments:
        assert names[assessment.segment] in page
    assert "占需求" in page
    assert "自己写明" in page


def test_english_page_is_english(demo):
    english = render_chain_page(demo, language="en")

    assert '<html lang="en">' in english
    assert "Segments and evidence" in english
    assert "怎样看" not in english


def hostile():
    """Names as an attacker writes them."""
    bad = "</script><script>alert(1)</script>"
    found = ChainMap(
        (IndustryChain(id="c", name=bad),),
        (
            Segment(id="a", name=bad, chain="c", outside_technology=(bad,), outside_share=1),
            Segment(id="b", name="'\"&<b>", chain="c"),
        ),
        flows=(Flow(upstream="a", downstream="b"),),
    )
    return ChainStudy(analysis(found, replace(firm("E", "a"), title=bad, zone=bad)))


def test_hostile_names_stay_text():
    made = render_chain_page(hostile())

    assert "<script>alert" not in made
    assert made.count("<script") == 3


def test_picture_is_well_formed_and_holds_every_segment(demo):
    picture = ET.fromstring(render_picture(demo.analysis))  # noqa: S314 -- our own output

    titles = [node.text or "" for node in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 1 + len(demo.analysis.board.assessments)
    ET.fromstring(render_picture(hostile().analysis))  # noqa: S314 -- our own output


def test_picture_of_one_chain_holds_that_chain_alone(demo):
    picture = render_picture(demo.analysis, chain="h2")

    assert "膜电极" in picture
    assert "肉牛" not in picture


def test_layout_puts_upstream_left_of_downstream(demo):
    network = demo.analysis.board.network

    places = lay_out(network, range(len(network.ids))).places

    assert all(
        places[one][0] < places[other][0]
        for one, below in enumerate(network.downstream)
        for other in below
    )
    assert len(set(places.values())) == len(places)


def test_page_of_a_chain_without_records_says_so():
    made = render_chain_page(ChainStudy(analysis(chain_map("a", "b", flows=[("a", "b")]))))

    assert "还没有关联到任何记录" in made


def test_demo_links_agree_with_what_people_say(demo):
    """Achievements judged by hand: which segment each belongs to, and which it does not."""
    wrong = []
    state = {(k.record, k.segment): k.state for k in demo.analysis.board.links}
    for record, segment in BELONG:
        if state.get((record, segment)) in (None, LinkState.REJECTED):
            wrong.append((record, segment, "lost"))
    for record, segment in BELONG_NOT:
        if state.get((record, segment)) is LinkState.ACCEPTED:
            wrong.append((record, segment, "claimed"))

    assert len(wrong) <= 0.1 * (len(BELONG) + len(BELONG_NOT)), wrong


BELONG = [
    ("A-NE-001", "h2-mea"),
    ("A-NE-003", "h2-membrane"),
    ("A-NE-028", "h2-diaphragm"),
    ("A-NE-036", "h2-tank"),
    ("A-NE-037", "h2-tank"),
    ("A-NE-029", "h2-catalyst"),
    ("A-NE-004", "h2-compress"),
    ("A-NE-021", "nev-cathode"),
    ("A-NE-024", "nev-recycle"),
    ("A-NM-001", "mat-prepreg"),
    ("A-NM-002", "mat-precursor"),
    ("A-NM-004", "mat-peek"),
    ("A-NM-015", "mat-basalt"),
    ("A-NM-030", "mat-amorphous"),
    ("A-NM-032", "mat-ceramic"),
    ("A-NM-008", "mat-metal"),
    ("A-NM-018", "mat-mineral"),
    ("A-NM-028", "mat-bio"),
    ("A-NV-001", "nev-drive"),
    ("A-NV-013", "nev-chassis"),
    ("A-NV-007", "nev-wire"),
    ("A-NV-010", "nev-air"),
    ("A-NV-039", "nev-swap"),
    ("A-NV-041", "nev-chip"),
    ("A-NV-052", "h2-engine"),
    ("A-NV-048", "nev-chassis"),
    ("A-SA-001", "sat-material"),
    ("A-SA-004", "sat-antenna"),
    ("A-SA-007", "sat-attitude"),
    ("A-SA-028", "sat-propulsion"),
    ("A-SA-031", "sat-power"),
    ("A-SA-033", "sat-link"),
    ("A-SA-014", "sat-data"),
    ("A-SA-025", "sat-thermal"),
    ("A-OC-001", "sat-lens"),
    ("A-OC-010", "sat-display-material"),
    ("A-OC-018", "sat-encoder"),
    ("A-OC-033", "sat-photonic"),
    ("A-OC-036", "sat-wafer"),
    ("A-OC-007", "sat-display"),
    ("A-BM-001", "bio-vaccine"),
    ("A-BM-017", "bio-ferment"),
    ("A-BM-021", "bio-diagnostic"),
    ("A-BM-030", "bio-equipment"),
    ("A-BM-029", "bio-strain"),
    ("A-BM-038", "bio-digital"),
    ("A-BM-039", "bio-device"),
    ("A-AG-001", "agr-machine"),
    ("A-AG-009", "agr-fertilizer"),
    ("A-AG-026", "agr-water"),
    ("A-AG-024", "agr-cattle"),
    ("A-AG-017", "agr-film"),
    ("A-AG-006", "agr-special"),
    ("A-FD-012", "agr-starch"),
]
BELONG_NOT = [
    ("A-SA-003", "sat-material"),
    ("A-NE-051", "h2-membrane"),
    ("A-NM-011", "mat-carbon"),
    ("A-NV-043", "nev-air"),
    ("A-NV-012", "nev-air"),
    ("A-SA-012", "sat-attitude"),
    ("A-SA-026", "sat-thermal"),
    ("A-BM-012", "bio-material"),
    ("A-BM-008", "mat-metal"),
    ("A-AG-019", "agr-film"),
    ("A-NE-014", "nev-separator"),
    ("A-EQ-034", "h2-system"),
    ("A-BM-043", "mat-ceramic"),
    ("A-AG-014", "agr-cattle"),
    ("A-EQ-048", "nev-coating"),
    ("A-BM-044", "bio-tcm"),
    ("A-FD-009", "bio-ferment"),
    ("A-NE-011", "mat-carbon"),
]


def test_linking_alone_keeps_the_default_thresholds_order():
    """Linking a record twice over gives each link once, the surest first."""
    found = chain_map("轴承", "钢球", flows=[("钢球", "轴承")])
    one = replace(firm("E", "无"), supplies=(), title="钢球与轴承", keywords=("钢球",))

    links = link_records(
        found, [one], segmenter=default_segmenter(), thresholds=default_thresholds().links
    )

    assert [k.segment for k in links] == ["钢球", "轴承"]
