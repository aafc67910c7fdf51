"""One try of a verb, held against the audit."""

from hypothesis import note

from queqiao_web.foundation.errors import PlatformError
from tests.strategies.web.drive import call


def attempt(drive, world, watch, step, *, verb, at):
    """Have somebody try the verb, the next where one cannot; whether it did something."""
    function = drive.verbs()[verb]
    arguments = world.arguments(verb, function, step.picks, at)
    for who in step.people(world):
        actor = world.actor(who)
        note(f"{verb} {arguments} by {actor}")
        try:
            with watch.writing():
                call(function, arguments, actor, at)
        except PlatformError as error:
            note(f"-> {error!r}")
            watch.expect_nothing(verb)
            continue
        if watch.expect_told(verb):
            world.known.clear()
            return True
    return False
