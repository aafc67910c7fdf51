"""Configurations and data as people write them, and what is wrong with them, located."""

import math

import pytest

from queqiao.errors import BadInput, Missing
from queqiao.indicators.io import load_configuration, load_panel, parse_configuration
from queqiao.indicators.methods import NormalizeMethod
from tests.engine.indicators.indices import HEAD, codes, flat
from tests.factories.files import workbook


def problems(text):
    with pytest.raises(BadInput) as caught:
        parse_configuration(text, source="index.yaml")
    return [
        (p.row, p.field, p.message.code.removeprefix("indicators.schema."))
        for p in caught.value.problems
    ]


WRONG = """format: queqiao.index/1
units: {name: unit}
steps:
  normalise: min_max
  missing: {method: group_mean}
  treat: {check: {skewness: two}, steps: [{method: trim}]}
index:
  id: index
  parts:
    - {id: a, wieght: 2}
    - {id: a, weight: -1}
    - {id: b, direction: sideways}
    - {id: c, optimum: [1, 2]}
    - {id: g, parts: []}
    - {weight: 1}
"""


def test_every_problem_is_told_with_its_line():
    assert problems(WRONG) == [
        (2, "units", "key_missing"),
        (4, "steps.normalise", "key_near"),
        (5, "steps.missing", "key_missing"),
        (6, "steps.treat.check.skewness", "not_a_number"),
        (6, "steps.treat.steps[0].method", "not_a_choice"),
        (10, "index.parts[0].wieght", "key_near"),
        (11, "index.parts[1]", "id_twice"),
        (11, "index.parts[1].weight", "out_of_bounds"),
        (12, "index.parts[2].direction", "not_a_choice"),
        (13, "index.parts[3]", "optimum_alone"),
        (14, "index.parts[4].parts", "no_parts"),
        (15, "index.parts[5]", "key_missing"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# nothing", "empty"),
        ("a: [1", "not_yaml"),
        ("a: b: c", "not_yaml"),
        ("[1, 2]", "not_a_mapping"),
        ("format: other/9\n", "wrong_format"),
        (HEAD + "id: a\nid: b\n", "key_twice"),
        (HEAD + "index: {id: x}\n", "top_needs_parts"),
        (HEAD + "index: {id: x, parts: 3}\n", "not_a_list"),
        (HEAD + "a: " + "[" * 60 + "]" * 60, "too_deep"),
        (HEAD + "steps: {normalize: {method: goalposts}}\n", "key_missing"),
        (HEAD + "steps: {normalize: {method: goalposts, from: [1, 1]}}\n", "goalposts_equal"),
        (HEAD + "steps: {normalize: {method: goalposts, from: [1]}}\n", "list_length"),
        (HEAD + "steps: {normalize: {method: bands, bands: [[2, 1], [1, 2]]}}\n", "bands_unsorted"),
        (HEAD + "steps: {normalize: {method: bands, bands: [3]}}\n", "not_a_band"),
        (HEAD + "steps: {normalize: {method: min_max, target: 3}}\n", "key_unknown"),
        (HEAD + "steps: {weights: {method: ahp, comparisons: [[a, b]]}}\n", "not_a_comparison"),
        (HEAD + "steps: {treat: {check: {}}}\n", "no_steps"),
        (HEAD + "exit: {last: 1.5}\n", "not_whole"),
        (HEAD + "peers: {nearest: 2}\n", "peers_either"),
        (HEAD + "uncertainty: {spread: 2}\n", "out_of_bounds"),
        (HEAD + "uncertainty: {runs: 1.5}\n", "not_whole"),
        (HEAD + "uncertainty: {alternatives: {leave_out: maybe}}\n", "not_yes_or_no"),
    ],
)
def test_what_is_no_index_is_refused(text, code):
    assert code in [found for _, _, found in problems(text)]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"steps": "missing: {method: group_mean, by: color}"}, "no_grouping"),
        ({"steps": "missing: {method: regression, on: [z]}"}, "no_predictor"),
        ({"x": "normalize: {method: goalposts, from: [9, 1]}"}, "goalposts_against"),
        (
            {"x": "direction: down, normalize: {method: goalposts, from: [1, 9]}"},
            "goalposts_against",
        ),
        ({"steps": "normalize: {method: min_max, to: [100, 0]}"}, "scale_turned"),
        ({"steps": "normalize: {method: min_max, all_years: true}"}, "no_year_column"),
        ({"steps": "weights: benefit_of_the_doubt, aggregate: geometric"}, "doubt_is_a_sum"),
        ({"extra": "tie_break: z"}, "no_node"),
        ({"extra": "peers: {by: color}"}, "no_grouping"),
    ],
)
def test_names_must_lead_somewhere(options, code):
    with pytest.raises(BadInput) as caught:
        flat(["x"], **options)

    assert codes(caught) == [f"schema.{code}"]
    assert caught.value.problems[0].source == "test.yaml"


def test_class_weights_need_a_class():
    text = (
        "format: queqiao.index/1\nunits: {id: u}\n"
        "index: {id: i, parts: [{id: x, class_weights: {a: 1}}]}"
    )

    assert problems(text)[0][2] == "no_class"


