"""The ready instrument: complete, the same in every round, short enough to read, and a survey can be made from each."""

import pytest
from django.utils import translation

from gatepost.framework.types import InvolvementType
from gatepost.languages.catalogues import family_texts
from gatepost.people.barriers import BARRIERS
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.blueprint import Blueprint, ItemPlan
from gatepost.surveys.instrument.mirror import IN_SHORT_FORM, LEDGER, items_of
from gatepost.surveys.instrument.ready import (
    BARRIER_VALUES,
    INQUIRY,
    MIRROR,
    PULSES,
    READY,
    SELF_REVIEW,
    SHORT,
    after_action,
)
from gatepost.surveys.models import Item
from gatepost.touchpoints.models import Touchpoint
from tests.support.cast import Cast

LONGEST = 220
AFTER = after_action("Reading evening {of} 100 %")
ALL = [pytest.param(one.blueprint, id=one.slug) for one in READY] + [pytest.param(AFTER, id="after-action")]


def practices(blueprint: Blueprint) -> list[ItemPlan]:
    return [item for item in blueprint.items if item.practice]


def test_there_are_six_practices_of_each_type() -> None:
    assert {str(one): len(items_of(one)) for one in InvolvementType} == dict.fromkeys(InvolvementType.values, 6)
    assert [item.key for item in practices(MIRROR)] == [f"{one}-{number}" for one in InvolvementType for number in range(1, 7)]


def test_every_practice_is_asked_of_families_teachers_and_directors_in_words_of_their_own() -> None:
    for item in practices(MIRROR):
        sides = [side for side in item.wordings if side != "students"]
        assert sides == ["families", "teachers", "directors"]
        assert len({str(words) for words in item.wordings.values()}) == len(item.wordings), item.key


def test_students_are_asked_where_they_can_tell_two_of_each_type() -> None:
    asked = [item.involvement_type for item in practices(MIRROR) if "students" in item.wordings]
    assert asked == [kind for kind in InvolvementType for _twice in range(2)]


def test_all_practices_are_answered_on_one_scale() -> None:
    scales = {tuple((value, str(words)) for value, words in item.options) for item in practices(MIRROR)}
    assert scales == {((1, "Never"), (2, "Rarely"), (3, "Sometimes"), (4, "Often"), (5, "Whenever it is needed"))}
    assert {item.favourable_from for item in practices(MIRROR)} == {4}


@pytest.mark.parametrize("blueprint", ALL)
def test_keys_are_unique_steps_run_from_one_to_five_and_nothing_is_too_long(blueprint: Blueprint) -> None:
    keys = [item.key for item in blueprint.items]
    assert len(keys) == len(set(keys))
    for item in blueprint.items:
        values = [value for value, _words in item.options]
        if item.kind in {"scale", "frequency"}:
            assert values == [1, 2, 3, 4, 5], item.key
        assert bool(values) is (item.kind != "text"), item.key
        assert len(values) == len(set(values)) == len({str(words) for _value, words in item.options}), item.key
        for words in [*item.wordings.values(), *(words for _value, words in item.options)]:
            assert 0 < len(str(words)) <= LONGEST, str(words)


def test_the_short_form_is_two_practices_of_each_type_out_of_the_long_one() -> None:
    long = {item.key: item for item in practices(MIRROR)}
    assert [item.involvement_type for item in practices(SHORT)] == [kind for kind in InvolvementType for _twice in range(2)]
    assert {item.key for item in practices(SHORT)} == IN_SHORT_FORM
    assert all(long[item.key].wordings == item.wordings for item in practices(SHORT))


def test_long_and_short_form_end_with_an_open_question() -> None:
    assert [blueprint.items[-1].kind for blueprint in (MIRROR, SHORT)] == ["text", "text"]


def test_the_scales_of_families_have_five_questions_each() -> None:
    count: dict[str, int] = {}
    for item in MIRROR.items:
        if item.scale:
            count[item.scale] = count.get(item.scale, 0) + 1
    assert count == {"efficacy": 5, "climate": 5, "communication": 5, "fit": 5}


def test_the_two_barrier_lists_hold_every_kind_once_each_in_its_half() -> None:
    items = {item.key: [value for value, _words in item.options] for item in MIRROR.items if item.key.startswith("barriers-")}
    ours = [BARRIER_VALUES[one.kind] for one in BARRIERS.values() if one.in_our_hands]
    outside = [BARRIER_VALUES[one.kind] for one in BARRIERS.values() if not one.in_our_hands]
    assert items == {"barriers-school": [*ours, 99], "barriers-life": [*outside, 99]}
    assert len(ours) + len(outside) == len(BARRIERS) == len(set(BARRIER_VALUES.values()))


def test_lists_are_never_part_of_a_scale() -> None:
    assert {item.scale for item in MIRROR.items if item.kind == "checklist"} == {""}


def test_the_self_review_has_nine_signs_and_five_needs_with_the_same_anchors_for_every_side() -> None:
    assert [len(part.items) for part in SELF_REVIEW.parts] == [9, 5]
    assert SELF_REVIEW.sectors == ("families", "teachers", "directors")
    assert all(list(item.wordings) == [""] for item in SELF_REVIEW.items)


def test_the_first_inquiry_is_two_open_questions_and_one_list() -> None:
    assert [item.kind for item in INQUIRY.items] == ["text", "text", "checklist"]
    assert INQUIRY.sectors == ("families",)


def test_pulses_and_what_follows_an_action_are_two_or_three_questions() -> None:
    assert {slug: len(pulse.items) for slug, pulse in PULSES.items()} == {
        "pulse-contact": 2,
        "pulse-welcome": 2,
        "pulse-learning": 3,
    }
    assert len(AFTER.items) == 2
    assert str(AFTER.title) == "Two questions about “Reading evening {of} 100 %”"


@pytest.mark.django_db
def test_what_the_ledger_shows_of_a_practice_can_be_asked_of_it() -> None:
    known = {item.key for item in practices(MIRROR)}
    assert set(LEDGER) <= known
    for evidence in LEDGER.values():
        assert evidence.lookups
        assert Touchpoint.objects.filter(**evidence.lookups).count() == 0


def test_every_text_of_the_instrument_is_one_that_translators_find() -> None:
    found = {text.singular for text in family_texts()}
    with translation.override(None):
        for blueprint in (MIRROR, SHORT, INQUIRY, SELF_REVIEW, *PULSES.values()):
            said = [blueprint.title, blueprint.intro]
            for part in blueprint.parts:
                said += [part.title, *([part.lead] if part.lead else [])]
                for item in part.items:
                    said += [*item.wordings.values(), *(words for _value, words in item.options)]
            assert {str(words) for words in said} - found == set()


@pytest.mark.django_db
@pytest.mark.parametrize("blueprint", ALL)
def test_a_school_gets_a_draft_of_its_own(cast: Cast, blueprint: Blueprint) -> None:
    survey = make_survey(blueprint, school=cast.school, by=cast.dov)
    rows = Item.objects.filter(survey=survey).order_by("number")
    assert [row.key for row in rows] == [item.key for item in blueprint.items]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert survey.state == "draft"


@pytest.mark.django_db
def test_a_practice_stays_one_when_the_school_asks_students_too(cast: Cast) -> None:
    survey = make_survey(MIRROR, school=cast.school, by=cast.dov)
    item = Item.objects.get(survey=survey, key="parenting-1")
    assert (item.sectors, item.practice) == (["families", "teachers", "directors", "students"], "parenting-1")
