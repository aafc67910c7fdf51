"""The same event, told by different papers, becomes one; strangers on one day do not."""

from queqiao.documents.collections import fold_stories, join_events
from queqiao.documents.collections.names import settle_names
from tests.factories.documents import document, event_date, organization, person, place, reading

SIGNING = "9月18日，宜宾市市长鲁清源与星澜储能科技有限公司董事长高则鸣在成都签约。"
AGAIN = "本报讯：鲁清源9月18日见证固态电池项目落地，星澜储能科技有限公司高则鸣到场致辞并答问。"
OTHER = "9月18日，烟台市副市长晏清扬为胶东农业科学院颁发证书，介绍耐盐碱小麦的试种情况。"


def told(path, text, begins, *names, days="9月18日", ends=None, orgs=(), published_on=None):
    found = document(path, text, published_on=published_on)
    return reading(
        found,
        event_dates=(event_date(found, days, begins, ends),),
        people=tuple(person(found, name) for name in names),
        organizations=tuple(organization(found, name) for name in orgs),
        places=(place(found, "成都", "510100"),) if "成都" in text else (),
    )


def events_of(*readings):
    stories = fold_stories([one.document for one in readings])
    return join_events(stories, {one.document.path: one for one in readings})


FIRM = "星澜储能科技有限公司"


def test_two_papers_tell_one_event():
    first = told("a", SIGNING, "2023-09-18", "鲁清源", "高则鸣", orgs=[FIRM])
    second = told("b", AGAIN, "2023-09-18", "鲁清源", "高则鸣", orgs=[FIRM])

    (event,) = events_of(first, second)

    assert event.paths == ("a", "b")
    assert event.people == ("鲁清源", "高则鸣")
    assert event.organizations == (FIRM,)
    assert event.places == ("成都",)
    assert [c.span.of(SIGNING) for c in event.citations if c.path == "a"] == ["9月18日"]


def test_others_on_the_same_day_are_another_event():
    one = told("a", SIGNING, "2023-09-18", "鲁清源", "高则鸣", orgs=[FIRM])
    other = told("b", OTHER, "2023-09-18", "晏清扬", orgs=["胶东农业科学院"])

    assert [event.paths for event in events_of(one, other)] == [("a",), ("b",)]


def test_the_same_people_on_another_day_meet_again():
    one = told("a", SIGNING, "2023-09-18", "鲁清源", "高则鸣", orgs=[FIRM])
    other = told("b", AGAIN, "2023-11-02", "鲁清源", "高则鸣", orgs=[FIRM])

    assert [event.begins_on.month for event in events_of(one, other)] == [9, 11]


def test_a_day_within_a_visit_belongs_to_the_visit():
    visit = told("a", SIGNING, "2023-09-17", "鲁清源", "高则鸣", ends="2023-09-19", orgs=[FIRM])
    day = told("b", AGAIN, "2023-09-18", "鲁清源", "高则鸣", orgs=[FIRM])

    (event,) = events_of(visit, day)

    assert (event.begins_on.day, event.ends_on.day) == (17, 19)


def test_one_shared_name_joins_nothing():
    one = told("a", SIGNING, "2023-09-18", "鲁清源")
    other = told("b", AGAIN, "2023-09-18", "鲁清源")

    assert len(events_of(one, other)) == 2


def test_versions_of_one_story_are_one_event():
    one = told("a", SIGNING, "2023-09-18", "鲁清源")
    copy = told("b", SIGNING + "（转自网络）", "2023-09-18", "鲁清源")

    (event,) = events_of(one, copy)

    assert len(event.stories) == 1
    assert event.paths == ("a", "b")


def test_a_short_name_is_the_only_fuller_one_or_itself():
    assert settle_names(["吉林省科技厅", "省科技厅"])["省科技厅"] == "吉林省科技厅"
    both = settle_names(["吉林省科技厅", "四川省科技厅", "省科技厅"])
    assert both["省科技厅"] == "省科技厅"
    assert settle_names(["甲有限公司", "有限公司"])["有限公司"] == "甲有限公司"
    assert settle_names(["某集团公司", "公司"])["公司"] == "公司"
