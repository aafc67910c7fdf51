"""A region exported and taken into an empty instance is the same region, field by field."""

import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import jsonschema_rs
import pytest
from django.core.management import CommandError, call_command
from django.db import models

from queqiao_web.achievements.models import Achievement, Inventor, Patent
from queqiao_web.api.exchange import KINDS, BadFile, export_region, import_file
from queqiao_web.api.exchange.kinds import NOT_EXCHANGED
from queqiao_web.api.exchange.schemas import json_schemas
from queqiao_web.demands.models import Demand
from queqiao_web.experts.models import Expert, Work
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.jobs.registry import JOBS, find_jobs
from queqiao_web.organizations.models import Fact, Membership, Organization
from tests.factories.web.achievements import make_achievement, make_university
from tests.factories.web.demands import make_demand
from tests.factories.web.experts import make_expert
from tests.factories.web.people import make_member, make_organization
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db
REGION = "220000"


def make_region():
    """Records in every kind and many states, with everything filled that can be; one is outside."""
    owner = make_member()
    company = owner.organization
    Organization.objects.filter(pk=company.pk).update(
        contact_name="王工", contact_phone="0431-0000", website="https://example.org/甲"
    )
    for year, value, ended in ((2024, 12.5, NOON), (2024, 13, None), (None, None, None)):
        Fact.objects.create(
            organization=company,
            field="revenue" if year else "listed",
            year=year,
            value=value,
            source="2024 年报",
            superseded_at=ended,
            recorded_by=owner,
            created_at=NOON - DAY,
            updated_at=NOON,
        )
    states = ("draft", "submitted", "returned", "published", "matched", "closed", "expired")
    for state in states:
        make_demand(
            organization=company,
            state=state,
            secret_annex="仅供签约方：配比37.2%",
            budget_cny=Decimal("1200000.50"),
            trl_min=6,
            deadline_on=date(2027, 9, 30),
            accepted_regions=["220000", "210000"],
            created_by=owner,
            version=3,
            created_at=NOON - timedelta(days=9, microseconds=123),
        )
    for state in states:
        achievement = make_achievement(
            organization=make_university(),
            state=state,
            description="分级烧结，压差≤12.8kPa。",
            trl_evidence="中试三批",
            ready_on=date(2027, 1, 1),
            price_mode="listing",
            price_cny=Decimal("0.10"),
            service_achievement=True,
            external_id=f"U-{state}",
        )
        achievement.patents.all().delete()
        achievement.inventors.all().delete()
        Patent.objects.create(
            achievement=achievement, number="ZL202310000001.X", kind="invention", state="granted"
        )
        for place, share in ((1, Decimal("0.6667")), (2, None)):
            Inventor.objects.create(
                achievement=achievement, position=place, name=f"发明人{place}", share=share
            )
    for state in ("draft", "published", "withdrawn"):
        make_expert(state=state, capacity_days=5)
    make_demand(organization=make_organization(region_code="440100"), region_code="440100")
    make_demand(organization=make_organization(region_code="440100"), region_code="220100")


def everything():
    """All that is stored of the region's kinds, without keys and what stays behind by design."""
    found = {}
    for kind in KINDS:
        left = NOT_EXCHANGED[kind.name]
        for row in kind.model.objects.all():
            values = {
                field.name: field.value_from_object(row)
                for field in row._meta.concrete_fields
                if field.name not in left and not field.is_relation and field.name != "id"
            }
            if kind.is_owned:
                values["organization"] = row.organization.code
            for part in kind.parts:
                values[part.name] = [
                    {
                        field.name: field.value_from_object(one)
                        for field in one._meta.concrete_fields
                        if not field.is_relation and field.name != "id"
                    }
                    for one in part.model.objects.filter(**{part.back: row}).order_by("pk")
                ]
            found[kind.name, row.code] = values
    return found


def empty():
    """As an instance without records; people may stay, they are not exchanged."""
    for model in (Work, Expert, Patent, Inventor, Achievement, Demand, Fact, Membership):
        model.objects.all().delete()
    Organization.objects.all().delete()


@pytest.fixture
def exported(tmp_path):
    make_region()
    path = tmp_path / "region.zip"
    export_region(path, region=REGION, at=NOON)
    return path


def lines_of(path, name):
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(name).splitlines()]


