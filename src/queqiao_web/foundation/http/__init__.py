"""Requests: who asks and when, what a page declares, how errors look, what is logged."""

from queqiao_web.foundation.http.pages import MEMBERS, PUBLIC, page
from queqiao_web.foundation.http.request import Request

__all__ = ["MEMBERS", "PUBLIC", "Request", "page"]
