"""
From every stored release to the present, as people upgrade: nothing is lost, nothing is changed
that a migration does not name, and whoever is interrupted goes on where they were.

``tools/store_release.py`` stores a release.
"""

import hashlib
import sqlite3
import tarfile
from contextlib import closing

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.factories.backups import rows_of
from tests.web.processes import releases
from tests.web.processes.conftest import SERVER, on_files_alone
from tests.web.processes.place import free_port, kill, wait_for
from tests.web.processes.visitor import Visitor
from tests.web.processes.yard import unpack

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
TOMORROW = {"DJANGO_SETTINGS_MODULE": "tests.web.processes.tomorrow.settings"}
# Tables (demands_demand) and columns (demands_demand.title) whose values a migration means to
# change, each with its reason.
CHANGED: dict[str, str] = {}
# Tables of the program itself: to them an upgrade adds, and it moves the time of the next sweep.
ADDED_TO = {"auth_permission", "django_content_type", "django_migrations"}
OF_THE_MOMENT = {"django_q_schedule", "sqlite_sequence"}


def tables_in(place):
    """The rows of every table as SQLite holds them, by column; read past Django."""
    found = {}
    with closing(sqlite3.connect(place.folder / "queqiao.sqlite3")) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = connection.execute(f'SELECT rowid AS "the row", * FROM "{name}"').fetchall()  # noqa: S608 -- our own tables
            found[name] = {row["the row"]: dict(row) for row in rows}
    return found


def differences(old, new):
    """What stood in the old tables and does not stand in the new ones, column by column."""
    found = []
    for name, rows in old.items():
        table, now = name.replace(".", "_"), new.get(name, {})
        if table in CHANGED or table in OF_THE_MOMENT:
            continue
        if table not in ADDED_TO and set(now) != set(rows):
            found.append(f"{table}: rows {sorted(set(now) ^ set(rows), key=str)[:9]}")
        found += [
            f"{table}.{column} of {key}: {value!r}, now {now[key].get(column)!r}"
            for key, row in rows.items()
            if key in now
            for column, value in row.items()
            if f"{table}.{column}" not in CHANGED and now[key].get(column, "gone") != value
        ]
    return found


@pytest.fixture(scope="module", params=releases.VERSIONS)
def upgraded(yard, request):
    """A stored release, upgraded in its folder on SQLite or restored on a server."""
    with yard.places() as places:
        place = places.stocked(SERVER, request.param)
        place.version = request.param
        yield place


def test_every_record_is_there_with_every_field_as_it_was(upgraded, places, tmp_path):
    if SERVER:
        upgraded.command("backup", str(tmp_path / "again"))
        before = rows_of(releases.FOLDER / upgraded.version / "queqiao.backup")
        after, events = rows_of(tmp_path / "again"), "foundation.auditevent"
    else:
        before = tables_in(places.stored(upgraded.version))
        after, events = tables_in(upgraded), "foundation_auditevent"

    assert len(before[events]) > 500
    assert differences(before, after) == []
    assert_files_are_as_stored(upgraded, upgraded.version)
    assert f"{len(before[events])} " in upgraded.command("verify_audit").stdout


def assert_files_are_as_stored(place, version):
    """The contents of files, and the key that signs."""
    with tarfile.open(releases.FOLDER / version / "data.tar.xz") as archive:
        for entry in archive.getmembers():
            if entry.isfile() and not entry.name.endswith(".sqlite3"):
                held = archive.extractfile(entry).read()
                assert (place.folder / entry.name).read_bytes() == held, entry.name


@pytest.fixture(scope="module")
def served(upgraded):
    """
    The upgraded platform as it answers, with a worker that takes up what waited; both start only
    where every migration is done.
    """
    port = free_port()
    upgraded.start_web(port)
    upgraded.start_worker()
    upgraded.port = port
    return upgraded


def first(place, sql):
    return place.ask(f"{sql} ORDER BY id LIMIT 1")[0]


