"""The article of a page: kept whole, its surroundings left out, in the layouts that the web has."""

# ruff: noqa: E501 -- markup as pages have it

import re
from collections import Counter

import pytest

from queqiao.documents import Kind, parse_document
from queqiao.documents.cleaning import bare
from tests.engine.documents.layouts import all_pages

PAGES = {made.name: made for made in all_pages()}


def trigrams(text):
    packed = re.sub(r"\s+", "", text)
    return Counter(packed[i : i + 3] for i in range(len(packed) - 2))


def f1(found, gold):
    one, other = trigrams(found), trigrams(gold)
    common = (one & other).total()
    return 2 * common / max(1, one.total() + other.total())


def body(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("name", PAGES)
def test_layouts_give_their_article(name):
    made = PAGES[name]

    document = parse_document(made.data, path=f"{name}.html")

    assert f1(body(document), made.body) >= 0.85


def test_layouts_give_their_articles_nearly_whole():
    found = {name: parse_document(made.data, path=name) for name, made in PAGES.items()}

    scores = [f1(body(document), PAGES[name].body) for name, document in found.items()]

    assert sum(scores) / len(scores) >= 0.98


@pytest.mark.parametrize("name", PAGES)
def test_layouts_lose_no_sentence_of_the_story(name):
    made = PAGES[name]

    found = bare(body(parse_document(made.data, path=f"{name}.html")))

    lost = [text for text in made.paragraphs if len(text) > 30 and bare(text) not in found]
    assert lost == []


def test_layouts_tell_title_and_day():
    read = {name: parse_document(made.data, path=name) for name, made in PAGES.items()}

    wrong = {
        name: (document.title, document.published_on)
        for name, document in read.items()
        if bare(document.title) != bare(PAGES[name].title)
        or document.published_on != PAGES[name].published_on
    }
    assert len(wrong) <= 2, wrong


def paragraphs(text, **options):
    return [p.text for p in parse_document(text.encode(), path="x", **options).paragraphs]


SENTENCE = "会议强调，要抓好科技成果转化，推动创新链和产业链融合，为企业排忧解难。"


def page(inside, head=""):
    return (
        f"<html><head><title>某市召开科技工作会议</title>{head}</head><body>{inside}</body></html>"
    )


def test_entities_tags_and_line_ends_read_as_on_the_screen():
    text = page(
        f"<p>&ldquo;双&nbsp;千&rdquo;<b>工\n程</b>启动，&#12298;办法&#x300B;印发，R&amp;D\n投入增长。</p><p>{SENTENCE}</p>"
    )

    assert paragraphs(text)[0] == "“双 千”工程启动，《办法》印发，R&D 投入增长。"


def test_breaks_divide_paragraphs_and_inline_tags_do_not():
    text = page(
        f"<div>{SENTENCE}<br><br>　　<font>{SENTENCE[:10]}</font><span>{SENTENCE[10:]}</span></div>"
    )

    assert paragraphs(text) == [SENTENCE, SENTENCE]


def test_hidden_text_is_no_text():
    text = page(
        f'<p>{SENTENCE}</p><p style="display: none">{SENTENCE}隐藏</p><p>{SENTENCE[:-1]}<span style="display:none">干扰码</span>。</p>'
    )

    assert all("隐藏" not in one and "干扰码" not in one for one in paragraphs(text))


def test_a_row_of_a_table_is_one_paragraph():
    text = page(
        f"<p>{SENTENCE}</p><table><tr><td>年份</td><td>产值</td></tr><tr><td>2021</td><td>3亿元</td></tr></table><p>{SENTENCE}</p>"
    )

    assert paragraphs(text) == [SENTENCE, "年份 产值", "2021 3亿元", SENTENCE]


def test_dropped_stretches_tell_why():
    text = page(
        f'<div class="nav"><a href="/">首页</a></div><p>{SENTENCE}</p><p>责任编辑：王一</p><div class="comments"><p>说得好，支持一下，期待更多这样的措施。</p></div><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p>'
    )

    document = parse_document(text.encode(), path="x")

    reasons = {span.of(document.raw).strip(): reason for span, reason in document.dropped}
    assert reasons["责任编辑：王一"] == "byline"
    assert reasons["说得好，支持一下，期待更多这样的措施。"] == "comments"


def test_a_statement_above_the_text_does_not_end_it():
    text = page(
        f"<div><p>版权声明：本文为博主原创文章，转载请附上出处。</p><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
    )

    assert paragraphs(text) == [SENTENCE, SENTENCE]


MARKDOWN = f"""---
title: 某市召开科技工作会议
date: 2022-03-05 08:00:00 +0800
author: 某某日报
---

# 某市召开科技工作会议

{SENTENCE[:20]}
{SENTENCE[20:]}

- **第一**，[抓落实](http://a.cn/b)，见成效。

![图](a.png)

[返回首页](/)｜[返回列表](/list)
"""


def test_markdown_behind_front_matter():
    document = parse_document(MARKDOWN.encode(), path="a.md")

    assert document.kind is Kind.FRONT_MATTER
    assert [p.text for p in document.paragraphs] == [SENTENCE, "第一，抓落实，见成效。"]
    assert (document.title, document.source) == ("某市召开科技工作会议", "某某日报")


SAVED_PAGE = f"""首页 | 新闻 | 政务 | 服务
当前位置：首页 > 要闻
某市召开科技工作会议
2022-03-05 08:12 来源：某某日报 责编：王一
{SENTENCE}
某市召开科技工作会议
{SENTENCE}
(记者 李明)
【打印】【关闭】
版权声明：凡本网注明来源的稿件，均为本网所有，未经许可不得转载，违者将追究其法律责任。
相关新闻
某县举办成果路演活动，二十家企业到场
"""


def test_a_page_saved_as_text():
    document = parse_document(SAVED_PAGE.encode(), path="a.txt")

    assert document.kind is Kind.PAGE
    assert [p.text for p in document.paragraphs][:2] == [SENTENCE, SENTENCE]
    assert not any("版权" in p.text or "路演" in p.text for p in document.paragraphs)
    assert document.title == "某市召开科技工作会议"
    assert (document.source, document.published_on.isoformat()) == ("某某日报", "2022-03-05")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"]
)
def test_encodings(encoding):
    text = page(f"<p>{SENTENCE}</p><p>{SENTENCE}</p>")

    document = parse_document(text.encode(encoding), path="x.html")

    assert [p.text for p in document.paragraphs] == [SENTENCE, SENTENCE]


def test_big5_without_a_word_about_it():
    traditional = "會議強調，要抓好科技成果轉化，推動創新鏈和產業鏈融合，為企業排憂解難。"
    text = f"某市召開會議\n{traditional}\n{traditional}\n"

    document = parse_document(text.encode("big5"), path="x.txt")

    assert document.paragraphs[-1].text == SENTENCE


def test_a_few_broken_bytes_do_not_spoil_a_page():
    data = page(f"<p>{SENTENCE}</p>" * 8).encode("gb18030")

    document = parse_document(data[:700] + b"\xff" + data[700:], path="x.html")

    assert document.paragraphs[0].text == SENTENCE


def test_glosses_inside_words_are_passed_over():
    text = "首頁 > 新聞\n會議召開\n2021年11月18日\n加快建設(shè)產(chǎn)業(yè)發(fā)展沃土，打造創(chuàng)新高地，為企業(yè)服務(wù)。\n"

    document = parse_document(text.encode(), path="x.txt")

    assert document.paragraphs[-1].text == "加快建设产业发展沃土，打造创新高地，为企业服务。"
