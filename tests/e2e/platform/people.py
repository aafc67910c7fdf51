"""People at their browsers: what tests have them do, in the words of the pages."""

import os
from pathlib import Path

from playwright.sync_api import expect

from tests.factories.web.people import PASSWORD
from tests.web.processes.place import wait_for

PATIENCE_MS = 90_000
PICTURES = os.environ.get("QUEQIAO_JOURNEY_PICTURES", "")
"""Where to put pictures of what people see on their way, for whoever wants to look at them."""
WIDTHS = (1440, 390)


class Person:
    """Somebody with a browser of their own; what breaks under their hands is in ``broken``."""

    def __init__(self, chromium, live, name="visitor"):
        self.live = live
        self.name = name
        self.context = chromium.new_context(
            base_url=live.url, viewport={"width": WIDTHS[0], "height": 900}, locale="zh-CN"
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.broken = []
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("response", self._listen)

    def _listen(self, answer):
        if answer.status >= 500:
            self.broken.append(f"{answer.status} {answer.request.method} {answer.url}")

    def sign_in(self):
        """Sign in as whoever was laid out under this name."""
        self.go("/account/login/")
        self.page.locator("main [name=login]").fill(self.name)
        self.page.locator("main [name=password]").fill(PASSWORD)
        self.press("登录")
        expect(self.page.locator("header .menu")).to_be_visible(timeout=PATIENCE_MS)
        return self

    def go(self, address):
        self.page.goto(address)
        return self

    def press(self, words, *, within="main"):
        """Press a button that sends a form, and wait for the page that comes."""
        button = self.page.locator(within).get_by_role("button", name=words, exact=True).first
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            button.click()
        return self

    def follow(self, words, *, within="main"):
        """Follow a link, and wait for the page that comes."""
        link = self.page.locator(within).get_by_role("link", name=words, exact=True).first
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            link.click()
        return self

    def fill(self, **values):
        """Write into fields by their names."""
        for name, value in values.items():
            self.page.locator(f"main form [name={name}]:visible").first.fill(value)
        return self

    def tick(self, name, *values):
        """Tick boxes, or choose among rounds, by field and value."""
        for value in values:
            self.page.locator(f'main form [name={name}][value="{value}"]').first.check()
        return self

    def choose_region(self, *places):
        """Choose a region in the three lists that the page makes of the field."""
        for level, place in enumerate(places):
            self.page.locator(".region-picker select").nth(level).select_option(label=place)
        return self

    def sees(self, *texts, within="main"):
        for text in texts:
            expect(self.page.locator(within)).to_contain_text(text, timeout=PATIENCE_MS)
        return self

    def sees_none_of(self, *texts):
        shown = self.page.locator("body").inner_text()
        assert [text for text in texts if text in shown] == []
        return self

    def comes_to_see(self, address, *texts):
        """Open a page again and again until the worker has done what it is to show."""

        def shown():
            self.page.goto(address)
            text = self.page.locator("main").inner_text()
            return all(one in text for one in texts)

        wait_for(shown, what=f"{address} never showed {texts}")
        return self

    @property
    def code(self):
        """The public code in the address of the record that is open."""
        return self.page.url.split("/")[4]

    def look(self, name):
        """Take pictures of the page, wide and narrow, where somebody asked for them."""
        if not PICTURES:
            return self
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            path = Path(PICTURES, f"{name}-{width}.png")
            self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        return self
