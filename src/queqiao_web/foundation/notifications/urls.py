"""Addresses of notifications."""

from django.urls import path

from queqiao_web.foundation.notifications import pages

urlpatterns = [
    path("", pages.notification_list, name="notification_list"),
    path("read/", pages.notification_read_all, name="notification_read_all"),
    path("choices/", pages.notification_choices, name="notification_choices"),
    path("<str:code>/", pages.notification_open, name="notification_open"),
]