def test_people_sign_in_and_find_their_records_and_files(served):
    visitor = Visitor(served.port)
    visitor.sign_in(releases.OWNER, releases.OWNER_PASSWORD)
    own = served.ask(
        "SELECT organization_id FROM organizations_membership JOIN accounts_user person"
        " ON person.id = user_id WHERE username = 'enterprise'"
    )[0]
    codes = {
        "demands": first(served, f"SELECT code FROM demands_demand WHERE organization_id = {own}"),  # noqa: S608 -- a number
        "deals": first(served, f"SELECT code FROM deals_deal WHERE demand_organization_id = {own}"),  # noqa: S608 -- a number
        "achievements": first(
            served, "SELECT code FROM achievements_achievement WHERE state = 'published'"
        ),
        "experts": first(served, "SELECT code FROM experts_expert WHERE state = 'published'"),
        "organizations": first(served, "SELECT code FROM organizations_organization"),
        "prices": first(served, "SELECT code FROM deals_pricing WHERE state = 'noticed'"),
        "matches": first(
            served,
            f"SELECT code FROM matching_match WHERE demand_organization_id = {own}",  # noqa: S608 -- a number
        ),
    }
    pages = ["/", "/me/", "/demands/mine/", "/notices/", "/searches/"]
    pages += [f"/{noun}/{code}/" for noun, code in codes.items()]
    assert {path: visitor.get(path)[0] for path in pages} == dict.fromkeys(pages, 200)
    assert visitor.reached == f"/matches/{codes['matches']}/"

    files = served.rows(
        "SELECT file.code, file.sha256 FROM foundation_storedfile file JOIN demands_demand demand"
        " ON demand.id = owner_id WHERE owner_type = 'demands.demand' AND removed_at IS NULL"
    )
    assert len(files) == 2
    for code, digest in files:
        status, content = visitor.get(f"/files/{code}/")
        assert (status, hashlib.sha256(content).hexdigest()) == (200, digest)


def test_an_address_and_a_second_factor_still_open_the_door(served):
    newcomer = Visitor(served.port)
    newcomer.sign_in(releases.NEWCOMER, releases.NEWCOMER_PASSWORD)
    assert newcomer.get("/me/")[0] == 200
    assert newcomer.reached == "/me/"

    guarded = Visitor(served.port)
    guarded.sign_in(releases.GUARDED, releases.OWNER_PASSWORD)
    guarded.get("/me/")
    assert guarded.reached != "/me/"
    earlier_now_later = list(totp.yield_hotp_counters_from_time())
    counter = earlier_now_later[1]
    code = totp.format_hotp_value(totp.hotp_value(releases.SECOND_FACTOR, counter))
    guarded.send("/account/2fa/authenticate/", code=code)
    guarded.get("/me/")
    assert guarded.reached == "/me/"


def test_what_waited_in_the_queue_is_done_by_the_new_worker(served):
    if SERVER:  # a backup holds the jobs, and not who was told of them
        served.command("sweep")
    waited = "SELECT state FROM foundation_jobrun WHERE name = 'foundation.write_table'"
    wait_for(lambda: set(served.ask(waited)) == {"done"}, what="the table was not written")
    title = "SELECT state FROM demands_demand WHERE title = '虚构1主轴温升控制'"
    assert served.ask(title) == ["draft"]
    assert not served.ask("SELECT name FROM foundation_jobrun WHERE state = 'failed'")


@on_files_alone  # on a server every upgrade of this file is such a restoring
@pytest.mark.parametrize("version", releases.VERSIONS)
def test_the_backup_of_an_earlier_release_is_restored(places, version, tmp_path):
    old = releases.FOLDER / version / "queqiao.backup"
    place = places.blank("")

    place.command("restore", str(old))

    place.command("backup", str(tmp_path / "again"))
    assert differences(rows_of(old), rows_of(tmp_path / "again")) == []
    assert place.rows(MIGRATIONS) == places.stocked("", version).rows(MIGRATIONS)
    place.command("verify_audit")
    assert_files_are_as_stored(place, version)


def of_the_latest_release(places):
    """As it was stored on SQLite, restored on a server."""
    return places.stocked(SERVER) if SERVER else places.stored()


