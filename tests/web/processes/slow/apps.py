from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.web.processes.slow"
    label = "slow"

    def ready(self):
        from tests.web.processes.slow import tasks  # noqa: F401 -- registers the jobs
        from tests.web.processes.slow.holding import watch_connections

        watch_connections()
