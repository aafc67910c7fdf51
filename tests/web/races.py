"""Several calls at the same moment, each in a thread and a connection of its own."""

import threading

from django.db import connection

from queqiao_web.foundation.errors import PlatformError


def at_once(*calls):
    """What each call gave or raised, all begun at the same moment."""
    barrier, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait()
            found[number] = call()
        except PlatformError as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def errors_in(found):
    return [type(one).__name__ for one in found if isinstance(one, PlatformError)]
