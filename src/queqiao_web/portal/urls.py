"""Addresses of the portal."""

from django.urls import path

from queqiao_web.portal.pages import home, preferences, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("language/", preferences.set_language, name="set_language"),
    path("large-print/", preferences.set_large_print, name="set_large_print"),
]