@pytest.fixture(scope="module")
def later(yard):
    """A platform that the next version has prepared."""
    with yard.places() as places:
        place = of_the_latest_release(places)
        place.command("prepare", **TOMORROW)
        yield place


def without_keys(rows):
    """The rows of a table as they are but for their numbers, of which a server gives none twice."""
    return [{name: row[name] for name in row if name != "id"} for _key, row in sorted(rows.items())]


def test_an_upgrade_that_is_killed_ends_as_one_that_was_not(places, later, tmp_path):
    """
    Every migration is one transaction with the note that it is done, on both databases: killed
    before the note of the first, before the note of a table with its foreign key, or in the middle
    of writing rows, it leaves nothing behind.
    """
    killed = of_the_latest_release(places)
    noting = 'INSERT INTO "django_migrations"'
    for words in (noting, f"{noting}|tomorrow", 'UPDATE "tomorrow_note"'):
        killed.hold_at(words)
        upgrade = killed.start("queqiao_web", "prepare", **TOMORROW)
        killed.wait_until_held()
        kill(upgrade)
        killed.let_go()

    killed.command("prepare", **TOMORROW)

    killed.command("backup", str(tmp_path / "killed"), **TOMORROW)
    later.command("backup", str(tmp_path / "whole"), **TOMORROW)
    ended, whole = rows_of(tmp_path / "killed"), rows_of(tmp_path / "whole")
    written = without_keys(ended.pop("tomorrow.note"))
    assert written == without_keys(whole.pop("tomorrow.note"))
    assert len(written) == len(ended["organizations.organization"]) > 30
    assert ended == whole
    assert killed.rows(MIGRATIONS) == later.rows(MIGRATIONS)


def digest_of_database(place):
    """What the database holds, down to the byte on SQLite."""
    if not SERVER:
        parts = sorted(place.folder.glob("queqiao.sqlite3*"))
        return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in parts]
    counted = place.rows(
        "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup FROM pg_stat_user_tables"
    )
    return sorted(counted)


def test_a_database_of_a_later_version_is_refused_and_left_alone(later, tmp_path):
    place = later
    before = digest_of_database(place)
    ways = {
        "prepare": ["prepare"],
        "run": ["run", "--port", str(free_port())],
        "backup": ["backup", str(tmp_path / "backup")],
        "worker": ["qcluster"],
    }

    for name, line in ways.items():
        refused = place.command(*line, check=False)
        assert refused.returncode == 2, name
        assert "比本程序新" in refused.stderr, name
        assert "Traceback" not in refused.stderr, name
    web = place.start("gunicorn", "-c", "python:queqiao_web.config.gunicorn")
    assert web.wait() == 2
    assert "比本程序新" in (place.folder / "processes.log").read_text(encoding="utf-8")
    assert digest_of_database(place) == before
    assert not (tmp_path / "backup").exists()


@on_files_alone
def test_before_it_is_prepared_the_new_version_backs_up_and_answers_nobody(places, tmp_path):
    """Whoever installs first and thinks of the backup then still gets it, as the tables are."""
    place = of_the_latest_release(places)

    place.command("backup", str(tmp_path / "by-tomorrow"), **TOMORROW)

    stored = rows_of(releases.FOLDER / releases.LATEST / "queqiao.backup")
    assert differences(stored, rows_of(tmp_path / "by-tomorrow")) == []
    refused = place.command("qcluster", check=False, **TOMORROW)
    assert (refused.returncode, "queqiao-web prepare" in refused.stderr) == (2, True)
    web = place.start("gunicorn", "-c", "python:queqiao_web.config.gunicorn", **TOMORROW)
    assert web.wait() == 2


@on_files_alone
def test_what_is_stored_is_made_up(places):
    """No secret in a stored release guards anything."""
    for version in releases.VERSIONS:
        place = places.blank("")
        unpack(version, place)
        assert (place.folder / "secret.key").read_text(encoding="ascii") == releases.KEY
        names = place.ask("SELECT display_name FROM accounts_user")
        assert all("虚构" in name for name in names)
        addresses = place.ask("SELECT email FROM accounts_user WHERE email <> ''")
        assert all(address.endswith("@example.org") for address in addresses)
