"""The lexicon that ships, and what an operator adds to it."""

import pytest

from queqiao.documents.facts import load_lexicon, read_facts
from queqiao.errors import BadInput, Missing
from tests.factories.documents import document


def write(folder, text):
    path = folder / "lexicon.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_operator_adds_mechanisms_posts_and_bodies(tmp_path):
    path = write(
        tmp_path,
        "mechanisms: {talent_tree: [引育树]}\n"
        "organizations: {松研院: 松江产业技术研究院}\n"
        "posts: [链长]\nconcepts: [青苗计划]\n",
    )
    text = "省链长陆知行推行引育树，松研院落实青苗计划。揭榜挂帅照旧。"
    found = read_facts(document("a.txt", text), lexicon=load_lexicon(path))
    assert [one.name for one in found.mechanisms] == ["引育树", "揭榜挂帅"]
    assert [one.name for one in found.organizations] == ["松研院"]
    assert [(one.name, one.title) for one in found.people] == [("陆知行", "省链长")]
    assert [one.name for one in found.concepts] == ["青苗计划"]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(Missing) as caught:
        load_lexicon(tmp_path / "none.yaml")
    assert "none.yaml" in caught.value.describe("zh")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 揭榜挂帅\n", "documents.lexicon.no_sections"),
        ("mechanism: {a: [b]}\n", "documents.lexicon.unknown_section"),
        ("mechanisms: {a: b}\n", "documents.lexicon.no_mechanisms"),
        ("organizations: [甲]\n", "documents.lexicon.no_organizations"),
        ("posts: 链长\n", "documents.lexicon.no_list"),
        ("posts: [\n", "documents.lexicon.no_yaml"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path, text, code):
    with pytest.raises(BadInput) as caught:
        load_lexicon(write(tmp_path, text))
    assert [one.message.code for one in caught.value.problems] == [code]
    assert all(caught.value.describe(language) for language in ("zh", "en"))


def test_all_problems_are_told_together(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_lexicon(write(tmp_path, "posts: 链长\nplaces: []\n"))
    assert len(caught.value.problems) == 2


def test_bytes_that_are_no_text_are_told(tmp_path):
    path = tmp_path / "lexicon.yaml"
    path.write_bytes(b"\xff\xfe\x00\xff")
    with pytest.raises(BadInput) as caught:
        load_lexicon(path)
    assert caught.value.problems[0].message.code == "documents.lexicon.unreadable"
