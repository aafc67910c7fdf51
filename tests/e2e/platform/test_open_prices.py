"""
What is listed, auctioned or under notice, in a real browser: found by a visitor on a desk and on a
phone, bid in by an organization, objected to; and what becomes of a deal whose price falls.
"""

import pytest

from tests.e2e.platform.people import WIDTHS
from tests.e2e.platform.seeds import AUCTIONED, HIDDEN, LISTED, NOTICED
from tests.e2e.platform.test_accessibility import grave

pytestmark = pytest.mark.browser
SELLER = "虚构净月大学"


@pytest.fixture(scope="module")
def prices(live):
    """The codes of two deals at their price."""
    live.call("officials", broker="broker")
    codes = {
        name: live.call("side", username=name, title=title, display_name=person, kind=kind)
        for name, title, person, kind in (
            ("buyer", "虚构长白轴承有限公司", "李小云", "enterprise"),
            ("rival", "虚构伊通精工有限公司", "孙竞买", "enterprise"),
            ("seller", SELLER, "钱教授", "university"),
        )
    }
    return live.call("open_prices", buyer=codes["buyer"], seller=codes["seller"], broker="broker")


def width_of(person):
    """How wide the open page is; more than its window and one has to scroll sideways."""
    return person.page.evaluate("document.documentElement.scrollWidth")


def test_a_visitor_finds_what_is_open_on_a_desk_and_on_a_phone(prices, people):
    visitor = people()

    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.go("/prices/")
        visitor.sees(AUCTIONED, NOTICED, LISTED, HIDDEN, "起拍价 60 万元", "匿名", SELLER)
        assert width_of(visitor) <= width
        assert grave(visitor.page) == []
    visitor.look("prices")
    visitor.page.goto("/prices/?kind=auction")
    visitor.sees(AUCTIONED).sees_none_of(NOTICED, LISTED)


def test_an_organization_finds_an_auction_and_bids(prices, people):
    rival, seller = people("rival").sign_in(), people("seller").sign_in()

    rival.follow("挂牌与竞价", within="header").follow(AUCTIONED)
    rival.press("报名竞买").sees("保证金登记后")
    seller.go("/prices/").follow(AUCTIONED).press("保证金到账")
    rival.go("/prices/").follow(AUCTIONED).fill(amount_cny="650000").press("出价")

    rival.sees("65 万元", "（本单位）")
    rival.go("/prices/").sees("当前最高价 65 万元").look("prices-with-a-bid")


def test_both_sides_see_what_comes_next_when_an_objection_is_upheld(prices, people, live):
    officer, buyer = people("officer").sign_in(), people("buyer").sign_in()

    officer.go("/prices/").follow(NOTICED).sees("评估报告已过有效期")
    officer.page.locator("main [name=to]").select_option("upheld")
    officer.fill(answer="评估报告确已失效，应重新评估").press("处理").sees("成立")
    live.settle()

    buyer.go(f"/deals/{prices['noticed']}/")
    buyer.sees("洽谈", "对价格的异议成立", "评估报告确已失效", "重新定价").look("deal-price-fell")
    buyer.page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    assert width_of(buyer) <= WIDTHS[1]
    buyer.go("/notifications/").sees("对价格的异议成立")
    buyer.go(f"/deals/{prices['noticed']}/").press("进入定价")
    assert buyer.page.locator("main [name=price_cny]").count() >= 1
    buyer.go("/prices/").sees(AUCTIONED).sees_none_of(NOTICED)
