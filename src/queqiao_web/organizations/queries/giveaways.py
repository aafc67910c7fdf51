"""What in a text gives an organization away that wants to stay unnamed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from queqiao_web.organizations.models import Organization

_LEAST = 3
_LEGAL_FORM = re.compile(
    r"[(（][^()（）]*[)）]|(?:股份|集团)?有限(?:责任)?公司|股份公司|集团"
    r"|研究(?:院|所)|大学|学院|医院|总厂|厂$"
)


def giveaways(organization: Organization, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts, by their keys, that name the organization or its contact, each with the name."""
    known = (
        organization.name,
        _LEGAL_FORM.sub("", organization.name),
        organization.uscc or "",
        organization.contact_name,
        organization.contact_phone,
    )
    names = sorted({one for one in known if len(one) >= _LEAST}, key=len, reverse=True)
    said = {key: next((one for one in names if one in text), None) for key, text in texts.items()}
    return {key: name for key, name in said.items() if name is not None}
