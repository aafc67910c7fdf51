"""Imports, webhooks, tokens and people: what the platform has without a noun of the trade."""

from queqiao_web.accounts.actions import Profile
from queqiao_web.accounts.models import User
from queqiao_web.api.models import ApiToken
from queqiao_web.api.scopes import SCOPES
from queqiao_web.foundation.tables.actions import upload_table
from queqiao_web.foundation.tables.models import (
    ImportChoice,
    ImportState,
    RowState,
    TableImport,
)
from queqiao_web.foundation.webhooks.models import EndpointState, OwnerType, WebhookEndpoint
from tests.factories.web.people import actor, make_member, make_user
from tests.factories.web.tables import PARKS, workbook
from tests.factories.web.tokens import make_token
from tests.strategies.web.drive import UNKNOWN, Drive, World, everybody
from tests.web.times import NOON

_ROWS = [["园区名称*", "所在地区", "面积"], ["甲园", "长春市", 12], ["乙园", "220200", "很大"]]
SAYS_MAY = "reads only: says who may"


def _import(state):
    member = make_member()
    data = workbook(_ROWS)
    table = upload_table(
        kind=PARKS,
        organization_id=member.organization.pk,
        name="园区.xlsx",
        data=data,
        actor=actor(member),
        at=NOON,
    )
    TableImport.objects.filter(pk=table.pk).update(
        state=state, choice=ImportChoice.GOOD_ROWS if state == ImportState.WRITING else ""
    )
    rows = list(table.rows.order_by("number").values_list("pk", flat=True))
    table.refresh_from_db()
    return World(
        table,
        [*[member] * 12, *everybody(member.organization)],
        {
            "kind": (PARKS,),
            "organization_id": (member.organization.pk, UNKNOWN),
            "name": ("园区.xlsx",),
            "data": (data, b"no table"),
            "table_id": (table.pk, table.pk, table.pk, UNKNOWN),
            "changed": ({rows[1]: {"面积": "30"}}, {rows[0]: {"投资": "三百"}}, {UNKNOWN: {}}),
            "row_id": (*rows, UNKNOWN),
            "keep": (RowState.GOOD, RowState.LEFT_OUT, RowState.BAD),
            "choice": (ImportChoice.GOOD_ROWS, ImportChoice.ALL_OR_NOTHING),
            "version": (None, None, 1, 9),
        },
    )


def _webhook(state):
    member = make_member()
    endpoint = WebhookEndpoint.objects.create(
        owner_type=OwnerType.ORGANIZATION,
        owner_id=member.organization.pk,
        url="http://1.1.1.1/hook",
        salt="salt",
        state=state,
        failing_since=NOON if state == EndpointState.DISABLED else None,
        created_at=NOON,
        updated_at=NOON,
    )
    return World(
        endpoint,
        [*[member] * 12, *everybody(member.organization)],
        {
            "endpoint_id": (endpoint.pk, endpoint.pk, endpoint.pk, UNKNOWN),
            "owner_type": OwnerType.values,
            "owner_id": (member.organization.pk, member.pk, UNKNOWN),
            "url": ("http://1.1.1.1/hook", "http://127.0.0.1/", "gopher://x"),
            "kinds": ((), ("webhooks.test",), ("no such kind",)),
        },
    )


def _token(_state):
    person = make_user()
    token = make_token(person)
    return World(
        token,
        [*[person] * 20, *everybody()],
        {
            "token_id": lambda _at: [
                token.pk, *ApiToken.objects.order_by("pk").values_list("pk", flat=True), UNKNOWN,
            ],
            "token": (token,),
            "user_id": (person.pk, UNKNOWN),
            "name": ("夜间同步", " "),
            "scopes": (tuple(SCOPES)[:2], (), ("everything",)),
            "days": (30, 0, 4000),
        },
    )  # fmt: skip


def _person(_state):
    member = make_member()
    alone = make_user()
    return World(
        alone,
        [*[alone] * 10, *everybody(member.organization)],
        {
            "user_id": (alone.pk, alone.pk, member.pk, UNKNOWN),
            "profile": (
                Profile(display_name="改了名", username=alone.username),
                Profile(display_name=" ", username="@", language="tlh"),
            ),
        },
    )


DRIVES = (
    Drive(
        "foundation.import",
        TableImport,
        ("queqiao_web.foundation.tables.actions",),
        _import,
        {
            "can_change_import": SAYS_MAY,
            "can_open_import": SAYS_MAY,
            "enqueue_writing": "queues the next stretch of a started import; no deed of its own",
        },
    ),
    Drive(
        "foundation.webhook",
        WebhookEndpoint,
        ("queqiao_web.foundation.webhooks.actions",),
        _webhook,
        {"can_manage_webhooks": SAYS_MAY, "webhooks_visible_to": "reads only"},
    ),
    Drive("api.token", ApiToken, ("queqiao_web.api.actions.tokens",), _token),
    Drive(
        "accounts.user",
        User,
        ("queqiao_web.accounts.actions",),
        _person,
        {"note_sign_in_event": "called by the sign-in that changed the rows already"},
    ),
)
