"""Words and search terms of technical text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.errors import BadInput, Missing
from queqiao.text import PART_WEIGHT, Segmenter, default_segmenter, normalize
from queqiao.text.io import load_shipped_words, load_words

TEXTS = st.text(
    alphabet="锂离子电池高镍三元正极材料专精特新的研究Q235gh4169-.5℃，。 \nＡ（）İ", max_size=40
)


@pytest.fixture(scope="module")
def segmenter():
    return default_segmenter()


def words(segmenter, text):
    return [token.text for token in segmenter.tokens(text)]


@pytest.mark.parametrize(
    "word",
    [
        *("专精特新", "揭榜挂帅", "免申即享", "高镍三元正极材料", "全固态电池", "金刚线切割"),
        *("选区激光熔化", "水肥一体化", "低轨卫星", "拉曼光谱仪"),
    ],
)
def test_segmenter_keeps_terms_whole(segmenter, word):
    assert word in words(segmenter, f"本项目研究{word}的关键技术")


def test_terms_keep_names_and_drop_the_rest(segmenter):
    text = "采用Q235与GH4169，Al2O3涂层厚度0.05mm，CO2排放≤30%，304不锈钢，5G、C++！"

    terms = segmenter.terms(text)

    assert {"q235", "gh4169", "al2o3", "co2", "304", "不锈钢", "5g", "c++"} <= set(terms)
    assert not {"采用", "与", "，", "0.05mm", "30", "≤", "的"} & set(terms)


def test_terms_of_a_posting_leave_its_form_out(segmenter):
    terms = segmenter.terms("需求内容：我公司希望寻求解决冻干果蔬脆片返潮问题的专家")

    assert terms[0] == "冻干果蔬"
    assert not {"需求内容", "我公司", "希望", "寻求", "公司"} & set(terms)


def test_terms_repeat_with_the_text(segmenter):
    assert segmenter.terms("电池，电池") == ["电池", "电池"]


def test_terms_add_the_words_inside_a_long_one(segmenter):
    terms = segmenter.terms("高镍三元正极材料")

    assert terms[0] == "高镍三元正极材料"
    assert {"三元正极材料", "正极材料", "正极", "材料"} <= set(terms)


def test_terms_add_the_parts_of_a_hyphenated_name(segmenter):
    assert segmenter.terms("WC-Co 25-30") == ["wc-co", "wc", "co"]


def test_query_terms_weigh_parts_less(segmenter):
    weights = segmenter.query_terms("正极材料，正极材料")

    assert weights["正极材料"] == 2
    assert weights["正极"] == pytest.approx(2 * PART_WEIGHT)


def test_single_characters_count_where_they_name_something(segmenter):
    assert segmenter.terms("铝、锂、和") == ["铝", "锂"]


def test_operator_words_are_kept_whole():
    text = "吉光一号载荷"

    own = Segmenter(["吉光一号"])

    assert "吉光一号" in words(own, text)
    assert own.knows("吉光一号")
    assert not default_segmenter().knows("吉光一号")


def test_operator_words_may_be_traditional_and_full_width():
    own = Segmenter(["鋰電隔膜ＰＰ"])

    assert own.terms("锂电隔膜PP")[0] == "锂电隔膜pp"


@given(TEXTS)
def test_tokens_cover_the_text(text):
    tokens = default_segmenter().tokens(text)

    assert "".join(token.text for token in tokens) == text
    assert all(token.text == text[token.start : token.end] for token in tokens)


@given(TEXTS)
def test_query_terms_are_the_terms(text):
    segmenter = default_segmenter()

    assert set(segmenter.query_terms(text)) == set(segmenter.terms(text))


@given(TEXTS)
def test_terms_do_not_depend_on_the_spelling(text):
    segmenter = default_segmenter()

    assert segmenter.terms(text) == segmenter.terms(normalize(text).text)
    assert segmenter.terms(text) == Segmenter.terms(segmenter, text)


def test_shipped_dictionary_is_large_and_clean():
    terms = load_shipped_words("terms")

    assert len(terms) > 4500
    assert [word for word in terms if len(word) < 2 or normalize(word).text != word] == []
    assert sorted(terms & load_shipped_words("stop")) == []


def test_shipped_dictionary_lists_each_word_once_a_file():
    folder = Path(__file__).parents[3] / "src/queqiao/text/dictionary/terms"
    for path in sorted(folder.glob("*.txt")):
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
        listed = [word for line in lines for word in line.split()]
        assert sorted({word for word in listed if listed.count(word) > 1}) == [], path.name


def test_load_words_reads_comments_and_gbk(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes("# 我们的词\n吉光一号 鋰電隔膜  # 12 次\nC#语言\n".encode("gb18030"))

    assert load_words(path) == {"吉光一号", "锂电隔膜", "C#语言"}


def test_load_words_names_every_bad_word(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("锂\n吉光一号\n（电池）\n" + "电" * 30, encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        load_words(path)

    assert [problem.row for problem in caught.value.problems] == [1, 3, 4]
    assert "锂" in caught.value.describe()


def test_load_words_missing_file(tmp_path):
    with pytest.raises(Missing):
        load_words(tmp_path / "none.txt")
