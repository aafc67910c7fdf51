"""Personal data as files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from django.utils.translation import gettext as _


def personal_archive(data: Mapping[str, object]) -> bytes:
    """A zip file with the data as JSON and a page that says what is what."""
    body = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    lines = (
        _("Everything that Queqiao holds about you."),
        _("data.json is UTF-8 text; any editor opens it."),
        _("account: your account. email_addresses, second_factors, sessions: how you sign in."),
        _("deeds: what you did and when. Other parts are named after what they hold."),
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", body)
        archive.writestr("README.txt", "\r\n".join(lines) + "\r\n")
    return file.getvalue()
