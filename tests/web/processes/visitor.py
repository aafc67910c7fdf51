"""Somebody with a browser, without the browser: cookies, forms and their tokens."""

import http.cookiejar
import re
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self._opener = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.reached = ""

    def get(self, path):
        """The status and content of a page; ``reached`` is where it led to."""
        return self._ask(path)

    def send(self, path, **values):
        """A form, filled in and sent; where it leads is a page."""
        form = self.get(path)[1].decode()
        token = TOKEN.search(form)
        assert token, form
        body = urlencode({"csrfmiddlewaretoken": token[1], **values}).encode()
        status, content = self._ask(path, body)
        assert status == 200, content.decode()

    def sign_in(self, login, password):
        self.send("/account/login/", login=login, password=password)

    def _ask(self, path, body=None):
        address = self.address + path
        request = Request(address, body, {"Referer": address})  # noqa: S310 -- a server of ours
        try:
            with self._opener.open(request, timeout=60) as answer:
                self.reached = answer.url.removeprefix(self.address)
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()
