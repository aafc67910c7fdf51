"""``normalize``: what each kind of noise becomes, and that offsets always lead back."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from queqiao.core import Span
from queqiao.text import normalize

ARTICLES = Path(__file__).parents[3] / ".." / "shared" / "articles"

NOISE = st.sampled_from(
    [
        *("設(shè)", "產(chǎn)", "業（yè）", "水(water)", "fā", "(fa\u0304)", "(", ")"),
        *("&ge;", "&nbsp;", "&amp;lt;", "&#8805;", "&#x4e2d;", "&&", ";", "<", ">", "\ud800"),
        *("\\n", "\\r\\n", "\\t", "C:\\new", "\\nu", "\r\n", "\u3000", "\u200b", "\ufeff", "\x07"),
        *(
            "10⁻⁶",
            "m²",
            "㎡",
            "½",
            "①",
            "℃",
            "°C",
            "º C",
            "25oC",
            *("O", "5O", "0.O5", "."),
            "Ω",
            "\u2126",
            "µ",
            "‰",
            "×",
            "…",
        ),
        *("～", "－", "—", "５％", "，", "１，２", "\uf0b3", "™", "ﬁ", "Ⅲ", "“", "·", "•"),
        *("乾燥", "乾隆", "e\u0301", "ｶﾞ", "ﾞ", "한", "\u1100\u1161", " ", "中", "文", "a", "1"),
        *("<sup>-3</sup>", "<br/>", "<p class='x'>"),
    ]
)
noisy_text = st.one_of(st.lists(NOISE, max_size=12).map("".join), st.text(max_size=30))
plain_text = st.text(
    alphabet="锂离子电池能量密度不低于的研究,与方法。、ABCxyz0123456789 -+%/()≥≤±℃μΩ·×~\n",
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("設(shè)備產(chǎn)業(yè)", "设备产业"),
        ("設（shè）備", "设备"),
        ("設(she\u0300)備", "设备"),
        ("水(water)和水(H2O)", "水(water)和水(H2O)"),
        ("屬(shǔ)於(yú)我們(men)的產(chǎn)業", "属于我们的产业"),
        ("我們(men)", "我们(men)"),
        ("强度&ge;5&nbsp;MPa", "强度≥5 MPa"),
        ("&#8805;&#x2264;", "≥≤"),
        ("&amp;lt;2&amp;amp;nbsp;", "<2 "),
        ("AT&T;R&D", "AT&T;R&D"),
        ("需求内容：\\n\\n1、圆度", "需求内容:\n\n1、圆度"),
        ("指标\\nPVC管\\r\\n完", "指标\nPVC管\n完"),
        ("存于C:\\new\\names.txt", "存于C:\\new\\names.txt"),
        ("系数\\nu=0.3", "系数\\nu=0.3"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("10⁻⁶m，10²", "10^-6m,10^2"),
        ("㎡ m² cm⁻¹ Ca²⁺ CO₂", "m2 m2 cm^-1 Ca2+ CO2"),
        ("10<sup>-6</sup>", "10^-6"),
        ("2½小时", "2 1/2小时"),
        ("①能量密度②300", "(1)能量密度(2)300"),
        ("25°C 25º C 25oC 25℃", "25℃ 25℃ 25℃ 25℃"),
        ("\u2126 Ω µ", "Ω Ω μ"),
        ("５～１０％", "5~10%"),
        ("－50至−20", "-50至-20"),
        ("5—10，2019——2020", "5-10, 2019——2020"),
        ("1，200，300", "1, 200, 300"),
        ("W/(m•K) ‰ × ≧ ≮", "W/(m·K) ‰ × ≥ ≥"),
        ("温度\uf0b385", "温度≥85"),
        ("a\u200bb\ufeffc\x07\u3000d", "abc d"),
        ("乾燥乾隆徵求特徵鹼性", "干燥乾隆征求特征碱性"),
        ("石墨烯™", "石墨烯"),
        ("压力5O MPa，Ra≤0.O5μm，圆柱度O.003 mm", "压力50 MPa,Ra≤0.05μm,圆柱度0.003 mm"),
        ("流量12OL/min，3OOO小时，5OoC，6OHz，6OHRC", "流量120L/min,3000小时,50℃,60Hz,60HRC"),
        ("Al2O3、P2O5、O2、3Al2O3·2SiO2、CO2", "Al2O3、P2O5、O2、3Al2O3·2SiO2、CO2"),
        ("LiNi0.5Mn1.5O4、O2O、2OH、5Ohm、2OLED", "LiNi0.5Mn1.5O4、O2O、2OH、5Ohm、2OLED"),
        ("OK. O. 3.Open 5.O mm", "OK. O. 3.Open 5.0 mm"),
    ],
)
def test_normalize_spelling(written, read):
    assert normalize(written).text == read


def test_normalize_points_into_the_original():
    written = "設(shè)備&ge;10⁻⁶㎡"

    result = normalize(written)

    assert result.text == "设备≥10^-6m2"
    quoted = {
        result.text[i : i + 1]: result.original_span(i, i + 1).of(written)
        for i in range(len(result.text))
    }
    assert quoted["设"] == "設"
    assert quoted["备"] == "備"
    assert quoted["≥"] == "&ge;"
    assert quoted["^"] == "⁻⁶"
    assert quoted["m"] == "㎡"
    assert result.original_span(0, 2).of(written) == "設(shè)備"


def test_normalize_empty_span_stays_empty():
    result = normalize("&ge;5")

    assert result.original_span(1, 1) == Span(4, 4)
    assert result.original_span(2, 2) == Span(5, 5)
    assert normalize("").original_span(0, 0) == Span(0, 0)


def test_normalize_span_outside_the_text_is_refused():
    with pytest.raises(IndexError):
        normalize("中").original_span(0, 2)


@given(noisy_text)
def test_normalize_offsets_are_monotone_and_inside(text):
    result = normalize(text)

    spans = [result.original_span(i, i + 1) for i in range(len(result.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    if spans:
        assert result.original_span(0, len(spans)) == Span(spans[0].start, spans[-1].end)


@given(noisy_text)
def test_normalize_is_idempotent(text):
    once = normalize(text).text

    assert normalize(once).text == once


@given(plain_text)
def test_normalize_leaves_plain_text_alone(text):
    result = normalize(text)

    assert result.text == text
    assert result.original_span(0, len(text)) == Span(0, len(text))


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30))
def test_normalize_keeps_length_of_han_text(text):
    assert len(normalize(text).text) == len(text)


@given(st.characters(exclude_categories=["Cs", "Co", "Cn"]))
def test_normalize_agrees_with_nfkc_on_letters_and_digits(char):
    """The oracle is Unicode's NFKC; only punctuation, symbols and numbers leave it on purpose."""
    spelled = unicodedata.normalize("NFKC", char)
    assume(unicodedata.category(char) in {"Lu", "Ll", "Lo", "Nd"} and char not in "ªº")
    assume(not any(unicodedata.name(each, "").startswith("CJK") for each in spelled))

    assert normalize(char).text == spelled


def test_normalize_long_text():
    """A megabyte with 150,000 edits: the time must grow with the text, not with its square."""
    text = "需求\\n强度&ge;５MPa，１０⁻⁶。設(shè)備" * 30_000

    result = normalize(text)

    assert result.text.count("≥") == 30_000
    assert result.original_span(len(result.text) - 2, len(result.text)).of(text) == "設(shè)備"


@pytest.mark.shared
def test_normalize_real_article_loses_every_gloss():
    if not ARTICLES.is_dir():
        pytest.skip("the reference articles are not beside the checkout")
    (path,) = ARTICLES.glob("003_*.txt")

    result = normalize(path.read_text(encoding="utf-8"))

    assert "(" not in result.text
    assert "加快建设产业发展沃土创新创业高地" in result.text
