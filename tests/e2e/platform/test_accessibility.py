"""Every page, for whoever may open it: nothing serious for axe, nothing wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.platform.addresses import addresses

pytestmark = pytest.mark.browser
ROLES = ("", "clerk", "researcher", "officer", "operator", "auditor")
PHONE = 390
LEAST_PAGES = 25
GRAVE = {"serious", "critical"}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# A chart is drawn from its table and hidden from readers; the frame of the page has its landmarks.


@pytest.fixture(scope="module")
def openable(region, enter):
    """For each page its address and the first role that may open it."""
    found = {}
    for role in ROLES:
        context = enter(role)
        for name, address in addresses(region).items():
            if name in found:
                continue
            answer = context.request.get(address, max_redirects=0)
            kind = answer.headers.get("content-type", "")
            if answer.status == 200 and kind.startswith("text/html"):
                found[name] = (address, role)
    return found


def grave(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{page.url} {one['id']}: {one['help']} – {node['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]


def repeated(page):
    """Names of places that stand twice: a link would lead to the first, whichever is meant."""
    found = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    return [f"{page.url}: id {one} stands twice" for one in set(found) if found.count(one) > 1]


def test_axe_finds_nothing_serious_on_any_page(openable, enter):
    contexts = {role: enter(role) for role in ROLES}
    problems = []

    for address, role in openable.values():
        page = contexts[role].new_page()
        page.goto(address)
        problems += grave(page) + repeated(page)
        page.close()

    assert problems == []
    assert len(openable) >= LEAST_PAGES


@pytest.mark.parametrize("role", ROLES[1:])
def test_axe_finds_nothing_serious_on_the_workspace_of_each_role(role, region, enter):
    page = enter(role).new_page()

    page.goto("/workspace/")

    assert grave(page) == []


def test_axe_finds_nothing_serious_where_something_is_refused_or_not_there(region, enter):
    visitor, clerk = enter().new_page(), enter("clerk").new_page()

    visitor.goto("/demands/ZZZZZZZZ/")
    clerk.goto("/dashboard/")

    assert "没有" in visitor.inner_text("h1")
    assert "统计分析仅供" in clerk.inner_text("h1")
    assert grave(visitor) == grave(clerk) == []


def test_no_page_is_wider_than_a_phone(openable, enter):
    contexts = {role: enter(role, width=PHONE) for role in ROLES}
    wide = []

    for address, role in openable.values():
        page = contexts[role].new_page()
        page.goto(address)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide.append((address, over))
        page.close()

    assert wide == []


def test_large_print_enlarges_and_still_fits_a_phone(region, enter):
    page = enter(width=PHONE).new_page()
    page.goto("/")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")

    page.get_by_role("button", name="大字版").click()

    after = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert after == before * 1.25
    assert page.evaluate(wide) is False


def test_page_breaks_no_content_security_policy(openable, enter):
    contexts = {role: enter(role) for role in ROLES}
    told = []

    for address, role in openable.values():
        page = contexts[role].new_page()
        page.on("console", lambda message, at=address: told.append((at, message.text)))
        page.on("pageerror", lambda error, at=address: told.append((at, str(error))))
        page.goto(address)
        page.close()

    assert told == []
