"""Chains out of YAML, CSV and Excel; everything wrong is told at once, with its row."""

import pytest

from queqiao.chains import Flow
from queqiao.chains.io import (
    default_thresholds,
    lint_chains,
    load_chains,
    load_corrections,
    load_thresholds,
    render_corrections,
)
from queqiao.chains.model import Correction
from queqiao.errors import BadInput, Missing
from tests.factories.files import workbook

GOOD = """\
产业链: {名称: 电池, 地区: 吉林省}
环节:
  - {编号: a, 名称: 正极材料, 需求: 10 万吨, 下游: [b]}
  - 编号: b
    名称: 电芯
    产品: [铁锂电芯, 三元电芯]
    需求: 30
    单位: GWh
    对外依存度: 60%
    外部技术: 隔膜、涂布机
    产值: 5亿元
  - {编号: c, 名称: 电池包}
上下游:
  - {上游: 铁锂电芯, 下游: c, 投入: 电芯, 份额: 0.8, 依赖度: 90%}
"""
SEGMENTS = [
    ["环节编号", "环节名称", "产品", "年需求量（GWh）", "对外依存度（%）", "下游环节"],
    ["a", "正极材料", "", 10, 5, "电芯"],
    ["b", "电芯", "铁锂电芯、三元电芯", 30, 60, "电池包"],
    ["c", "电池包", "", "", "", ""],
]


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def csv(rows):
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"


def wrong(path, *more):
    """Rows and codes of everything that is wrong."""
    return [(p.row, p.message.code) for p in lint_chains(path, *more)[1]]


def test_yaml_in_chinese_reads_whole(tmp_path):
    found = load_chains(put(tmp_path, "电池.yaml", GOOD))

    a, b, _ = found.segments
    assert (found.chains[0].name, found.chains[0].region) == ("电池", "220000")
    assert (a.demand, a.unit) == (10, "万吨")
    assert (b.demand, b.unit, b.outside_share, b.value_cny) == (30, "GWh", 0.6, 500_000_000)
    assert b.outside_technology == ("隔膜", "涂布机")
    assert [p.name for p in found.products] == ["铁锂电芯", "三元电芯"]
    assert found.flows == (
        Flow(upstream="a", downstream="b"),
        Flow(upstream="b/铁锂电芯", downstream="c", dependence=0.9, input="电芯", share=0.8),
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("环节.csv", csv(SEGMENTS).encode()),
        ("环节_gbk.csv", csv(SEGMENTS).encode("gbk")),
        ("环节_bom.csv", csv(SEGMENTS).encode("utf-8-sig")),
        ("环节.xlsx", workbook({"环节": SEGMENTS})),
    ],
)
def test_tables_read_as_yaml_does(tmp_path, name, data):
    found = load_chains(put(tmp_path, name, data))

    assert [(s.id, s.demand, s.unit) for s in found.segments] == [
        ("a", 10, "GWh"),
        ("b", 30, "GWh"),
        ("c", None, ""),
    ]
    assert [s.outside_share for s in found.segments] == [0.05, 0.6, None]
    assert [(f.upstream, f.downstream) for f in found.flows] == [("a", "b"), ("b", "c")]
    assert len(found.products) == 2


def test_workbook_with_sheets_for_segments_products_and_flows(tmp_path):
    book = workbook(
        {
            "环节": [
                ["产业链", "环节"],
                ["甲链", "a"],
                ["甲链", "b"],
                ["乙链", "c"],
                ["乙链", "d"],
            ],
            "产品": [
                ["产品编号", "产品名称", "所属环节"],
                ["p1", "钢球", "a"],
                ["p2", "轴承", "b"],
            ],
            "流向": [["上游", "下游"], ["p1", "p2"], ["c", "d"]],
        }
    )

    found = load_chains(put(tmp_path, "图谱.xlsx", book))

    assert [chain.name for chain in found.chains] == ["甲链", "乙链"]
    assert [(p.id, p.segment) for p in found.products] == [("p1", "a"), ("p2", "b")]
    assert [(f.upstream, f.downstream) for f in found.flows] == [("p1", "p2"), ("c", "d")]


def test_folder_of_tables_is_one_input(tmp_path):
    put(tmp_path, "1.csv", csv([["产业链", "环节"], ["链", "a"], ["链", "b"]]))
    put(tmp_path, "2.csv", csv([["上游", "下游"], ["a", "b"]]))

    found = load_chains(tmp_path)

    assert [(f.upstream, f.downstream) for f in found.flows] == [("a", "b")]


def test_everything_wrong_is_told_at_once_with_rows(tmp_path):
    text = """\
segments:
  - {id: a, name: 甲, feeds: [b, 无此环节]}
  - {id: b, name: 乙, feeds: [c], demand: 很多}
  - {id: c, name: 丙, feeds: [a, c]}
  - {id: d, name: 丁}
  - {id: b, name: 乙二, outside_share: 35}
  - {id: e, name: 甲, colour: red, feeds: [d]}
  - {id: f, name: 孤}
flows: [{from: b, to: c}]
"""
    assert wrong(put(tmp_path, "链.yaml", text)) == [
        (2, "chains.check.cycle"),
        (2, "chains.check.unknown"),
        (3, "chains.io.amount"),
        (4, "chains.check.self_flow"),
        (6, "chains.check.twice"),
        (6, "chains.io.share"),
        (7, "chains.check.twice"),
        (7, "chains.io.unknown_key"),
        (8, "chains.check.orphan"),
        (9, "chains.check.double_flow"),
    ]


