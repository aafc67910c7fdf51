"""Enumerated instructions: which, by whom, to whom."""

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def directives(*paragraphs):
    found = read_facts(document("a.txt", *paragraphs)).directives
    return [(one.ordinal, one.heading, one.said_by, one.said_to) for one in found]


def test_numbered_instructions():
    found = directives(
        "省委书记郑怀民强调，要狠抓落实。一要坚持项目立区，积极承接项目。二要坚持产业支撑，推进集群。"
        "三要坚持优化环境。全省各级党委、政府要加强领导。"
    )
    assert found == [
        (1, "坚持项目立区", "郑怀民", ""),
        (2, "坚持产业支撑", "郑怀民", ""),
        (3, "坚持优化环境", "郑怀民", ""),
    ]


def test_the_last_ends_with_its_sentence():
    text = "会议要求，一要抓早，二要抓细。各地要报告情况。"
    found = read_facts(document("a.txt", text)).directives
    assert [one.text for one in found] == ["一要抓早，", "二要抓细。"]


def test_whom_they_are_for():
    found = directives(
        "省长陆知行指出，省工业技术研究院作为重要力量，必须立足实际。一要定好方向。二要用好人才。"
    )
    assert {told for _n, _h, _by, told in found} == {"省工业技术研究院"}


def test_an_interview_names_its_speaker_apart():
    found = directives(
        "厅长李若水接受采访。",
        "李若水：",
        "下一步，重点做好三项工作。",
        "一是聚焦产业链，加快攻关。完善机制。",
        "二是支持融通创新，提升主体地位。",
    )
    assert found == [(1, "聚焦产业链", "李若水", ""), (2, "支持融通创新", "李若水", "")]


def test_a_paragraph_of_its_own_is_taken_whole():
    text = "一是聚焦产业链，加快攻关。完善机制。"
    found = read_facts(document("a.txt", "会议要求抓好落实。", text, "二是用好人才。")).directives
    assert found[0].text == text


def test_a_row_of_sentences_without_numbers():
    found = directives(
        "调研中，市长曹若水强调，绵阳是科技城，有优势，要搭好平台，加快建设。要做好整合文章，聚集资源。"
        "要大力培育市场。要引进人才。"
    )
    assert [heading for _n, heading, _by, _to in found] == [
        "搭好平台",
        "做好整合文章",
        "大力培育市场",
        "引进人才",
    ]
    assert {by for _n, _h, by, _to in found} == {"曹若水"}


def test_first_second_third():
    found = directives("会议强调，第一，要提高站位。第二，要压实责任。第三，要严格检查。")
    assert [(n, heading, by) for n, heading, by, _to in found] == [
        (1, "提高站位", "会议"),
        (2, "压实责任", "会议"),
        (3, "严格检查", "会议"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全省经济有三个特点：一是增速快，二是结构优，三是后劲足。",
        "主要原因：一是基础薄弱，二是投入不足。",
        "他强调，要坚持创新驱动。各地反响热烈。",
        "唯一要求是认真，统一要素市场。",
    ],
)
def test_what_nobody_is_told(text):
    assert directives(text) == []
