"""Who is of a story, with which post, and who is not."""

import pytest

from queqiao.documents.facts import read_facts
from tests.factories.documents import document


def people(*paragraphs, title=""):
    found = read_facts(document("a.txt", *paragraphs, title=title)).people
    return [(one.name, one.title, one.organization) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省委书记郑怀民到会。", [("郑怀民", "省委书记", "")]),
        (
            "省委副书记、省长陆知行主持会议。",
            [("陆知行", "省委副书记、省长", "")],
        ),
        (
            "国家发展改革委党组书记、主任严守正讲话。",
            [("严守正", "党组书记、主任", "国家发展改革委")],
        ),
        ("中国科学院院长、党组书记汤慕白表示支持。", [("汤慕白", "院长、党组书记", "中国科学院")]),
        ("青岛市委副书记、市长季长庚出席。", [("季长庚", "市委副书记、市长", "青岛")]),
        ("青岛市副市长季长庚出席。", [("季长庚", "副市长", "青岛市")]),
        ("市政府秘书长殷若谷参加。", [("殷若谷", "秘书长", "市政府")]),
        ("浙江省经济和信息化厅副厅长陶映雪发言。", [("陶映雪", "副厅长", "浙江省经济和信息化厅")]),
        ("外交部发言人顾清川主持例行记者会。", [("顾清川", "发言人", "外交部")]),
        ("国务委员兼外交部长顾清川出访。", [("顾清川", "国务委员兼外交部长", "外交部")]),
        ("恒澜电器董事长兼总裁柳如烟表示乐观。", [("柳如烟", "董事长兼总裁", "恒澜电器")]),
        ("松江大学校长梁启文致辞。", [("梁启文", "校长", "松江大学")]),
        ("第一医院感染科主任医师苗青介绍了病例。", [("苗青", "主任医师", "第一医院感染科")]),
        ("中国工程院院士程铁山作报告。", [("程铁山", "院士", "中国工程院")]),
        ("程铁山院士说，时机已经成熟。", [("程铁山", "院士", "")]),
        ("村支书余小莲带领乡亲种起了药材。", [("余小莲", "村支书", "")]),
        ("时任云川市委书记的孔令奇接受采访。", [("孔令奇", "市委书记", "云川")]),
    ],
)
def test_a_post_before_or_after_a_name(text, expected):
    found = people(text)
    assert [(name, title) for name, title, _body in found] == [(n, t) for n, t, _b in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美国总统惠特曼同法国总理杜布瓦通电话。", ["惠特曼", "杜布瓦"]),
        ("集团首席执行官汉斯·伯格曼表示愿意合作。", ["汉斯·伯格曼"]),
        ("自治区主席艾尔肯·吐尼亚孜陪同考察。", ["艾尔肯·吐尼亚孜"]),
        ("副校长欧阳致远、司马清介绍情况。", ["欧阳致远", "司马清"]),
    ],
)
def test_names_of_other_forms(text, expected):
    assert [name for name, _title, _body in people(text)] == expected


def test_a_list_of_attendees_has_no_posts():
    assert people("胡清河、蔡东参加调研。") == [("胡清河", "", ""), ("蔡东", "", "")]


def test_what_several_hold_is_shared_along_a_list():
    found = people("工信部副部长冯国梁、严子安，市领导黄朝阳、梁石、姚红参加有关活动。")
    assert found == [
        ("冯国梁", "副部长", "工信部"),
        ("严子安", "副部长", "工信部"),
        ("黄朝阳", "市领导", ""),
        ("梁石", "市领导", ""),
        ("姚红", "市领导", ""),
    ]


def test_what_one_holds_alone_is_not_shared():
    assert people("省委书记郑怀民、严子安出席。")[1] == ("严子安", "", "")


def test_the_organization_goes_on_in_a_list_and_the_post_does_not():
    found = people("国家发展改革委副主任林念远、秘书长赵辰光参加。")
    assert found == [
        ("林念远", "副主任", "国家发展改革委"),
        ("赵辰光", "秘书长", "国家发展改革委"),
    ]


def test_leaders_of_two_levels():
    assert people("省及长春市领导吴靖安、胡清河参加。") == [
        ("吴靖安", "省及长春市领导", ""),
        ("胡清河", "省及长春市领导", ""),
    ]


def test_two_organizations_stay_in_the_title_as_written():
    found = people("全国政协副主席，国家发展改革委主任严守正会见来宾。")
    assert found == [("严守正", "全国政协副主席，国家发展改革委主任", "国家发展改革委")]


def test_a_name_is_told_once_with_all_its_places():
    found = read_facts(
        document("a.txt", "省长陆知行到会。陆知行强调，要抓紧落实。", "陆知行还看望了职工。")
    ).people
    assert [(one.name, one.title, len(one.spans)) for one in found] == [("陆知行", "省长", 3)]


def test_a_generic_word_for_the_organization_is_resolved():
    found = people("市长卫长明会见莱恩精工集团客人。", "集团首席执行官汉斯·伯格曼表示愿意投资。")
    assert found[1] == ("汉斯·伯格曼", "首席执行官", "莱恩精工集团")


@pytest.mark.parametrize(
    "text",
    [
        "省长陆知行到会。(黄小鹭)",
        "省长陆知行到会。（记者黄小鹭 于博文）",
        "本报讯（松江日报社融媒体记者刘新安达福）省长陆知行到会。",
        "省长陆知行到会。黄小鹭 摄",
        "记者 黄小鹭\n省长陆知行到会。",
        "责任编辑：黄小鹭\n省长陆知行到会。",
    ],
)
def test_who_makes_the_page_is_not_of_the_story(text):
    assert [name for name, _t, _o in people(*text.split("\n"))] == ["陆知行"]


def test_a_name_in_a_set_phrase_of_doctrine_is_left_out():
    assert people("要深入贯彻习近平总书记视察吉林重要讲话重要指示精神。") == []


def test_the_same_person_is_of_the_story_when_acting():
    assert [n for n, _t, _o in people("习近平总书记强调，创新是第一动力。")] == ["习近平"]


@pytest.mark.parametrize(
    "text",
    [
        "要推动高质量发展，全面提升产业水平，成为全国样板。",
        "“光学城”“卫星城”“汽车城”熠熠生辉。",
        "加快建设产业发展沃土、创新创业高地。",
        "书记强调，要和时间赛跑，方能成就事业。",
        "安全生产和金融风险防范是平时工作的重点。",
        "年产10吉瓦时的生产线建成投产。",
        "犯罪嫌疑人王某被当场抓获。",
    ],
)
def test_words_that_look_like_names(text):
    assert people(text) == []


def test_a_name_that_ends_where_the_verb_begins():
    found = people("省长方既明说，要抓紧。市长韩文在主持时强调落实。院长刘结一会见来宾。")
    assert [name for name, _t, _o in found] == ["方既明", "韩文", "刘结一"]
