"""Fields for regions and industries read what people write."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from django.urls import reverse

from queqiao_web.organizations.adapters import is_valid_uscc, regions_below, uscc_problem
from queqiao_web.organizations.forms import IndustryField, RegionField


@pytest.mark.parametrize(
    "text", ["220104", "吉林省长春市朝阳区", "吉林 长春 朝阳区", "长春市朝阳区"]
)
def test_a_region_is_read_from_code_and_name(text):
    assert RegionField().clean(text) == "220104"


def test_a_region_of_several_names_the_candidates():
    with pytest.raises(ValidationError) as caught:
        RegionField().clean("朝阳区")

    assert "吉林省长春市朝阳区" in caught.value.messages[0]
    assert caught.value.code == "ambiguous"


def test_an_unknown_region_is_refused():
    with pytest.raises(ValidationError) as caught:
        RegionField().clean("不存在的地方")

    assert caught.value.code == "unknown"


@pytest.mark.parametrize("text", ["3985", "C3985", "3985 电子专用材料制造", "电子专用材料制造"])
def test_an_industry_is_read_from_code_and_name(text):
    assert IndustryField().clean(text) == "3985"


def test_an_industry_that_is_nearly_named_is_offered():
    with pytest.raises(ValidationError) as caught:
        IndustryField().clean("电子专用材料")

    assert "3985 电子专用材料制造" in caught.value.messages[0]


def test_optional_fields_give_nothing_for_nothing():
    assert RegionField(required=False).clean(" ") == ""
    assert IndustryField(required=False).clean("") == ""


def test_fields_show_names_for_codes():
    class Both(Form):
        region = RegionField()
        industry = IndustryField()

    html = Both(initial={"region": "220104", "industry": "3985"}).as_p()

    assert 'value="吉林省长春市朝阳区"' in html
    assert 'data-code="220104"' in html
    assert 'value="3985 电子专用材料制造"' in html


def test_what_was_typed_is_shown_again():
    class One(Form):
        region = RegionField()

    html = One({"region": "朝阳区"}).as_p()

    assert 'value="朝阳区"' in html


def test_pickers_are_answered_as_json(client):
    provinces = client.get(reverse("region_children")).json()["choices"]
    cities = client.get(reverse("region_children"), {"of": "220000"}).json()["choices"]
    found = client.get(reverse("industry_search"), {"q": "电子专用材料"}).json()["choices"]

    assert {"code": "220000", "label": "吉林省"} in provinces
    assert {"code": "220100", "label": "长春市"} in cities
    assert [one["code"] for one in found] == ["398", "3985"]


def test_districts_of_a_municipality_stand_directly_below_it():
    assert "110108" in {one.code for one in regions_below("110000")}


def test_a_credit_code_is_explained_where_it_is_wrong():
    assert is_valid_uscc("91220101MA0XYZ1234") is False
    for wrong in ("9122", "91220101MA0XYZ123I", "91220101MA0AAA1234"):
        assert str(uscc_problem(wrong))
