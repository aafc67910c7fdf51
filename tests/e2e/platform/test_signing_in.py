"""
Signing in without a password: with a passkey, or through a unified sign-in of the region.

The browser has an authenticator of its own, as a phone has one; the unified sign-in is a provider
of OpenID Connect that others wrote, in a process of its own. Browsers hold passkeys for names of
machines, not for numbers, so that this platform is opened by its name.
"""

import json
import os
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.platform.live import LivePlatform
from tests.factories.web.people import PASSWORD
from tests.web.processes.place import free_port, wait_for
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
ZHOU = {"sub": "310", "name": "周统一", "email": "zhou@example.org", "email_verified": True}


@pytest.fixture(scope="module")
def provider():
    """The address of a unified sign-in that knows one person."""
    port = free_port()
    command = (sys.executable, "-m", "oidc_provider_mock", "--port", str(port))
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(ZHOU)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        wait_for(lambda: _answers(f"{address}/.well-known/openid-configuration"), what=address)
        yield address
    finally:
        process.kill()
        process.wait()


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- on this machine
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def live(tmp_path_factory, nursery, provider):
    """A running platform that is opened by a name, beside the unified sign-in."""
    with fresh_database(os.environ.get("QUEQIAO_DATABASE_URL", "")) as url:
        folder = tmp_path_factory.mktemp("platform")
        platform = LivePlatform(folder, url, nursery, host="localhost")
        platform.environment |= {
            "QUEQIAO_OIDC_URL": provider,
            "QUEQIAO_OIDC_NAME": "虚构省统一认证",
            "QUEQIAO_OIDC_CLIENT_ID": "queqiao",
            "QUEQIAO_OIDC_CLIENT_SECRET": "of this test alone",
        }
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


def come_through(person, *, button="310"):
    """From the page for signing in to the unified sign-in, and to wherever that leads back."""
    person.go("/account/login/").page.get_by_role("link", name="虚构省统一认证").click()
    person.press("继续")
    person.page.get_by_role("button", name=button, exact=True).click()
    person.page.wait_for_url(f"{person.live.url}/**")
    return person


def test_whoever_the_region_knows_comes_in_through_its_sign_in(region, people):
    person = come_through(people())
    expect(person.page.get_by_label("姓名")).to_have_value("周统一")
    assert person.live.ask("SELECT count(*) FROM accounts_user WHERE email LIKE 'zhou@%'") == [0]
    person.page.locator("[name=terms]").check()
    person.press("注册")
    expect(person.page.locator("header .menu")).to_contain_text("周统一")

    person.context.clear_cookies()
    come_through(person)

    expect(person.page.locator("header .menu")).to_contain_text("周统一")
    assert person.live.ask("SELECT count(*) FROM accounts_user WHERE email LIKE 'zhou@%'") == [1]


def test_whoever_refuses_there_is_told_so_here(region, people):
    person = come_through(people(), button="Deny")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("统一认证登录没有成功")
    expect(person.page.locator("header .menu")).not_to_be_visible()
    person.live.wait_until_logged("unified sign-in failed")
