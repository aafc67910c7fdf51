"""Licences of organizations."""

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import Paper, store_file
from queqiao_web.organizations.states import LicenceKind
from tests.factories.web.uploads import PDF, upload
from tests.web.times import NOON


def make_licence(organization, *, name="营业执照.pdf", content=PDF):
    """The business licence of an organization as a file."""
    return store_file(
        actor=SYSTEM,
        at=NOON,
        record=organization,
        upload=upload(name, content),
        level=Level.SECRET,
        paper=Paper(LicenceKind.BUSINESS_LICENCE),
    )
