"""Addresses of the portal."""

from django.urls import path

from queqiao_web.portal.pages import home, preferences

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", preferences.set_language, name="set_language"),
    path("large-print/", preferences.set_large_print, name="set_large_print"),
]
