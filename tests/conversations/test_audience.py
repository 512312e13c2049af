"""To whom a note goes and how, as the sender sees it before sending."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gatepost.conversations import audience
from gatepost.conversations.presenting import notes as presenting
from gatepost.people.models import ContactPoint, Guardianship, Person, Role
from tests.support.cast import Cast, make_guardian, make_student, restrict


def ways(cast: Cast) -> dict[str, tuple[str, list[str]]]:
    """child (home) → channel it is counted under, adults who get it."""
    found = audience.of_section(cast.section)
    return {
        f"{line.student.called}{'/' + line.family.home if line.family and line.family.home else ''}": (
            line.channel or line.reason,
            [way.adult.called for way in line.ways],
        )
        for line in found.lines
    }


def test_each_family_is_counted_under_its_best_channel(cast: Cast) -> None:
    letter = make_student(cast.section, "Lin", "Qiu")
    make_guardian(letter, "Mei", language="zh-Hans", phone="+34600000001")
    caller = make_student(cast.section, "Mihai", "Dumitru")
    parent = make_guardian(caller, "Ioana", language="ro", email="ioana@example.org", phone="+34600000002")
    Person.objects.filter(pk=parent.pk).update(prefers_call=True)
    make_student(cast.section, "Nour", "Alone")
    assert ways(cast) == {
        "Yusuf": ("email", ["Amina"]),
        "Lin": ("letter", ["Mei"]),
        "Mihai": ("phone", ["Ioana"]),
        "Nour": ("no-guardian", []),
    }
    sentence = [part.words for part in presenting.audience_lines(audience.of_section(cast.section))]
    assert sentence == ["1 by e-mail", "1 by printed letter", "1 by phone call", "1 cannot be reached"]


def test_a_restricted_guardian_is_never_in_the_audience(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar", email="omar@example.org")
    assert ways(cast) == {"Yusuf": ("email", ["Amina", "Omar"])}
    restrict(father, cast.yusuf)
    assert ways(cast) == {"Yusuf": ("email", ["Amina"])}


def test_a_restriction_for_one_child_leaves_the_sibling(cast: Cast) -> None:
    sister = make_student(cast.section, "Hodan", "Warsame")
    link = Guardianship.objects.get(adult=cast.amina)
    family, _created = type(link.family).objects.get_or_create(student=sister)
    Guardianship.objects.create(adult=cast.amina, student=sister, family=family)
    restrict(cast.amina, cast.yusuf)
    assert ways(cast) == {"Hodan": ("email", ["Amina"]), "Yusuf": ("no-right", [])}


@pytest.mark.parametrize("ended", ["guardianship", "dates", "right"])
def test_who_has_no_right_any_more_gets_nothing(cast: Cast, ended: str) -> None:
    changes = {
        "guardianship": {"ended_at": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)},
        "dates": {"ends_on": dt.date(2024, 1, 1)},
        "right": {"may_contact": False},
    }[ended]
    Guardianship.objects.filter(adult=cast.amina).update(**changes)
    assert ways(cast) == {"Yusuf": ("no-right", [])}


@pytest.mark.parametrize("state", ["bouncing", "wrong-person", "opted-out"])
def test_an_address_that_does_not_work_is_not_used(cast: Cast, state: str) -> None:
    ContactPoint.objects.filter(kind="email").update(state=state)
    assert ways(cast) == {"Yusuf": ("letter", ["Amina"])}


def test_two_homes_are_two_lines_and_the_second_gets_no_letter_by_the_child(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Omar", home="father", phone="+34600000003")
    make_guardian(cast.yusuf, "Grandma", home="grandmother")
    assert ways(cast) == {
        "Yusuf": ("email", ["Amina"]),
        "Yusuf/father": ("phone", ["Omar"]),
        "Yusuf/grandmother": ("second-home", []),
    }


@pytest.mark.parametrize("more", [1, 6])
def test_the_number_of_statements_does_not_grow_with_the_section(cast: Cast, more: int) -> None:
    for number in range(more):
        make_guardian(make_student(cast.section, f"Child {number}"), f"Adult {number}", email=f"a{number}@example.org")
    with CaptureQueriesContext(connection) as statements:
        found = audience.of_section(cast.section)
    assert (found.reachable, len(statements)) == (more + 1, 4)


def test_samples_are_as_different_as_possible(cast: Cast) -> None:
    for number, language in enumerate(["so", "so", "ar", "so", "uk"]):
        make_guardian(make_student(cast.section, f"C{number}"), f"A{number}", language=language, email=f"s{number}@example.org")
    assert sorted(line.language for line in audience.of_section(cast.section).samples()) == ["ar", "so", "uk"]


def test_every_version_written_by_hand_is_shown_to_its_author(cast: Cast) -> None:
    for number, language in enumerate(["uk", "fa", "pt", "ar", "ur"]):
        make_guardian(make_student(cast.section, f"D{number}"), f"A{number}", language=language, email=f"d{number}@example.org")
    shown = [line.language for line in audience.of_section(cast.section).samples(["ar", "ur"])]
    assert shown[:2] == ["ar", "ur"]
    assert len(set(shown)) == len(shown) == 3


def test_former_students_do_not_count(cast: Cast) -> None:
    cast.yusuf.enrolments.update(ended_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    assert audience.of_section(cast.section).count == 0
    assert Role.STUDENT in cast.yusuf.school_roles.values_list("role", flat=True)
