"""
From an empty region to a demand and two hundred achievements that everybody finds.

One journey in a real browser, web and worker running: an enterprise, a researcher, an officer, a
visitor, and somebody who tries what is not theirs.
"""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.e2e.platform.addresses import addresses
from tests.e2e.platform.people import PATIENCE_MS
from tests.factories.web.tables import workbook
from tests.web.processes.place import wait_for

pytestmark = pytest.mark.browser
FIRM, FIRM_CODE = "虚构净月陶瓷轴承有限公司", "91220100MA1Q7CJXHB"
PHONE = "13900001234"
PASSWORD = "que-qiao-xiang-hui-77"
VAGUE = "轴承球加工质量不稳定"
VAGUE_WORDS = "我们的轴承球加工质量不稳定，希望找到懂行的团队帮忙改进。"
CLEAR = "氮化硅陶瓷轴承球精密研磨工艺开发"
CLEAR_WORDS = "氮化硅陶瓷轴承球圆度只能做到0.3μm，需要新的精密研磨工艺。"
DETAILS = (
    "现用两盘研磨，单批研磨时间72h，成品球圆度0.3μm。希望开发新工艺："
    "球圆度≤0.08μm，表面粗糙度Ra≤0.005μm，成品率≥95%。"
)
SECRET = "配方代号玄武七，客户为虚构航发集团"
OTHER_DRAFT = "还没想好要不要公开的回转支承难题"

HEAD = [
    "序号", "成果名称", "公开摘要", "技术原理", "关键词", "所属行业", "所在地区", "合作方式",
    "技术成熟度", "成熟度佐证", "专利号", "权属", "是否职务科技成果", "完成人", "价格（万元）",
    "成果编号",
]  # fmt: skip
MATERIALS = ("氮化硅", "氧化锆", "碳化硅", "轴承钢", "高温合金", "钛合金", "硬质合金", "单晶硅")
METHODS = ("双自转研磨", "超声辅助磨削", "磁流变抛光", "激光辅助车削", "电解磨削")
PARTS = ("轴承球", "轴承套圈", "密封环", "阀芯", "喷嘴")

MISTAKES = {  # row of the two hundred: column, what stands there, the column as the page calls it
    3: ("成果名称", "", "成果名称"),
    10: ("所在地区", "朝阳区", "地区"),
    20: ("所在地区", "月球背面", "地区"),
    30: ("所属行业", "炼金术", "应用行业"),
    40: ("技术成熟度", "十二级", "技术成熟度"),
    50: ("价格（万元）", "五百头牛", "价格（万元）"),
    60: ("合作方式", "以物易物", "合作方式"),
    70: ("是否职务科技成果", "也许", "职务科技成果"),
    80: ("完成人", "甲（60%）、乙（60%）", "完成人"),
    90: ("专利号", "专利在办", "专利与证书"),
}
TITLE_LINES = 3
"""Lines of the file above its first row: two of titles, and the headings."""


def good_rows():
    """Two hundred achievements, each with a title of its own."""
    return [
        [
            number,
            f"{material}{part}{method}技术",
            f"面向{material}{part}的{method}技术，圆度和表面质量稳定，可批量应用。",
            f"以{method}加工{material}{part}，在线测力闭环控制，圆度≤0.08μm，表面粗糙度Ra≤0.01μm。",
            f"{material}、{part}、{method}",
            "3451",
            "吉林省长春市朝阳区",
            "技术转让、技术许可",
            "7",
            "2026年完成第三方检测，报告齐全",
            f"ZL2021{number:08d}.X（发明）",
            "独有",
            "是",
            "甲（60%）、乙（40%）",
            30 + number % 50,
            f"N-{number:03d}",
        ]
        for number, (material, method, part) in enumerate(
            product(MATERIALS, METHODS, PARTS), start=1
        )
    ]


def sheet():
    """The good rows with mistakes in them, and one row that stands there twice."""
    rows = good_rows()
    for number, (column, text, _heading) in MISTAKES.items():
        rows[number - 1][HEAD.index(column)] = text
    twice = good_rows()[4]
    return workbook(
        [HEAD, *rows, [len(rows) + 1, *twice[1:]]], before=[["科技成果汇总表"], ["填报：科研处"]]
    )


def register(clerk):
    """An account, and an organization that waits for verification; its code."""
    clerk.go("/").follow("注册", within="header")
    clerk.fill(display_name="李小云", email="li@example.org", password1=PASSWORD)
    clerk.page.locator("main [name=terms]").check()
    clerk.press("注册").go("/organizations/new/")
    clerk.fill(name=FIRM, uscc=FIRM_CODE, contact_name="李小云", contact_phone=PHONE)
    clerk.choose_region("吉林省", "长春市", "南关区")
    clerk.page.locator("main [name=kind]").select_option(label="企业")
    clerk.press("登记").sees(FIRM, "等待核验").look("region-registered")
    return clerk.code


