"""Addresses of webhooks."""

from django.urls import path

from queqiao_web.foundation.webhooks import pages

urlpatterns = [
    path("", pages.webhook_list, name="webhook_list"),
    path("<str:code>/", pages.webhook_detail, name="webhook_detail"),
    path("<str:code>/secret/", pages.webhook_secret, name="webhook_secret"),
    path("<str:code>/try/", pages.webhook_try, name="webhook_try"),
    path("<str:code>/resume/", pages.webhook_resume, name="webhook_resume"),
    path("<str:code>/remove/", pages.webhook_remove, name="webhook_remove"),
]