def test_ring_is_told_with_its_way_and_every_row(tmp_path):
    rows = [
        ["环节", "下游"],
        ["a", "b"],
        ["b", "c"],
        ["c", "d"],
        ["d", "b"],
        ["e", "f"],
        ["f", "e"],
    ]
    found = lint_chains(put(tmp_path, "链.csv", csv(rows)))[1]

    told = [(p.row, p.message.params["way"], p.message.params["rows"]) for p in found]
    assert told == [
        (3, "b → c → d → b", "链.csv 3、链.csv 4、链.csv 5"),
        (6, "e → f → e", "链.csv 6、链.csv 7"),
    ]


def test_products_may_not_make_their_segments_feed_each_other(tmp_path):
    text = """\
segments: [{id: s, name: S}, {id: t, name: T}]
products: [{id: p, segment: s}, {id: q, segment: s}, {id: r, segment: t}, {id: u, segment: t}]
flows: [{from: p, to: r}, {from: u, to: q}]
"""
    assert wrong(put(tmp_path, "链.yaml", text)) == [(3, "chains.check.lifted_cycle")]


def test_reference_that_may_mean_two_is_told(tmp_path):
    text = """\
segments:
  - {id: a, name: 甲, products: [球]}
  - {id: b, name: 乙, products: [球], feeds: [a]}
flows: [{from: 球, to: a}]
"""
    assert wrong(put(tmp_path, "链.yaml", text)) == [(4, "chains.check.ambiguous")]


def test_chain_without_any_flow_is_told_once(tmp_path):
    assert wrong(put(tmp_path, "链.csv", csv([["环节"], ["a"], ["b"], ["c"]]))) == [
        (None, "chains.check.no_flows")
    ]


def test_single_segment_is_a_chain(tmp_path):
    assert wrong(put(tmp_path, "链.csv", csv([["环节", "需求"], ["a", "1"]]))) == []


def test_shares_of_alternatives_that_do_not_add_up_are_noticed(tmp_path):
    text = """\
segments: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
flows: [{from: a, to: c, input: x, share: 0.5}, {from: b, to: c, input: x, share: 0.9}]
"""
    codes = [n.message.code for n in load_chains(put(tmp_path, "链.yaml", text)).notices]

    assert codes == ["chains.check.shares"]


RUBBISH = {
    "empty.yaml": b"",
    "blank.yaml": b"\n \n",
    "noise.yaml": bytes(range(256)) * 20,
    "list.yaml": "- 1\n- 2\n",
    "open.yaml": "segments: [{id: a",
    "tabs.yaml": "segments:\n\t- a",
    "scalar.yaml": "只有一句话",
    "no_lists.yaml": "region: 吉林\n",
    "nested.yaml": "segments: " + "[" * 5000,
    "deep.yaml": "segments: " + "[" * 400 + "]" * 400,
    "numbers.yaml": "segments: [1, [2], {a: {b: c}}]",
    "empty.csv": b"",
    "other.csv": csv([["颜色", "大小"], ["红", "1"]]),
    "products.csv": csv([["产品编号", "产品"], ["p", "球"]]),
    "noise.xlsx": b"PK\x03\x04" + bytes(500),
    "nan.csv": csv([["环节", "需求", "下游"], ["a", "nan", "b"], ["b", "inf", ""]]),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_one_error_with_a_remedy(tmp_path, name):
    path = put(tmp_path, name, RUBBISH[name])

    with pytest.raises(BadInput) as raised:
        load_chains(path)

    for language in ("zh", "en"):
        assert len(raised.value.describe(language).splitlines()) >= 2


def test_missing_file_is_missing(tmp_path):
    with pytest.raises(Missing):
        load_chains(tmp_path / "无.yaml")


def test_thresholds_overlay_what_they_name(tmp_path):
    path = put(
        tmp_path, "阈值.yaml", "states: {weak_coverage: 0.8}\nlinks: {fields: {title: 0.9}}\n"
    )

    found, shipped = load_thresholds(path), default_thresholds()

    assert found.states.weak_coverage == 0.8
    assert found.links.fields == {**shipped.links.fields, "title": 0.9}
    assert found.states.missing_coverage == shipped.states.missing_coverage
    assert found.losses == shipped.losses


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("states: {weak: 0.5}", 1),
        ("states: {weak_coverage: 1.5, outside_share: 高, missing_coverage: -1}", 3),
        ("links: {fields: {body: 0.5}}", 1),
        ("states: 3\nother: {a: 1}", 2),
        ("- 1", 1),
        ("a: [", 1),
        ("states: {weak_coverage: .nan}", 1),
    ],
)
def test_wrong_thresholds_are_all_told(tmp_path, text, count):
    with pytest.raises(BadInput) as raised:
        load_thresholds(put(tmp_path, "阈值.yaml", text))

    assert len(raised.value.problems) == count


def test_corrections_survive_writing_and_reading(tmp_path):
    kept = (
        Correction(record="A-1", segment="膜电极", accepted=True, note="现场, 看过"),
        Correction(record="A-1", segment="电堆", accepted=False),
    )

    assert load_corrections(put(tmp_path, "更正.csv", render_corrections(kept))) == kept


def test_last_decision_counts_and_undecided_rows_do_not(tmp_path):
    rows = [["记录", "环节", "结论"], ["A", "x", "采纳"], ["A", "x", "驳回"], ["B", "x", ""]]

    assert load_corrections(put(tmp_path, "更正.csv", csv(rows))) == (
        Correction(record="A", segment="x", accepted=False),
    )


def test_unreadable_decisions_are_all_named(tmp_path):
    rows = [["记录", "环节", "结论"], ["A", "x", "也许"], ["", "x", "采纳"]]

    with pytest.raises(BadInput) as raised:
        load_corrections(put(tmp_path, "更正.csv", csv(rows)))

    assert sorted(p.row for p in raised.value.problems) == [2, 3]
