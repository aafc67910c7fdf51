from django.apps import AppConfig


class TomorrowConfig(AppConfig):
    name = "tests.web.processes.tomorrow"
    label = "tomorrow"
