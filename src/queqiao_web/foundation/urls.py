"""Addresses of the foundation."""

from django.urls import include, path

from queqiao_web.foundation import pages
from queqiao_web.foundation.ui import pages as ui_pages

urlpatterns = [
    path("health", pages.health, name="health"),
    path("ready", pages.ready, name="ready"),
    path("views/", ui_pages.saved_view_save, name="saved_view_save"),
    path("views/<str:code>/remove/", ui_pages.saved_view_remove, name="saved_view_remove"),
    path("", include("queqiao_web.foundation.tables.urls")),
    path("notifications/", include("queqiao_web.foundation.notifications.urls")),
    path("files/", include("queqiao_web.foundation.files.urls")),
    path("webhooks/", include("queqiao_web.foundation.webhooks.urls")),
]
