"""Pages without a mouse, and without JavaScript."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(region, enter):
    return enter("clerk").new_page()


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_first_stop_of_the_keyboard_skips_to_the_content(clerk):
    clerk.goto("/workspace/")

    clerk.keyboard.press("Tab")
    assert focused(clerk) == "跳到正文"
    clerk.keyboard.press("Enter")

    assert clerk.evaluate("document.activeElement.id") == "content"


def test_account_menu_opens_closes_and_gives_the_focus_back(clerk):
    clerk.goto("/workspace/")
    menu = clerk.locator("details[data-menu]").first

    menu.locator("summary").focus()
    clerk.keyboard.press("Enter")
    assert menu.evaluate("menu => menu.open")
    clerk.keyboard.press("Tab")
    assert clerk.evaluate("!!document.activeElement.closest('details[data-menu]')")
    clerk.keyboard.press("Escape")

    assert not menu.evaluate("menu => menu.open")
    assert clerk.evaluate("document.activeElement.localName") == "summary"


def test_every_stop_of_the_keyboard_can_be_seen(clerk):
    """Nothing takes the focus without showing it."""
    clerk.goto("/demands/")
    unseen = []

    for _stop in range(40):
        clerk.keyboard.press("Tab")
        unseen += clerk.evaluate(
            """() => {
              const one = document.activeElement, look = getComputedStyle(one);
              const box = one.getBoundingClientRect();
              const seen = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
              return one === document.body || (seen && box.width > 0) ? [] : [one.outerHTML];
            }"""
        )

    assert unseen == []


def test_search_by_keyboard_finds_what_is_published(region, enter):
    page = enter().new_page()
    page.goto("/about/")

    page.get_by_role("searchbox", name="搜索需求、成果、专家和单位").fill("燃料电池冷启动")
    page.keyboard.press("Enter")

    first = page.locator(".records .record-title").first
    assert "燃料电池" in first.inner_text()
    assert first.locator("mark").count() > 0


def test_error_of_a_form_takes_the_focus_and_leads_to_its_field(region, enter):
    page = enter().new_page()
    page.goto("/account/login/")
    page.get_by_label("用户名或邮箱", exact=False).or_(page.locator("[name=login]")).first.fill(
        "甲"
    )
    page.locator("[name=password]").fill("wrong-password")

    page.locator("main form.account-form button[type=submit]").first.click()

    assert page.evaluate("document.activeElement.id") == "error-summary"


def test_list_is_filtered_paged_and_switched_without_javascript(live, region, chromium):
    context = chromium.new_context(base_url=live.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/demands/")

    page.locator("#filter_region").select_option("220000")
    page.locator("form.filters button[type=submit]").click()
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("link", name="上一页")).to_be_visible()
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("link", name="Previous page")).to_be_visible()
    assert "region=220000" in page.url
    context.close()


def test_filter_changes_the_list_alone_and_the_address(clerk):
    clerk.goto("/demands/")
    clerk.evaluate("window.stays = true")

    clerk.locator("#filter_region").select_option("110000")
    clerk.wait_for_url("**region=110000*")

    assert clerk.evaluate("window.stays")
    expect(clerk.locator("#list")).to_contain_text("共 0 条")
