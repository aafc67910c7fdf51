"""Addresses of the foundation."""

from django.urls import path

from queqiao_web.foundation import pages

urlpatterns = [
    path("health", pages.health, name="health"),
    path("ready", pages.ready, name="ready"),
]
