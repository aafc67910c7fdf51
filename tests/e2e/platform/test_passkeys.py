"""
Signing in with a passkey: a real browser with an authenticator of its own, as a phone has one.

Browsers hold passkeys for names of machines, not for numbers, so that this platform is opened by
its name.
"""

import os

import pytest
from playwright.sync_api import expect

from tests.e2e.platform.live import LivePlatform
from tests.factories.web.people import PASSWORD
from tests.web.processes.yard import fresh_database

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def live(tmp_path_factory, nursery):
    """A running platform that is opened by a name."""
    with fresh_database(os.environ.get("QUEQIAO_DATABASE_URL", "")) as url:
        folder = tmp_path_factory.mktemp("platform")
        platform = LivePlatform(folder, url, nursery, host="localhost")
        try:
            platform.begin()
            yield platform
        finally:
            platform.clean_up()


def with_authenticator(person):
    """The person's browser can keep passkeys now."""
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    person.device = lambda verb, **more: device.send(
        f"WebAuthn.{verb}", {"authenticatorId": made["authenticatorId"], **more}
    )
    return person


@pytest.fixture
def clerk(region, people):
    return with_authenticator(people("clerk"))


@pytest.fixture
def researcher(region, people):
    return with_authenticator(people("researcher"))


def make_passkey(person, *, alone):
    person.sign_in().go("/account/2fa/webauthn/add/")
    person.fill(password=PASSWORD).press("确认")
    person.fill(name="我的手机")
    if alone:
        person.page.locator("[name=passwordless]").check()
    person.press("添加")


def leave(person):
    """As on another day: the session is over, the device still has its key."""
    person.context.clear_cookies()
    person.go("/account/login/")


def test_a_passkey_signs_in_alone(clerk):
    make_passkey(clerk, alone=True)
    expect(clerk.page.get_by_label("未使用的恢复码")).to_be_visible()

    leave(clerk)
    clerk.press("用通行密钥登录")

    expect(clerk.page.locator("header .menu")).to_be_visible()
    assert [one["signCount"] for one in clerk.device("getCredentials")["credentials"]] == [2]


def test_a_key_stands_beside_the_password_as_a_second_factor(researcher):
    make_passkey(researcher, alone=False)

    leave(researcher)
    researcher.fill(login="researcher", password=PASSWORD).press("登录")
    expect(researcher.page.get_by_label("验证器上的验证码，或一个备用恢复码")).to_be_visible()
    expect(researcher.page.locator("header .menu")).not_to_be_visible()
    researcher.press("使用安全密钥")

    expect(researcher.page.locator("header .menu")).to_be_visible()


def test_another_device_has_no_key_to_sign_in_with(live, region, people):
    stranger = with_authenticator(people("officer"))

    leave(stranger)
    stranger.page.locator("main").get_by_role("button", name="用通行密钥登录").click()

    stranger.page.wait_for_timeout(2_000)
    assert stranger.page.url.endswith("/account/login/")
    expect(stranger.page.locator("header .menu")).not_to_be_visible()