def rewritten(path, name, change):
    """The file with the lines of one part changed."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            if one == name:
                lines = change([json.loads(line) for line in content.splitlines()])
                content = "\n".join(json.dumps(line) for line in lines).encode() + b"\n"
            new.writestr(one, content)
    return other


def test_a_region_taken_into_an_empty_instance_is_the_same_region(exported):
    outside = Demand.objects.get(region_code="440100")
    before = everything()
    del before["demand", outside.code]
    del before["organization", outside.organization.code]
    empty()

    taken = import_file(exported, at=NOON + DAY)

    assert everything() == before
    assert sum(taken.made.values()) == len(before)


def test_exported_again_it_is_the_same_file_line_by_line(exported, tmp_path):
    empty()
    import_file(exported, at=NOON + DAY)

    again = tmp_path / "again.zip"
    export_region(again, region=REGION, at=NOON + DAY)

    for kind in KINDS:
        assert lines_of(again, kind.file) == lines_of(exported, kind.file)


def test_every_column_travels_or_is_named_as_staying():
    for kind in KINDS:
        columns = {
            field.name
            for field in kind.model._meta.concrete_fields
            if not field.generated and field.name not in {"id", *NOT_EXCHANGED[kind.name]}
        }
        assert columns <= set(kind.shape.model_fields), kind.name
        for part in kind.parts:
            columns = {
                field.name
                for field in part.model._meta.concrete_fields
                if not isinstance(field, models.ForeignKey) and field.name != "id"
            }
            assert columns == set(part.shape.model_fields), part.name


def test_lines_keep_to_the_published_schema(exported):
    for kind in KINDS:
        validator = jsonschema_rs.validator_for(json_schemas()[kind.name])
        lines = lines_of(exported, kind.file)
        assert lines
        for line in lines:
            assert [str(error) for error in validator.iter_errors(line)] == []


def test_each_record_has_one_event_and_the_same_file_again_changes_nothing(exported):
    empty()
    last = AuditEvent.objects.count()
    first = import_file(exported, at=NOON + DAY)
    events = AuditEvent.objects.filter(sequence__gt=last)
    count = events.count()

    second = import_file(exported, at=NOON + 2 * DAY)

    assert count == sum(first.made.values())
    assert set(events.values_list("actor_kind", "channel")) == {("system", "command")}
    assert (second.made, second.changed) == ({}, {})
    assert second.same == first.made
    assert events.count() == count


def test_jobs_that_follow_an_import_exist_and_are_queued(exported):
    find_jobs()
    empty()

    import_file(exported, at=NOON + DAY)

    assert {name for kind in KINDS for name in kind.jobs} <= set(JOBS)
    published = Demand.objects.filter(state__in=["published", "matched"]).count()
    assert JobRun.objects.filter(name="matching.refresh_demand").count() == published


def test_a_later_version_changes_the_record_and_an_earlier_one_is_a_problem(exported):
    def later(lines):
        lines[0] |= {"title": "改过的题目", "version": lines[0]["version"] + 1}
        return lines

    changed = rewritten(exported, "demands.jsonl", later)

    taken = import_file(changed, at=NOON + DAY)

    assert taken.changed == {"demand": 1}
    assert Demand.objects.filter(title="改过的题目").count() == 1
    with pytest.raises(BadFile) as caught:
        import_file(exported, at=NOON + DAY)
    assert [one.code for one in caught.value.problems] == ["code.newer_here"]


def test_everything_wrong_is_told_with_line_and_field_and_nothing_is_taken(exported):
    def worse(lines):
        lines[0]["budget_cny"] = "-1"
        lines[1]["region_code"] = "999999"
        del lines[2]["title"]
        lines[3]["organization"] = "22222222"
        lines[4]["code"] = lines[5]["code"]
        lines[6]["published_at"] = None
        lines[6]["state"] = "published"
        return lines

    changed = rewritten(exported, "demands.jsonl", worse)
    empty()

    with pytest.raises(BadFile) as caught:
        import_file(changed, at=NOON + DAY)

    told = {(one.file, one.line, one.field, one.code) for one in caught.value.problems}
    name = "demands.jsonl"
    assert told == {
        (name, 1, "budget_cny", "greater_than_equal"),
        (name, 2, "region_code", "region_unknown"),
        (name, 3, "title", "missing"),
        (name, 4, "organization", "organization.unknown"),
        (name, 6, "code", "code.twice"),
        (name, 7, "", "undated"),
    }
    assert not Demand.objects.exists()
    assert not Organization.objects.exists()


def test_what_the_database_would_refuse_is_told_with_its_line(exported):
    def twins(lines):
        lines[0]["uscc"] = lines[1]["uscc"] = "91220101MA0Y1KQ75X"
        return lines

    changed = rewritten(exported, "organizations.jsonl", twins)
    empty()

    with pytest.raises(BadFile) as caught:
        import_file(changed, at=NOON + DAY)

    assert (2, "constraint") in {(one.line, one.code) for one in caught.value.problems}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no zip at all"])
def test_a_damaged_file_is_refused(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    with pytest.raises(BadFile):
        import_file(path, at=NOON)


def test_lines_that_got_lost_are_noticed(exported):
    changed = rewritten(exported, "experts.jsonl", lambda lines: lines[:-1])
    empty()

    with pytest.raises(BadFile) as caught:
        import_file(changed, at=NOON)

    assert [one.code for one in caught.value.problems] == ["lines.count"]


def test_the_commands_say_what_they_did(tmp_path, capsys):
    make_demand()
    path = tmp_path / "r.zip"

    call_command("export_region", str(path), region=REGION)
    call_command("import_region", str(path))

    told = capsys.readouterr().out
    assert "demands.jsonl\t1" in told
    assert "demand\t1" in told
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("export_region", str(path), region=REGION)
