"""Sending one request to a judged address."""

from __future__ import annotations

import http.client
import socket
import ssl

from queqiao_web.foundation.webhooks.guard import Target

_TIMEOUT_S = 10


class _To(http.client.HTTPConnection):
    """A connection to the address that was judged, whatever the name says now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=_TIMEOUT_S)
        self._target = target

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self.port), timeout=_TIMEOUT_S)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)
        else:
            self.sock = plain


def post_json(target: Target, body: bytes, headers: dict[str, str]) -> int:
    """
    The status of the answer; its body is not read and no redirect is followed.

    Raises:
        OSError: nobody answered in time, or the certificate is not right.
        http.client.HTTPException: the answer is no HTTP.
    """
    connection = _To(target)
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