def verify(officer, clerk, organization):
    officer.comes_to_see("/workspace/", "待核验").look("region-officer")
    officer.go("/verification/").follow(FIRM).look("region-verify")
    officer.sees(FIRM_CODE, "南关区").press("核验通过").sees("核验通过")
    clerk.comes_to_see("/notifications/", f"{FIRM}已核验通过")
    clerk.go(f"/organizations/{organization}/").sees("已核验")


def post_vaguely(clerk):
    """The form asks while one types; what is still missing is told before anything is sent."""
    clerk.go("/demands/new/").fill(title=VAGUE, summary=VAGUE_WORDS)
    questions = clerk.page.locator("#hints .questions li")
    expect(questions.first).to_be_visible(timeout=PATIENCE_MS)
    asked = questions.count()
    clerk.look("region-questions")
    clerk.fill(description=DETAILS, secret_annex=SECRET)
    indices = clerk.page.locator("#hints table.indices")
    expect(indices).to_contain_text("0.08", timeout=PATIENCE_MS)
    assert questions.count() < asked
    clerk.look("region-indices")
    clerk.press("提交审核").sees("提交前还需补充")
    clerk.fill(industry_code="3451").tick("modes", "joint_development").fill(budget_cny="80")
    clerk.press("提交审核").sees("已提交", VAGUE)
    return clerk.code


def send_back(officer, clerk, demand):
    officer.comes_to_see("/demands/review/", VAGUE).look("region-queue")
    officer.follow(VAGUE).press("开始审核").look("region-review")
    officer.page.locator("main summary", has_text="退回修改").click()
    officer.tick("reasons", "unclear").fill(text="标题请写明是什么材料的球、做什么工艺。")
    officer.press("退回修改").sees("已退回")
    clerk.comes_to_see("/notifications/", f"“{VAGUE}”被退回修改")
    clerk.go(f"/demands/{demand}/").sees("退回原因", "标题请写明").look("region-returned")


def mend_and_publish(officer, clerk, demand):
    clerk.follow("修改").sees("标题请写明")
    clerk.fill(title=CLEAR, summary=CLEAR_WORDS).press("提交审核").sees("已提交")
    officer.comes_to_see("/demands/review/", CLEAR)
    officer.follow(CLEAR).sees("圆度").sees_none_of(SECRET).press("发布").sees(f"已发布：{CLEAR}")
    clerk.comes_to_see("/notifications/", f"“{CLEAR}”已发布")
    clerk.go(f"/demands/{demand}/").sees("参与匹配").look("region-published")


def grow_stale(live, clerk, visitor, demand):
    """Reminded in time, expired when nobody answered, back when it is confirmed."""
    live.call("days_pass", demand=demand, days=170)
    clerk.comes_to_see("/notifications/", f"“{CLEAR}”还有效吗")
    wait_for(
        lambda: any(CLEAR in mail and "还有效吗" in mail for mail in live.readable_mails()),
        what="no mail asks whether the demand is still valid",
    )
    visitor.go("/demands/").sees(CLEAR)
    live.call("days_pass", demand=demand, days=20)
    clerk.comes_to_see("/notifications/", f"“{CLEAR}”已失效").look("region-notices")
    visitor.go("/demands/").sees_none_of(CLEAR)
    clerk.go(f"/demands/{demand}/").sees("已失效").press("确认仍然有效").sees("需求仍然有效")
    visitor.go("/demands/").sees(CLEAR)


def import_sheet(researcher):
    """Every mistake is told by row, and mended in the page; one row stands twice; its address."""
    researcher.go("/achievements/mine/").follow("从 Excel 导入").look("region-import")
    file = {"name": "成果汇总.xlsx", "mimeType": "application/octet-stream", "buffer": sheet()}
    researcher.page.locator("main [name=file]").set_input_files(file)
    researcher.press("上传并检查").sees("201 行").look("region-problems")
    expect(researcher.page.locator(".cell-problem")).to_have_count(len(MISTAKES))
    rows = good_rows()
    for number, (column, _text, heading) in MISTAKES.items():
        row = researcher.page.locator(f"#row-{number + TITLE_LINES} tbody tr")
        expect(row).to_have_count(1)
        expect(row.get_by_role("rowheader")).to_have_text(heading)
        row.locator("input, textarea").first.fill(str(rows[number - 1][HEAD.index(column)]))
    researcher.press("保存并重新检查").sees("已重新检查")
    address = researcher.page.url.partition("?")[0]
    researcher.go(f"{address}?show=twice").sees("第 8 行").press("不写入")
    researcher.go(address).press("写入 200 行")
    researcher.comes_to_see(address, "已写入 200 行").look("region-written")
    return address


