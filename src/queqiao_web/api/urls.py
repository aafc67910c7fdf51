"""Addresses of the API, its description, and the pages of tokens."""

from django.urls import URLPattern, URLResolver, path

from queqiao_web.api import pages
from queqiao_web.api.assembly import PREFIX, addresses, build_api

API = build_api()

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", pages.api_docs, name="api_docs"),
    path(f"{PREFIX}openapi.json", pages.openapi_document, name="openapi"),
    path("me/tokens/", pages.token_list, name="token_list"),
    path("me/tokens/<str:code>/revoke/", pages.token_revoke, name="token_revoke"),
    *(path(f"{PREFIX}{one.pattern}", one.callback, name=one.name) for one in addresses(API)),
]
