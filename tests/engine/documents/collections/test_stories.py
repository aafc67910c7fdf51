"""Near-duplicates fold into stories; every pair that shares enough is found."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.documents.collections import fold_stories
from queqiao.documents.collections.shingles import containment, resemblance, shingles_of
from tests.factories.documents import document

OPENING = "9月18日，宜宾市与星澜储能科技有限公司在成都签署投资合作协议，固态电池项目落户三江新区。"
MIDDLE = (
    "项目总投资65亿元，分两期建设，计划到2026年建成"
    "年产10吉瓦时的半固态电池生产线，预计带动就业2600人。"
)
ENDING = "宜宾市市长鲁清源表示，宜宾将全力做好要素保障，推动项目早开工、早投产、早见效。"
OTHER = "近日，由宝鸡钛谷研究院牵头建设的钛合金增材制造创新平台投入运行，拥有熔化设备等仪器65台。"


def test_reprint_with_another_title_and_a_new_paragraph_is_a_version():
    first = document("a.html", OPENING, MIDDLE, ENDING, title="落户宜宾", published_on="2023-09-19")
    later = document("b.txt", OPENING, MIDDLE, OTHER, published_on="2023-09-20")

    (story,) = fold_stories([later, first])

    assert story.title == "落户宜宾"
    assert story.paths == ("a.html", "b.txt")
    assert [p.text for p in story.versions[1].added] == [OTHER]
    assert 0.5 < story.versions[1].containment < 1


def test_excerpt_is_a_version_of_the_whole():
    whole = document("a.txt", OPENING, MIDDLE, ENDING, OTHER, published_on="2023-09-19")
    part = document("b.txt", MIDDLE, published_on="2023-09-20")

    (story,) = fold_stories([whole, part])

    assert story.versions[1].containment == 1.0
    assert story.versions[1].added == ()


def test_other_news_of_the_same_day_stays_apart():
    stories = fold_stories(
        [
            document("b.txt", OTHER, published_on="2023-09-19"),
            document("a.txt", OPENING, MIDDLE, published_on="2023-09-19"),
        ]
    )

    assert [story.paths for story in stories] == [("a.txt",), ("b.txt",)]


def test_traditional_characters_and_punctuation_make_no_difference():
    written = "全省开发区高质量发展推进会以视频形式召开，会议通报综合考评结果。" * 2
    pasted = "全省開發區高質量發展推進會以視頻形式召開,會議通報綜合考評結果。" * 2

    assert np.array_equal(shingles_of(written), shingles_of(pasted))


def test_texts_without_letters_share_nothing():
    assert resemblance(shingles_of("。。"), shingles_of("。。")) == 0.0
    assert containment(shingles_of(""), shingles_of(OPENING)) == 0.0
    assert len(fold_stories([document("a"), document("b")])) == 2


def test_no_documents_no_stories():
    assert fold_stories([]) == ()


SENTENCES = [
    f"第{i}条：{a}单位应当在{b}方面{c}，并于{i * 7 + 3}日内报送{a}{b}情况。"
    for i, (a, b, c) in enumerate(
        zip(
            ("科技", "财政", "教育", "农业", "交通", "水利", "商务", "文旅"),
            ("成果转化", "资金使用", "人才培养", "良种选育", "道路养护", "灌溉", "外贸", "景区"),
            (
                "加强统筹",
                "严格审核",
                "扩大招生",
                "做好试验",
                "增加投入",
                "节约用水",
                "开拓",
                "提升",
            ),
            strict=True,
        )
    )
]


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), min_size=1, max_size=8)
)
def test_stories_are_those_that_comparing_every_pair_finds(drawn):
    documents = [document(f"{i}", *paragraphs) for i, paragraphs in enumerate(drawn)]
    texts = [set(shingles_of("\n".join(p)).tolist()) for p in drawn]

    def same(one, other):
        shared = len(one & other)
        small = min(len(one), len(other))
        return shared / len(one | other) >= 0.5 or (small >= 40 and shared / small >= 0.75)

    groups = [{i} for i in range(len(drawn))]
    for i, j in combinations(range(len(drawn)), 2):
        if same(texts[i], texts[j]):
            joined = next(g for g in groups if i in g) | next(g for g in groups if j in g)
            groups = [g for g in groups if not g & joined] + [joined]

    found = {frozenset(int(path) for path in story.paths) for story in fold_stories(documents)}

    assert found == {frozenset(group) for group in groups}


@given(st.text(min_size=5, max_size=80), st.text(min_size=5, max_size=80))
def test_shares_lie_between_nothing_and_all(one, other):
    a, b = shingles_of(one), shingles_of(other)

    assert 0 <= resemblance(a, b) <= containment(a, b) <= 1
    assert resemblance(a, b) == resemblance(b, a)


def test_a_formula_of_the_genre_joins_nobody():
    formula = "坚持以人民为中心"
    texts = [
        formula + "".join(chr(0x4E00 + 997 * i + 31 * j) for j in range(60)) for i in range(20)
    ]
    documents = [document(f"{i:02}", text) for i, text in enumerate(texts * 4)]

    assert [len(story.versions) for story in fold_stories(documents)] == [4] * 20


def test_an_article_that_everybody_reprints_is_one_story():
    """More copies than a shingle may propose pairs for are chained one to the next."""
    copies = [document(f"{i:03}", OPENING, MIDDLE, f"本站{i}号编辑整理。") for i in range(90)] + [
        document("else", OTHER)
    ]

    stories = fold_stories(copies)

    assert sorted(len(story.versions) for story in stories) == [1, 90]
