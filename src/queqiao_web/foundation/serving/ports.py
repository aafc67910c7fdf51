"""Whether a port is free, and whether somebody answers on it."""

from __future__ import annotations

import http.client
import socket
import time


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until_ready(host: str, port: int, *, within_s: float) -> bool:
    """Whether the platform says that it is ready before the time is over."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False