def publish_all(officer, researcher):
    """Two pages of a hundred drafts are submitted, and published by the officer."""
    for _page in range(2):
        researcher.go("/achievements/mine/?state=draft")
        researcher.page.get_by_label("选择本页全部").check()
        researcher.press("提交所选成果审核").sees("已提交 100 项")
    researcher.look("region-mine")
    for _page in range(2):
        officer.go("/achievements/review/")
        officer.page.get_by_label("选择本页全部").check()
        officer.press("发布所选").sees("已发布 100 项")
    officer.look("region-reviewed")


def find_both(visitor):
    achievement = good_rows()[0][1]
    visitor.comes_to_see("/search/?q=氮化硅陶瓷轴承球研磨", CLEAR, achievement)
    visitor.look("region-found").sees_none_of(SECRET, OTHER_DRAFT, PHONE)
    visitor.page.get_by_role("link", name=achievement).click()
    visitor.sees(achievement, "0.08").look("region-achievement")
    code = visitor.code
    visitor.go("/").sees(CLEAR).look("region-home")
    return code


def keep_a_draft(clerk):
    clerk.go("/demands/new/").fill(title=OTHER_DRAFT, summary=SECRET).press("保存草稿")
    clerk.sees(OTHER_DRAFT)
    return clerk.code


def answers(stranger, codes):
    """Each page of these records, asked for and sent to: name, method, status, text."""
    stranger.go("/me/")
    token = stranger.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    names = {
        name: url for name, url in addresses(codes).items() if any(c in url for c in codes.values())
    }
    for name, address in names.items():
        asked = stranger.context.request.get(address, max_redirects=0)
        sent = stranger.context.request.post(
            address, max_redirects=0, headers={"X-CSRFToken": token}, form={"text": "试试"}
        )
        yield name, "GET", asked.status, asked.text()
        yield name, "POST", sent.status, sent.text()


OPEN_TO_ALL = {"demand_detail", "achievement_detail", "organization_detail"}
HIDDEN = (SECRET, OTHER_DRAFT, PHONE, "成果汇总.xlsx")
EVENTS_OF_STRANGER = (
    "SELECT count(*) FROM foundation_auditevent e JOIN accounts_user u ON u.id = e.actor_id"
    " WHERE u.username = 'stranger'"
)


def try_everything(stranger, *, published, hidden):
    """Pages of others are refused with the reason, never with data, and nothing changes."""
    let_in, unsaid, leaks = set(), [], []
    tried = 0
    for codes, are_public in ((published, True), (hidden, False)):
        for name, method, status, text in answers(stranger, codes):
            tried += 1
            if status == 200 and are_public and name in OPEN_TO_ALL:
                let_in.add(name)
            elif status not in {403, 404, 405}:
                unsaid.append((name, method, status))
            elif status != 405 and "<h1>" not in text:
                unsaid.append((name, method, "no reason"))
            leaks += [(name, method, one) for one in HIDDEN if one in text]
    assert unsaid == []
    assert leaks == []
    assert let_in == OPEN_TO_ALL
    assert tried > 100


def test_a_region_comes_to_life(live, people):
    live.call("officials")
    live.call(
        "side", username="researcher", title="虚构大学", display_name="钱教授", kind="university"
    )
    live.call("side", username="stranger", title="虚构别家机械有限公司", display_name="孙别家")
    clerk, visitor = people("clerk"), people()
    officer, researcher, stranger = (
        people(name).sign_in() for name in ("officer", "researcher", "stranger")
    )

    organization = register(clerk)
    verify(officer, clerk, organization)
    demand = post_vaguely(clerk)
    send_back(officer, clerk, demand)
    mend_and_publish(officer, clerk, demand)
    grow_stale(live, clerk, visitor, demand)
    draft = keep_a_draft(clerk)
    table = import_sheet(researcher).rstrip("/").rpartition("/")[2]
    publish_all(officer, researcher)
    achievement = find_both(visitor)
    before = live.ask(EVENTS_OF_STRANGER)
    try_everything(
        stranger,
        published={
            "demand": demand, "achievement": achievement, "organization": organization,
            "verification": organization,
            "import": table,
        },
        hidden={"demand": draft},
    )  # fmt: skip
    assert live.ask(EVENTS_OF_STRANGER) == before
    assert live.command("verify_audit").returncode == 0
