"""Pages of files: uploading, giving out, removing."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from queqiao_web.foundation.disclosure.levels import Level
from queqiao_web.foundation.errors import Invalid, NotThere, Problem
from queqiao_web.foundation.files.actions import open_file, remove_file, store_file
from queqiao_web.foundation.files.kinds import CONTENT_TYPES, FileKind
from queqiao_web.foundation.files.owners import rules_of
from queqiao_web.foundation.files.papers import Paper
from queqiao_web.foundation.files.store import path_of
from queqiao_web.foundation.http import MEMBERS, PUBLIC, Request, page


@require_safe
@page(permission=PUBLIC)
def file_download(request: Request, code: str) -> HttpResponseBase:
    """The content, to be saved and not to be shown: no browser runs anything in it."""
    row = open_file(actor=request.actor, at=request.received_at, code=code)
    place = path_of(row.code)
    if not place.exists():
        raise NotThere
    answer = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type=CONTENT_TYPES[FileKind(row.kind)],
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
@page(permission=MEMBERS)
def file_upload(request: Request, owner_type: str, owner_id: int) -> HttpResponseBase:
    """Attach what was chosen to a record that the person sees; back to its page."""
    rules = rules_of(owner_type)
    record = rules.visible_to(request.actor).filter(pk=owner_id).first()
    if record is None:
        raise NotThere
    upload = request.FILES.get("file")
    typed = request.POST.get("level", "")
    level = Level(int(typed)) if typed in {"0", "1", "2"} else Level.DETAILS
    paper = Paper(request.POST.get("paper", ""), request.POST.get("title", ""))
    try:
        if not isinstance(upload, UploadedFile):
            raise Invalid([Problem("file", "missing", _("Please choose a file."))])  # noqa: TRY301 -- told like the others
        store_file(
            actor=request.actor,
            at=request.received_at,
            record=record,
            upload=upload,
            level=level if len(rules.levels) > 1 else rules.levels[0],
            paper=paper,
        )
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, str(problem.text))
    else:
        messages.success(request, _("The file is attached."))
    return HttpResponseRedirect(rules.page_of(record))


@require_POST
@page(permission=MEMBERS)
def file_remove(request: Request, code: str) -> HttpResponseBase:
    """Take a file from its record; back to its page."""
    row = remove_file(actor=request.actor, at=request.received_at, code=code)
    rules = rules_of(row.owner_type)
    record = rules.visible_to(request.actor).get(pk=row.owner_id)
    messages.success(request, _("The file is removed."))
    return HttpResponseRedirect(rules.page_of(record))
