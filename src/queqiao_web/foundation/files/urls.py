"""Addresses of files."""

from django.urls import path

from queqiao_web.foundation.files import pages

urlpatterns = [
    path("<str:code>/", pages.file_download, name="file_download"),
    path("<str:code>/remove/", pages.file_remove, name="file_remove"),
    path("of/<str:owner_type>/<int:owner_id>/", pages.file_upload, name="file_upload"),
]
