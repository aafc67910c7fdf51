"""``queqiao-web ...``: Django's commands and our own, with the settings already chosen."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "queqiao_web.config.settings")
    from django.core.management import (  # noqa: PLC0415 -- after the settings are chosen
        execute_from_command_line,
    )

    from queqiao_web.config.environment import WrongSettings  # noqa: PLC0415 -- as what follows

    try:
        execute_from_command_line(["queqiao-web", *sys.argv[1:]])
    except WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
