"""The root of all addresses; each app has its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("queqiao_web.foundation.urls")),
    path("", include("queqiao_web.portal.urls")),
    path("", include("queqiao_web.accounts.urls")),
    path("", include("queqiao_web.organizations.urls")),
    path("", include("queqiao_web.demands.urls")),
    path("", include("queqiao_web.achievements.urls")),
    path("", include("queqiao_web.experts.urls")),
    path("", include("queqiao_web.matching.urls")),
    path("", include("queqiao_web.deals.urls")),
    path("", include("queqiao_web.api.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "queqiao_web.foundation.http.failures.bad_request"
handler403 = "queqiao_web.foundation.http.failures.forbidden"
handler404 = "queqiao_web.foundation.http.failures.not_found"
handler500 = "queqiao_web.foundation.http.failures.server_error"
