"""The national code tables and the names that people write for them."""

import pytest

from queqiao.core.codes import (
    industry_ancestors,
    industry_code,
    industry_name,
    is_industry,
    is_region,
    region_ancestors,
    region_code,
    region_full_name,
    regions_overlap,
)
from queqiao.core.codes.tables import load_table


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("吉林省", "220000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("吉林省吉林市", "220200"),
        ("长春", "220100"),
        ("吉林省长春市", "220100"),
        ("吉林 长春 朝阳区", "220104"),
        ("吉林-长春-朝阳", "220104"),
        ("长春市朝阳区", "220104"),
        ("长春高新区", "220100"),
        ("北京市海淀区", "110108"),
        ("海淀", "110108"),
        ("上海浦东", "310115"),
        ("延边", "222400"),
        ("延边朝鲜族自治州", "222400"),
        ("内蒙古", "150000"),
        ("梅河口", "220581"),
        ("仙桃", "429004"),
        ("香港", "810000"),
        ("220000", "220000"),
        ("2201", "220100"),
        ("22", "220000"),
        ("310100", "310000"),
        ("469000", "460000"),
        ("朝阳区", None),
        ("鼓楼区", None),
        ("东北三省", None),
        ("999999", None),
        ("", None),
        ("本地", None),
    ],
)
def test_region_is_understood_as_written(text, code):
    assert region_code(text) == code


def test_nearly_every_region_is_found_by_its_full_name():
    codes = [code for code, _ in load_table("regions.tsv")]
    found = sum(region_code(region_full_name(code)) == code for code in codes)

    assert found / len(codes) > 0.995


def test_region_ancestors_go_up_to_the_province():
    assert region_ancestors("220104") == ("220100", "220000")
    assert region_ancestors("429004") == ("420000",)
    assert region_ancestors("220000") == ()


def test_regions_overlap_when_one_holds_the_other():
    assert regions_overlap("220000", "220104")
    assert regions_overlap("220104", "220000")
    assert not regions_overlap("220100", "220200")
    assert is_region("220104")
    assert not is_region("220")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C3985", "3985"),
        ("c3985", "3985"),
        ("3985", "3985"),
        ("C-39", "39"),
        ("C39 计算机、通信和其他电子设备制造业", "39"),
        ("制造业", "C"),
        ("农业", "01"),
        ("农、林、牧、渔业", "A"),
        ("电子专用材料制造", "3985"),
        ("软件和信息技术服务业", "65"),
        ("A3985", None),
        ("新材料", None),
        ("AI", None),
        ("", None),
    ],
)
def test_industry_is_understood_as_written(text, code):
    assert industry_code(text) == code


def test_industry_ancestors_go_up_to_the_section():
    assert industry_ancestors("3985") == ("398", "39", "C")
    assert industry_ancestors("C") == ()
    assert industry_name("C") == "制造业"
    assert not is_industry("99999")


def test_industries_are_those_of_the_standard():
    codes = [row[0] for row in load_table("industries.tsv")]
    by_length = [
        sum(code.isalpha() for code in codes),
        *(sum(code.isdecimal() and len(code) == n for code in codes) for n in (2, 3, 4)),
    ]

    assert by_length[:3] == [20, 97, 473]
    assert all(industry_ancestors(code)[-1].isalpha() for code in codes if code.isdecimal())