def test_methods_may_stand_alone_or_with_options():
    plain = flat(["x"], steps="normalize: z, treat: winsorize, missing: mean")

    assert plain.steps.normalize.method is NormalizeMethod.Z
    assert plain.steps.treat.steps[0].most is None
    assert flat(["x"], steps="treat: none").steps.treat.steps == ()
    assert flat(["x"], x="name: 专利, unit: 件").indicators[0].name.en == "专利"
    assert flat(["x"], x='column: [a, b], weight: "１.５"').indicators[0].weight == 1.5
    assert flat(["x"], x="column: [a, b]").indicators[0].columns == ("a", "b")


def test_configurations_are_found_by_path_or_name(tmp_path):
    path = tmp_path / "我的.yaml"
    text = HEAD + "index: {id: i, name: 指数, parts: [{id: x}]}\n"
    path.write_bytes(text.encode("gb18030"))

    assert load_configuration(path).top.name.zh == "指数"
    assert load_configuration("hdi").decimals == 3
    with pytest.raises(Missing):
        load_configuration("no-such-index")
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BadInput) as caught:
        load_configuration(path)
    assert codes(caught) == ["schema.not_text"]


DATED = (
    "format: queqiao.index/1\nunits: {id: 代码, name: 名称, year: 年份}\n"
    "index: {id: i, parts: [{id: 专利}, {id: 占比, unit: '%'}, {id: 比例}]}\n"
)


def load(tmp_path, *files):
    paths = []
    for number, data in enumerate(files):
        kind = ".xlsx" if isinstance(data, bytes) and data.startswith(b"PK") else ".csv"
        path = tmp_path / f"data{number}{kind}"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        paths.append(path)
    return load_panel(parse_configuration(DATED, source="x.yaml"), paths)


HEADER = "代码,名称,年份,专利,占比,比例\n"


def test_cells_are_read_as_offices_write_them(tmp_path):
    rows = (
        'A,甲区,2021年,"1,234",12.5%,12.5%\nB,乙区,２０２１,１２,０.５,−3\nC,丙区,2021,未报,NA,是\n'
    )

    found = load(tmp_path, "开发区统计表,,,,,\n" + HEADER + rows)

    (frame,) = found.frames
    assert frame.year == 2021
    assert [unit.name for unit in frame.units] == ["甲区", "乙区", "丙区"]
    assert frame.columns["专利"][:2].tolist() == [1234, 12]
    assert math.isnan(frame.columns["专利"][2])
    assert frame.columns["占比"][:2].tolist() == [12.5, 0.5]
    assert frame.columns["比例"].tolist() == [0.125, -3, 1]
    assert frame.places[0] == ("data0.csv", 3)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_encodings(tmp_path, encoding):
    found = load(tmp_path, (HEADER + "A,甲区,2021,1,2,3\n").encode(encoding))

    assert found.latest.units[0].name == "甲区"


def test_workbooks_and_several_files_are_joined(tmp_path):
    first = workbook(
        {"S": [["代码", "年份", "名称", "专利"], ["A", 2021, "甲", 3], ["B", 2021, "乙", 4]]}
    )
    second = "代码,年份,占比,比例\nB,2021,1,2\nA,2021,5,6\nA,2020,7,8\n"

    found = load(tmp_path, first, second)

    assert [frame.year for frame in found.frames] == [2020, 2021]
    assert found.latest.columns["占比"].tolist() == [5, 1]
    assert found.frames[0].units[0].id == "A"


def test_problems_of_data_come_together_with_rows(tmp_path):
    rows = "A,甲,2021,x,1,1\nA,甲,2021,1,1,1\n,丙,2021,1,1,1\nB,乙,去年,1,1,1\nC,丁,2021,inf,1,1\n"

    with pytest.raises(BadInput) as caught:
        load(tmp_path, HEADER + rows)

    assert [(p.row, p.field) for p in caught.value.problems] == [
        (2, "专利"),
        (3, "代码"),
        (4, "代码"),
        (5, "年份"),
        (6, "专利"),
    ]
    assert set(codes(caught)) == {
        "data.not_a_number",
        "data.unit_twice",
        "data.no_id",
        "data.no_year_value",
    }


def test_files_that_contradict_each_other_are_refused(tmp_path):
    one = HEADER + "A,甲,2021,1,2,3\n"

    with pytest.raises(BadInput) as caught:
        load(tmp_path, one, one.replace(",1,2,3", ",1,9,3"))

    assert codes(caught) == ["data.contradiction"]


def test_missing_columns_are_named_with_the_nearest(tmp_path):
    with pytest.raises(BadInput) as caught:
        load(tmp_path, "代码,名称,年份,专利数,占比\nA,甲,2021,1,2\n")

    assert [(p.field, p.message.params) for p in caught.value.problems] == [
        ("专利", {"near": "专利数"}),
        ("比例", {"found": "专利数, 代码, 占比, 名称, 年份"}),
    ]


@pytest.mark.parametrize(
    "data", ["", "\n\n", b"\x00\x01\x02" * 50, b"PK\x03\x04rubbish", "别的,东西\n1,2\n"]
)
def test_rubbish_is_bad_input(tmp_path, data):
    with pytest.raises(BadInput):
        load(tmp_path, data)
