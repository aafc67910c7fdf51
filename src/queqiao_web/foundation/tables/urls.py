"""Addresses of imports."""

from django.urls import path

from queqiao_web.foundation.tables import pages

urlpatterns = [
    path("imports/template/<slug:kind>.xlsx", pages.import_template, name="import_template"),
    path("imports/<str:code>/", pages.import_detail, name="import_detail"),
    path("imports/<str:code>/mend/", pages.import_mend, name="import_mend"),
    path("imports/<str:code>/decide/", pages.import_decide, name="import_decide"),
    path("imports/<str:code>/write/", pages.import_write, name="import_write"),
    path("imports/<str:code>/discard/", pages.import_discard, name="import_discard"),
    path("imports/<str:code>/problems.xlsx", pages.import_problems, name="import_problems"),
]
