"""``python -m tests.e2e.platform.calls NAME JSON``: call a function of ``seeds.py``, print JSON."""

import json
import sys

import django


def main():
    django.setup()
    from tests.e2e.platform import seeds

    found = getattr(seeds, sys.argv[1])(**json.loads(sys.argv[2]))
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201 -- how the caller hears of it


if __name__ == "__main__":
    main()
