"""Shapes of input: fields for national codes that other apps use too, and our own forms."""

from queqiao_web.organizations.forms.facts import SectionForm, WorkbookForm
from queqiao_web.organizations.forms.fields import (
    IndustryField,
    IndustryInput,
    RegionField,
    RegionInput,
)
from queqiao_web.organizations.forms.organizations import (
    AppointForm,
    DelegateForm,
    InviteForm,
    OrganizationForm,
    ReasonForm,
    ReturnForm,
)

__all__ = [
    "AppointForm",
    "DelegateForm",
    "IndustryField",
    "IndustryInput",
    "InviteForm",
    "OrganizationForm",
    "ReasonForm",
    "RegionField",
    "RegionInput",
    "ReturnForm",
    "SectionForm",
    "WorkbookForm",
]
