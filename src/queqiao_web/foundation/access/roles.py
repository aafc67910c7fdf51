"""The roles there are: in an organization, and within a region."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationRole(models.TextChoices):
    """What a member may do for the organization; each includes the ones before."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    OWNER = "owner", _("Owner")


class RegionRole(models.TextChoices):
    """A post held within a region."""

    OFFICER = "officer", _("Region officer")
    OPERATOR = "operator", _("Platform operator")
    BROKER = "broker", _("Technology broker")
    REVIEWER = "reviewer", _("Reviewer")
    AUDITOR = "auditor", _("Auditor")


RANK = {OrganizationRole.VIEWER: 0, OrganizationRole.EDITOR: 1, OrganizationRole.OWNER: 2}
