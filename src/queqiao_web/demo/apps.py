"""The app's place in Django."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo region, built through the actions that users use."""

    name = "queqiao_web.demo"
    label = "demo"
    verbose_name = _("Demo region")

    def ready(self) -> None:
        """Say who builds the demo region on an empty platform."""
        from queqiao_web.foundation.serving.sample import sample_is_built_by

        if find_spec("queqiao_web.demo.build"):
            build = import_module("queqiao_web.demo.build")
            sample_is_built_by(build.build_demo, accounts=build.demo_accounts)
