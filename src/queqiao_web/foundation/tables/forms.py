"""Forms of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.tables.models import ImportChoice
from queqiao_web.foundation.tables.reading import MOST_BYTES, MOST_ROWS


class UploadForm(forms.Form):
    """The file, and for whom."""

    organization = forms.TypedChoiceField(label=_("For which organization"), coerce=int)
    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("At most %(rows)d rows and %(megabytes)d MB. Nothing is written yet.")
        % {"rows": MOST_ROWS, "megabytes": MOST_BYTES >> 20},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.ods,.et,.csv,.tsv"}),
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        owners: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data, files)
        self.fields["organization"].choices = owners
        if len(owners) == 1:
            self.fields["organization"].initial = owners[0][0]


class WriteForm(forms.Form):
    """What to write where some rows are wrong."""

    choice = forms.ChoiceField(
        label=_("What to write"),
        choices=ImportChoice.choices,
        initial=ImportChoice.GOOD_ROWS,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
