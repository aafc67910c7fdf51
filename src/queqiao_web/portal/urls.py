"""Addresses of the portal."""

from django.urls import path

from queqiao_web.portal.pages import dashboard, home, preferences, search, workspace

urlpatterns = [
    path("", home.home, name="home"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<str:noun>/", dashboard.dashboard_list, name="dashboard_list"),
    path("search/", search.search, name="search"),
    path("language/", preferences.set_language, name="set_language"),
    path("large-print/", preferences.set_large_print, name="set_large_print"),
]
