from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.web.processes.slow"
    label = "slow"

    def ready(self):
        from tests.web.processes.slow import tasks  # noqa: F401 -- registers the job
