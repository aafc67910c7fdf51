"""Endpoints of organizations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from django.http import FileResponse
from ninja import File, Form, Query
from ninja.files import UploadedFile

from queqiao_web.foundation.access import Actor, Decision, require
from queqiao_web.foundation.api import Code, Page, Router, expected_version, files, page_of
from queqiao_web.foundation.api.files import PaperOut
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import Paper, files_readable_by
from queqiao_web.foundation.http import PUBLIC, Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import (
    in_regions,
    organizations_visible_to,
    waiting_for_verification,
)
from queqiao_web.organizations.schemas import (
    LicenceIn,
    OrganizationNew,
    OrganizationOut,
    OrganizationPatch,
    OrganizationQuery,
    OrganizationReason,
    OrganizationReturn,
    changed_details,
    new_details,
    shown,
)

READ, WRITE, REVIEW = "organizations:read", "organizations:write", "organizations:review"
ONE = "/organizations/{code}"
router = Router(tags=["organizations"])


@router.reads(
    "list_organizations",
    "/organizations",
    scope=READ,
    permission=PUBLIC,
    answer=Page[OrganizationOut],
)
def list_organizations(request: Request, query: Query[OrganizationQuery]) -> Page[OrganizationOut]:
    """The organizations that you may see, the newest first."""
    actor = request.actor

    def show(rows: Sequence[Organization]) -> list[OrganizationOut]:
        return [_told(actor, row) for row in rows]

    return page_of(_filtered(_asked_for(query, actor), query), query, show)


@router.creates(
    "register_organization",
    "/organizations",
    scope=WRITE,
    permission=permissions.can_register_organization,
    answer=OrganizationOut,
)
def register_organization(request: Request, body: OrganizationNew) -> OrganizationOut:
    """A new organization of yours, which waits for verification."""
    organization = actions.register_organization(
        actor=request.actor, at=request.received_at, details=new_details(body)
    )
    return shown(organization, is_inside=True)


@router.reads("get_organization", ONE, scope=READ, permission=PUBLIC, answer=OrganizationOut)
def get_organization(request: Request, code: Code) -> OrganizationOut:
    """One organization."""
    return _told(request.actor, _find(request, code))


@router.edits(
    "edit_organization",
    ONE,
    scope=WRITE,
    permission=permissions.can_edit_organization,
    answer=OrganizationOut,
)
def edit_organization(request: Request, code: Code, body: OrganizationPatch) -> OrganizationOut:
    """Change what it says of itself."""
    organization = _find(request, code)
    require(permissions.can_edit_organization(request.actor, organization))
    changed = actions.edit_organization(
        actor=request.actor,
        at=request.received_at,
        organization_id=organization.pk,
        details=changed_details(organization, body),
        version=expected_version(request),
    )
    return _told(request.actor, changed)


def _verb(
    name: str,
    action: Callable[..., Organization],
    permission: Callable[[Actor, Organization], Decision],
    about: str,
    scope: str,
) -> None:
    """An endpoint that does one verb without anything further to say."""

    def act(request: Request, code: Code) -> OrganizationOut:
        organization = _find(request, code)
        changed = action(
            actor=request.actor, at=request.received_at, organization_id=organization.pk
        )
        return _told(request.actor, changed)

    act.__doc__ = about
    router.acts(
        f"{name}_organization",
        f"{ONE}/{name}",
        scope=scope,
        permission=permission,
        answer=OrganizationOut,
    )(act)


_verb(
    "resubmit",
    actions.resubmit_organization,
    permissions.can_edit_organization,
    "Send a returned one in again.",
    WRITE,
)
_verb(
    "verify",
    actions.verify_organization,
    permissions.can_verify_organization,
    "Say that it is who it says: everybody may see it now.",
    REVIEW,
)
_verb(
    "reinstate",
    actions.reinstate_organization,
    permissions.can_verify_organization,
    "Make a suspended one public again.",
    REVIEW,
)


@router.acts(
    "return_organization",
    f"{ONE}/return",
    scope=REVIEW,
    permission=permissions.can_verify_organization,
    answer=OrganizationOut,
)
def return_organization(request: Request, code: Code, body: OrganizationReturn) -> OrganizationOut:
    """Send it back with reasons."""
    changed = actions.return_organization(
        actor=request.actor,
        at=request.received_at,
        organization_id=_find(request, code).pk,
        reasons=body.reasons,
        text=body.text,
    )
    return _told(request.actor, changed)


@router.acts(
    "suspend_organization",
    f"{ONE}/suspend",
    scope=REVIEW,
    permission=permissions.can_verify_organization,
    answer=OrganizationOut,
)
def suspend_organization(request: Request, code: Code, body: OrganizationReason) -> OrganizationOut:
    """Hide it from everybody but its members and the authority."""
    changed = actions.suspend_organization(
        actor=request.actor,
        at=request.received_at,
        organization_id=_find(request, code).pk,
        text=body.text,
    )
    return _told(request.actor, changed)


@router.acts(
    "close_organization",
    f"{ONE}/close",
    scope=WRITE,
    permission=permissions.can_close_organization,
    answer=OrganizationOut,
)
def close_organization(request: Request, code: Code, body: OrganizationReason) -> OrganizationOut:
    """End its part; what stands in the way is told."""
    changed = actions.close_organization(
        actor=request.actor,
        at=request.received_at,
        organization_id=_find(request, code).pk,
        text=body.text,
    )
    return _told(request.actor, changed)


@router.reads(
    "list_licences",
    f"{ONE}/licences",
    scope=READ,
    permission=permissions.can_read_licence,
    answer=list[PaperOut],
)
def list_licences(request: Request, code: Code) -> list[PaperOut]:
    """The licences and certificates, for owners and the officers who verify."""
    organization = _find(request, code)
    require(permissions.can_read_licence(request.actor, organization))
    return [PaperOut.of(row) for row in files_readable_by(request.actor, organization)]


@router.creates(
    "attach_licence",
    f"{ONE}/licences",
    scope=WRITE,
    permission=permissions.can_attach_licence,
    answer=PaperOut,
)
def attach_licence(
    request: Request, code: Code, body: Form[LicenceIn], file: File[UploadedFile]
) -> PaperOut:
    """Attach what shows who the organization is."""
    return files.attach(request, _find(request, code), file, Paper(body.paper), Level.SECRET)


@router.gives(
    "get_licence",
    f"{ONE}/licences/{{file}}",
    scope=READ,
    permission=permissions.can_read_licence,
)
def get_licence(request: Request, code: Code, file: Code) -> FileResponse:
    """The content of one; it is recorded who took it."""
    return files.give(request, _find(request, code), file)


@router.removes(
    "remove_licence",
    f"{ONE}/licences/{{file}}",
    scope=WRITE,
    permission=permissions.can_attach_licence,
)
def remove_licence(request: Request, code: Code, file: Code) -> None:
    """Take one away."""
    files.remove(request, _find(request, code), file)


def _find(request: Request, code: str) -> Organization:
    return get_visible_or_404(organizations_visible_to(request.actor), code=code)


def _told(actor: Actor, organization: Organization) -> OrganizationOut:
    return shown(organization, is_inside=bool(permissions.can_see_members(actor, organization)))


def _asked_for(query: OrganizationQuery, actor: Actor) -> QuerySet[Organization]:
    if query.whose == "mine":
        return Organization.objects.filter(pk__in=actor.organization_ids | actor.delegated)
    if query.whose == "review":
        return waiting_for_verification(actor)
    return organizations_visible_to(actor)


def _filtered(rows: QuerySet[Organization], query: OrganizationQuery) -> QuerySet[Organization]:
    if query.name:
        rows = rows.filter(name__startswith=query.name)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.region:
        rows = rows.filter(in_regions((query.region,)))
    if query.industry:
        rows = rows.filter(industry_code__startswith=query.industry)
    return rows
