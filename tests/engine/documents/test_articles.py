"""The five reference articles: every paragraph of the text kept, nothing of what surrounds it."""

# ruff: noqa: E501 -- titles as they stand

from datetime import date
from pathlib import Path

import pytest

from queqiao.documents import load_document

ARTICLES = Path(__file__).parents[3] / ".." / "shared" / "articles"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLES.exists(), reason="the reference articles are not beside"),
]

# Title, publisher, day, number of paragraphs, how the first begins and the last ends.
EXPECTED = {
    "000": ("吉林省委书记景俊海到吉林省工业技术研究院调研", "新浪财经", date(2022, 2, 23), 5,
            "2月23日，省委书记景俊海到省工业技术研究院，就", "胡家福、蔡东参加调研。(黄鹭)"),
    "001": ("厅局长访谈|为谱写中国式现代化吉林新篇章贡献源源不断的科技力量", "中国吉林网", date(2023, 12, 24), 29,
            "“老字号”创新升级", "支持更多科技人才融入经济主战场。"),
    "002": ("深入对接创新资源 持续开展务实合作 为吉林振兴发展培育新优势注入新动能", "吉林日报", date(2022, 3, 4), 8,
            "为深入贯彻习近平总书记", "参加有关活动。(记者黄鹭 于小博)"),
    "003": ("景俊海:加快建设产业发展沃土创新创业高地 努力打造经济社会发展强劲动力引擎", "延边信息港", date(2021, 11, 18), 6,
            "11月17日,全省开发区高质量发展推进会", "田锦尘在分会场参会。"),
    "004": ("整合资源 找准支点 完善机制 以科技创新支撑引领全市经济高质量发展", "绵阳日报", date(2022, 1, 27), 7,
            "本报讯(绵阳日报社", "有关区、部门负责人等参加调研。"),
}  # fmt: skip
SURROUNDINGS = (
    "责任编辑", "海量资讯", "appendQr", "我的订阅", "发布时间", "吉刻", "摄影", "快照", "本文转自", "更多关于",
    "国际在线", "原标题", "直观中国", "首页", "手机版", "空白", "标签", "登录", "信息港", "文章来源", "返回", "http",
)  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_article(name):
    title, source, published_on, count, begins, ends = EXPECTED[name]

    document = load_document(next(ARTICLES.glob(f"{name}_*.txt")))

    assert (document.title, document.source) == (title, source)
    assert document.published_on == published_on
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert len(texts) == count
    assert texts[0].startswith(begins)
    assert texts[-1].endswith(ends)
    assert [word for word in SURROUNDINGS if any(word in text for text in texts)] == []
    assert title not in texts


def test_the_inside_of_a_link_belongs_to_the_word():
    document = load_document(next(ARTICLES.glob("000_*.txt")))

    paragraph = document.paragraphs[3]
    at = paragraph.text.index("六新产业")
    assert paragraph.raw_span(at, at + 4).of(document.raw).startswith("六<span")
