from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from queqiao_web.config.urls import handler404, handler500, urlpatterns
from queqiao_web.foundation.http import PUBLIC, page
from tests.web.processes.slow.actions import mark_organization

__all__ = ["handler404", "handler500"]


@csrf_exempt
@page(permission=PUBLIC)
def mark(request, organization_id):
    mark_organization(organization_id=organization_id, at=request.received_at)
    return HttpResponse("done")


urlpatterns = [*urlpatterns, path("mark/<int:organization_id>/", mark)]
