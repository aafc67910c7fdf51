"""Addresses of the portal."""

from django.urls import path

from queqiao_web.portal.pages import about, audit, dashboard, home, preferences, search, workspace

urlpatterns = [
    path("", home.home, name="home"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<str:noun>/", dashboard.dashboard_list, name="dashboard_list"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("audit/<int:sequence>/", audit.audit_detail, name="audit_detail"),
    path("about/", about.about, name="about"),
    path("about/how-it-works/", about.how_it_works, name="how_it_works"),
    path("figures/<str:name>/", home.figure_list, name="figure_list"),
    path("search/", search.search, name="search"),
    path("language/", preferences.set_language, name="set_language"),
    path("large-print/", preferences.set_large_print, name="set_large_print"),
]
