"""Organizations under their fullest name, and places with their codes."""

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def organizations(*paragraphs):
    found = read_facts(document("a.txt", *paragraphs)).organizations
    return [(one.name, one.aliases) for one in found]


def places(*paragraphs):
    found = read_facts(document("a.txt", *paragraphs)).places
    return [(one.name, one.region_code) for one in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("来到四川中久大光科技公司，听取汇报。", "四川中久大光科技公司"),
        ("近日，省工业技术研究院挂牌。", "省工业技术研究院"),
        ("与浙江省经济和信息化厅对接。", "浙江省经济和信息化厅"),
        ("中国科学院科技促进发展局负责组织。", "中国科学院科技促进发展局"),
        ("由长白山实验室牵头。", "长白山实验室"),
        ("会上，工信部作了说明。", "工信部"),
        ("调研恒澜（北京）科技有限公司。", "恒澜（北京）科技有限公司"),
    ],
)
def test_an_organization_as_it_is_named(text, name):
    assert organizations(text) == [(name, ())]


@pytest.mark.parametrize(
    "text",
    [
        "争取更多全国重点实验室、国家技术创新中心布局。",
        "企业要加强与科研院所合作，建设研发中心。",
        "大学生和公司制改革、城市中心城区。",
        "省委、省政府高度重视，市委市政府抓好落实。",
    ],
)
def test_kinds_of_bodies_are_none(text):
    assert organizations(text) == []


@pytest.mark.parametrize(
    ("paragraphs", "name", "aliases"),
    [
        (
            ("吉林省科学技术厅发布通知。", "省科技厅要求抓好落实。"),
            "吉林省科学技术厅",
            ("省科技厅",),
        ),
        (
            ("调研省工业技术研究院。", "吉林省工业技术研究院成立一年。"),
            "吉林省工业技术研究院",
            ("省工业技术研究院",),
        ),
        (
            ("走进中国航发四川燃气涡轮研究院。", "希望中国航发涡轮院发挥所长。"),
            "中国航发四川燃气涡轮研究院",
            ("中国航发涡轮院",),
        ),
        (
            ("恒澜精密光电股份有限公司（以下简称“恒澜集团”）成立。", "恒澜集团增资。"),
            "恒澜精密光电股份有限公司",
            ("恒澜集团",),
        ),
        (("工信部发文。", "工业和信息化部作出解读。"), "工业和信息化部", ("工信部",)),
        (("会见松江大学客人。", "学校表示，该校愿意合作。"), "松江大学", ("学校", "该校")),
    ],
)
def test_other_names_of_one_organization(paragraphs, name, aliases):
    assert organizations(*paragraphs) == [(name, aliases)]


def test_a_university_is_not_short_for_another():
    assert organizations("吉林农业大学、吉林大学参加。") == [("吉林农业大学", ()), ("吉林大学", ())]


def test_places_stand_apart_from_names():
    assert places("吉林大学在长春市召开会议，市领导黄朝阳出席。") == [("长春市", "220100")]


def test_a_place_that_several_share_needs_its_city():
    assert places("长春市朝阳区启动改造。") == [("长春市", "220100"), ("朝阳区", "220104")]
    assert places("朝阳区启动改造。") == []


def test_a_province_goes_before_its_namesake():
    assert places("视察吉林，到北京对接。") == [("吉林", "220000"), ("北京", "110000")]
