"""
From two records that fit each other to a signed, paid, producing deal.

One journey in a real browser, web and worker running: two sides answer a match, a broker takes the
deal through its steps, one price is found by auction and another by listing, and the officer sees
each step move the funnel, whose figures an SQL query of its own counts too.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.platform.people import PATIENCE_MS
from tests.e2e.platform.seeds import (
    CERAMIC_DEMAND,
    CERAMIC_OFFER,
    EARLY_OFFER,
    LISTED_OFFER,
)
from tests.web.deals.test_funnel import INDEPENDENT

pytestmark = pytest.mark.browser
HERE = ZoneInfo("Asia/Shanghai")
ORGANIZATIONS = {
    "buyer": ("虚构长白轴承有限公司", "李小云", "enterprise"),
    "rival": ("虚构伊通精工有限公司", "孙竞买", "enterprise"),
    "third": ("虚构饮马河装备有限公司", "郑竞买", "enterprise"),
    "seller": ("虚构净月大学", "钱教授", "university"),
    "other": ("虚构南湖研究所", "冯研究", "institute"),
}


def day(moment):
    return moment.strftime("%Y-%m-%d")


def funnel_of(live, officer):
    """The figures of the funnel's page, which an independent count must give as well."""
    officer.go("/funnel/")
    shown = officer.page.locator("ul.bars .num").all_inner_texts()
    figures = [int(re.match(r"\d+", text)[0]) for text in shown]
    (independent,) = live.rows(INDEPENDENT.replace("%%", "%"))
    assert figures == [int(one) for one in independent]
    return figures


def publish(officer):
    officer.go("/demands/review/").follow(CERAMIC_DEMAND).press("发布").sees("已发布")
    officer.go("/achievements/review/")
    officer.page.get_by_label("选择本页全部").check()
    officer.press("发布所选").sees("已发布 2 项")


def read_both_sides(buyer, seller):
    """Reasons, checks and near misses, for the side that asks and the side that offers."""
    buyer.comes_to_see("/matches/", CERAMIC_OFFER, EARLY_OFFER, "受限于")
    buyer.look("deal-matches").follow(EARLY_OFFER)
    buyer.sees("近似匹配：内容相符，但有条件不满足", "前置条件", "成熟度").look("deal-near-miss")
    buyer.go("/matches/").follow(CERAMIC_OFFER)
    buyer.sees("各项条件均满足", "指标核对", "0.08", "0.06", "达到").look("deal-match")
    seller.comes_to_see("/matches/?side=achievement", CERAMIC_DEMAND)
    seller.follow(CERAMIC_DEMAND).sees("各项条件均满足", "指标核对", "0.06", "达到")


def decline(buyer, other):
    """Somebody asks and is declined with a code; they are told, and read why."""
    buyer.go("/matches/").follow(EARLY_OFFER).press("有意向").sees("答复已记录")
    match = buyer.page.url
    other.comes_to_see("/notifications/", f"“{EARLY_OFFER}”收到对接意向")
    other.go("/matches/?side=achievement").follow(CERAMIC_DEMAND)
    other.page.locator("main summary", has_text="婉拒并说明原因").click()
    other.page.locator("main [name=code]").select_option("too_early")
    other.fill(text="原理样机明年才能定型。").press("婉拒").sees("答复已记录")
    buyer.comes_to_see("/notifications/", f"“{CERAMIC_DEMAND}”被婉拒")
    buyer.go(match).sees("婉拒：成熟度不足", "原理样机明年才能定型").look("deal-declined")


def accept(buyer, seller, officer):
    """Both are interested and introduced; the officer puts a broker in charge; the address."""
    seller.go("/matches/?side=achievement").follow(CERAMIC_DEMAND).press("有意向")
    seller.sees("答复已记录")
    buyer.comes_to_see("/notifications/", f"“{CERAMIC_DEMAND}”收到对接意向")
    buyer.go("/matches/").follow(CERAMIC_OFFER).press("有意向")
    buyer.sees("双方均有意向，已为您引荐", "虚构净月大学").look("deal-introduction")
    address = buyer.page.url
    officer.go(address).page.locator("main [name=broker]").select_option(label="赵经纪")
    officer.press("指派").sees("赵经纪")
    return address


