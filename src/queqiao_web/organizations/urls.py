"""Addresses of the app."""

from django.urls import path

from queqiao_web.organizations.pages import codes

urlpatterns = [
    path("codes/regions", codes.region_children, name="region_children"),
    path("codes/industries", codes.industry_search, name="industry_search"),
]
