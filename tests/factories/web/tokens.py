"""Tokens, and a client that sends one."""

import json
from datetime import timedelta
from itertools import count

from django.test import Client

from queqiao_web.api.models import ApiToken
from queqiao_web.api.queries import digest_of
from queqiao_web.api.scopes import SCOPES
from tests.web.times import NOON

_numbers = count(1)


def make_token(user, *, scopes=tuple(SCOPES), **fields):
    """A token of the user with every scope unless told otherwise; the secret is ``.secret``."""
    number = next(_numbers)
    secret = f"qq_secret-{number}"
    values = {
        "name": f"令牌{number}",
        "digest": digest_of(secret),
        "hint": secret[:7],
        "scopes": sorted(scopes),
        "expires_at": NOON + timedelta(days=3_650),
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    token = ApiToken.objects.create(user=user, **values)
    token.secret = secret
    return token


class Api:
    """Sends requests with a token, as a program would; gives status and JSON."""

    def __init__(self, token=None, **headers):
        self.client = Client(raise_request_exception=True)
        self.headers = dict(headers)
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token.secret}"

    def __call__(self, method, path, body=None, *, query=None, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            query_params=query,
            headers={**self.headers, **names},
        )
        if answer.streaming:
            answer.data = answer.getvalue()
        else:
            answer.data = json.loads(answer.content) if answer.content else None
        return answer

    def send_file(self, path, file, values, **headers):
        """Sends a file and what is said of it, as a form does."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {**values, "file": file} if file is not None else values
        answer = self.client.post(f"/api/v1{path}", body, headers={**self.headers, **names})
        answer.data = json.loads(answer.content)
        return answer

    def get(self, path, **query):
        return self("GET", path, query=query)

    def post(self, path, body=None, **headers):
        return self("POST", path, body, **headers)


def api_of(user, **fields):
    """A client of this user."""
    return Api(make_token(user, **fields))