def go_through_the_nda(broker, buyer, seller, introduction):
    """From the first talk to the search for a price; the address of the deal."""
    broker.go(introduction).press("开始交易").sees("下一步")
    deal = broker.page.url
    broker.press("已接洽").sees("已记录接洽").look("deal-contacted")
    buyer.go(deal).press("代表本方签署保密协议").sees("签署已记录", "需求方已签署")
    seller.go(deal).press("代表本方签署保密协议").sees("保密附件")
    broker.go(deal).press("开始评估").fill(evaluation="三批样品复测，圆度均不大于0.08μm。")
    broker.press("开始洽谈").press("进入定价").sees("提出此价格")
    return deal


def unfold(person, words):
    person.page.locator("main summary", has_text=words).first.click()


def auction(live, broker, bidders, deal):
    """Three bid; whoever bids too little is told the least; the highest gets the hammer."""
    now = datetime.now(HERE)
    broker.go(deal)
    unfold(broker, "发起竞价")
    broker.fill(
        floor_cny="500000",
        step_cny="10000",
        bond_cny="50000",
        opens_at=now.strftime("%Y-%m-%dT%H:%M"),
        closes_at=(now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
    )
    broker.press("发起").sees("竞价已发起").follow("竞价").look("deal-auction")
    price = broker.page.url
    for one in bidders:
        one.go(price).press("报名竞买").sees("报名成功")
        broker.go(price).press("保证金到账").sees("保证金已登记")
    buyer, rival, third = bidders
    for one, amount in ((rival, "500000"), (third, "520000"), (buyer, "650000")):
        one.go(price).fill(amount_cny=amount).press("出价").sees("出价成功")
    rival.go(price).fill(amount_cny="650000").press("出价").sees("出价须不低于 660,000.00 元")
    rival.look("deal-bids")
    live.call("hammer_time", pricing=broker.code)
    broker.comes_to_see(deal, "价格已确定为 65 万元")


def sign(broker, deal, *, number, amount, plan):
    """The contract with all that the rules of registration ask for."""
    today = datetime.now(HERE)
    broker.go(deal)
    for name, value in (("kind", "licence"), ("payment_mode", "instalments")):
        broker.page.locator(f'form[action$="/contract/"] [name={name}]').select_option(value)
    broker.fill(
        number=number,
        name="陶瓷轴承球精密研磨技术许可合同",
        subject="陶瓷轴承球精密研磨技术的普通实施许可",
        deliverables="工艺文件一套、培训十人次",
        acceptance="连续三批球圆度≤0.08μm",
        ip_ownership="归许可方所有",
        amount_cny=amount,
        signed_on=day(today),
        valid_through=day(today + timedelta(days=1500)),
        plan=plan,
    )
    broker.press("登记合同").sees("合同已登记入档", number)


def record(broker, step, summary, **values):
    """Fill in and send one of the folded forms of a deal."""
    unfold(broker, summary)
    for name, value in values.items():
        broker.page.locator(f'form[action$="/{step}/"] [name={name}]').fill(value)
    return broker.press("记录", within=f'form[action$="/{step}/"]')


def register_and_receive(broker, deal):
    """Registered, and paid twice; half of each receipt belongs to the inventors, six to four."""
    today = day(datetime.now(HERE))
    broker.go(deal)
    record(
        broker,
        "registration",
        "填报认定登记",
        registration_number="2026220100000001",
        registered_on=today,
    ).sees("认定登记已填报", "技术交易额")
    record(
        broker,
        "receipt",
        "登记到账",
        received_on=today,
        amount_cny="250000",
        reference="BANK-1",
    ).sees("到账已登记", "钱教授 75,000 元", "林工 50,000 元")
    record(
        broker,
        "receipt",
        "登记到账",
        received_on=today,
        amount_cny="400000",
        reference="BANK-2",
    ).sees("钱教授 120,000 元", "林工 80,000 元", "已到账 65 万元")
    broker.look("deal-paid")


def produce(broker, deal):
    broker.go(deal)
    record(
        broker,
        "production",
        "登记投产",
        producing_since=day(datetime.now(HERE)),
        production_evidence="首批订单三万套，附生产记录。",
    ).sees("投产已登记", "首批订单三万套").look("deal-producing")


def list_with_an_objection(live, *, broker, buyer, objector, officer, deal):
    """Nobody takes a listing before its notice has ended and the objection is decided."""
    broker.go(deal).press("进入定价")
    unfold(broker, "按固定价格公开挂牌")
    listing = 'form[action$="/listing/"]'
    broker.page.locator(f"{listing} [name=price_cny]").fill("300000")
    broker.page.locator(f"{listing} [name=notice_text]").fill("拟以30万元普通许可方式转化。")
    broker.press("挂牌", within=listing).sees("已挂牌").follow("挂牌")
    price, code = broker.page.url, broker.code
    objector.go("/notices/").follow(LISTED_OFFER).fill(text="该技术的权属请再核实。")
    objector.press("提出异议").sees("异议已受理").look("deal-notice")
    buyer.go(price).press("按此价格摘牌").sees("期满后方可摘牌")
    live.call("notice_passes", pricing=code)
    buyer.go(price).press("按此价格摘牌").sees("异议尚未处理")
    officer.comes_to_see("/workspace/", "待处理的异议")
    officer.go(price).page.locator("main [name=to]").select_option("dismissed")
    officer.fill(answer="权属证明已核对，异议不成立。").press("处理").sees("异议已处理")
    objector.comes_to_see("/notifications/", f"您对“{LISTED_OFFER}”价格的异议已处理")
    objector.go(price).sees("权属证明已核对").look("deal-objection")
    buyer.go(price).press("按此价格摘牌").sees("已按挂牌价摘牌")


def test_a_match_becomes_a_producing_deal(live, people):
    live.call("officials", broker="broker")
    codes = {
        name: live.call("side", username=name, title=title, display_name=person, kind=kind)
        for name, (title, person, kind) in ORGANIZATIONS.items()
    }
    sides = {"buyer": codes["buyer"], "seller": codes["seller"]}
    live.call("waiting_pair", **sides, other=codes["other"])
    listed = f"/deals/{live.call('negotiating', **sides, broker='broker')}/"
    officer, broker, buyer, rival, third, seller, other = (
        people(name).sign_in() for name in ("officer", "broker", *ORGANIZATIONS)
    )

    assert funnel_of(live, officer) == [1, 1, 1, 0, 0, 0]
    publish(officer)
    read_both_sides(buyer, seller)
    assert funnel_of(live, officer) == [2, 2, 1, 0, 0, 0]
    decline(buyer, other)
    introduction = accept(buyer, seller, officer)
    deal = go_through_the_nda(broker, buyer, seller, introduction)
    assert funnel_of(live, officer) == [2, 2, 2, 0, 0, 0]
    auction(live, broker, (buyer, rival, third), deal)
    today = datetime.now(HERE)
    plan = f"{day(today)} 25万元 签订后\n{day(today + timedelta(days=180))} 40万元 验收后"
    sign(broker, deal, number="HT-2026-001", amount="650000", plan=plan)
    assert funnel_of(live, officer) == [2, 2, 2, 1, 0, 0]
    register_and_receive(broker, deal)
    assert funnel_of(live, officer) == [2, 2, 2, 1, 1, 0]
    produce(broker, deal)
    assert funnel_of(live, officer) == [2, 2, 2, 1, 1, 1]

    list_with_an_objection(
        live, broker=broker, buyer=buyer, objector=third, officer=officer, deal=listed
    )
    sign(broker, listed, number="HT-2026-002", amount="300000", plan=f"{day(today)} 30万元 签订后")
    assert funnel_of(live, officer) == [2, 2, 2, 2, 1, 1]
    officer.look("deal-funnel").sees("95 万元")
    expect(officer.page.locator("main")).to_contain_text("65 万元", timeout=PATIENCE_MS)
    assert live.command("verify_audit").returncode == 0
