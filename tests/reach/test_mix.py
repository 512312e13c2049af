"""The mix of conversations: numbers counted by hand, and nobody told apart who should not be."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.reach.test_good_news import signed_in
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student

from gatepost.channels.models import Content, Delivery, Mailing
from gatepost.people.models import Family, Person, School, Section, Term
from gatepost.reach.queries import groups
from gatepost.reach.queries.mix import Count, own_mix, school_mix
from gatepost.reach.queries.mix_floor import writers_by_family
from gatepost.reach.queries.periods import Stretch, periods_of
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.models import Outcome, Touchpoint

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 10, 14, 10, tzinfo=dt.UTC)
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def client_of() -> object:
    return signed_in


def talked(family: Family, by: Person, **words: object) -> Touchpoint:
    words = {"means": "gate", "content_kind": "learning", "source": f"conversations.talk:{by.pk}:{next(_keys)}"} | words
    return ledger.log_talk(family, by=by, **words)


def mailed(families: list[Family], by: Person, *, kind: str = "note", **tags: str) -> list[Delivery]:
    """One note, carried to every family as the channels carry it, and sent."""
    school = families[0].student.school_roles.get().school
    now = dt.datetime.now(dt.UTC)
    mailing = Mailing.objects.create(
        school=school, kind=kind, sender=by, reference="languages.text:1", created_at=now, release_at=now, **tags
    )
    content = Content.objects.create(mailing=mailing, language="en", frame_language="en", subject="", body="Hello")
    found = []
    for family in families:
        adult = family.guardianships.first().adult
        delivery = Delivery.objects.create(
            mailing=mailing, content=content, person=adult, channel="email", address="a@example.org", state="sent", sent_at=now,
            due_at=now,
        )  # fmt: skip
        delivery.families.add(family)
        found.append(delivery)
    ledger.record_deliveries([one.pk for one in found], outcome=Outcome.SENT)
    return found


def classmates(section: Section, number: int, *, language: str = "so") -> list[Family]:
    found = []
    for which in range(number):
        student = make_student(section, f"Kid{section.pk}x{which}")
        make_guardian(student, f"Adult{section.pk}x{which}", language=language, email=f"k{section.pk}x{which}@example.org")
        found.append(student.families.get())
    return found


def this_month(school: School) -> object:
    return periods_of(school)[Stretch.MONTH][0]


def writers(cast: Cast) -> dict[int, set[int]]:
    return writers_by_family(cast.school, this_month(cast.school))


@time_machine.travel(NOW, tick=False)
def test_a_note_to_a_section_is_one_occasion_like_a_talk_and_reading_is_none(cast: Cast) -> None:
    """By hand: a note of dates to five, three talks (learning praise, learning, behaviour), an answer in a thread, a failed note."""
    families = [cast.family, *classmates(cast.section, 4)]
    sent = mailed(families, cast.ben, content_kind="logistics", tone="neutral")
    ledger.record_reading(sent[0], at=NOW)
    ledger.record_reply(sent[1], channel="link", source="conversations.answer:1")
    Delivery.objects.filter(pk=sent[1].pk).update(answered_at=NOW)
    ledger.record_deliveries([sent[2].pk], outcome=Outcome.FAILED)
    talked(cast.family, cast.ben, tone="praise")
    talked(cast.family, cast.ben, means="phone")
    talked(families[1], cast.ben, content_kind="behaviour", tone="concern")
    mailed([cast.family], cast.ben, kind="reply")
    mailed([cast.family], cast.carla, content_kind="social")  # somebody else's
    mistaken = talked(cast.family, cast.ben)
    ledger.correct(mistaken, by=cast.ben, outcome=Outcome.WITHDRAWN)
    mix = own_mix(cast.ben, cast.school, this_month(cast.school))
    assert mix.total == Count(5, 8)
    assert mix.values("kind") == [
        ("learning", Count(2, 2)), ("logistics", Count(1, 4)), ("behaviour", Count(1, 1)), ("social", Count()), ("", Count(1, 1)),
    ]  # fmt: skip
    assert mix.values("tone") == [("praise", Count(1, 1)), ("neutral", Count(2, 5)), ("concern", Count(1, 1)), ("", Count(1, 1))]
    assert mix.values("way") == [("talk", Count(3, 3)), ("answered", Count(1, 1)), ("one-way", Count(2, 4))]
    assert (mix.told("kind"), mix.told("way")) == (4, 8)
    assert dict(mix.values("place")) == {
        "gate": Count(2, 2), "school": Count(), "home": Count(), "elsewhere": Count(), "afar": Count(3, 6),
    }  # fmt: skip
    assert school_mix(cast.dov, cast.school, this_month(cast.school)).total == Count(6, 9)


@time_machine.travel(NOW, tick=False)
def test_good_news_pressed_after_a_talk_is_good_news_about_nobody_knows_what(cast: Cast) -> None:
    talked(cast.family, cast.ben, tone="praise", content_kind="social")
    talked(cast.family, cast.ben, tone="neutral", content_kind="social")
    told = talked(cast.family, cast.ben, tone="praise", content_kind="social")
    ledger.correct(told, by=cast.ben, content_kind="learning")  # said later
    mailed([cast.family], cast.ben, tone="praise", content_kind="social")  # chosen in a note
    mix = own_mix(cast.ben, cast.school, this_month(cast.school))
    assert mix.values("kind") == [
        ("learning", Count(1, 1)), ("logistics", Count()), ("behaviour", Count()), ("social", Count(2, 2)), ("", Count(1, 1)),
    ]  # fmt: skip
    assert mix.values("tone") == [("praise", Count(3, 3)), ("neutral", Count(1, 1)), ("concern", Count())]


@time_machine.travel(NOW, tick=False)
def test_both_parents_of_one_family_are_one_family_reached(cast: Cast) -> None:
    make_guardian(cast.yusuf, "Sami", email="sami@example.org")
    first = mailed([cast.family], cast.ben, content_kind="learning")[0]
    other = Delivery.objects.create(
        mailing=first.mailing, content=first.content, person=Person.objects.get(given_name="Sami"), channel="email",
        address="s@example.org", state="sent", sent_at=NOW, due_at=NOW,
    )  # fmt: skip
    other.families.add(cast.family)
    ledger.record_deliveries([other.pk], outcome=Outcome.SENT)
    assert own_mix(cast.ben, cast.school, this_month(cast.school)).total == Count(1, 1)


def test_the_page_says_it_in_one_sentence_and_compares_with_ones_own_month_before(cast: Cast, client_of: type) -> None:
    with time_machine.travel(dt.datetime(2026, 9, 10, 10, tzinfo=dt.UTC), tick=False):
        for tone in ("praise", "praise", "neutral", "concern", "neutral"):
            talked(cast.family, cast.ben, content_kind="logistics", tone=tone)
        talked(cast.family, cast.carla)
    with time_machine.travel(NOW, tick=False):
        for _thrice in range(3):
            talked(cast.family, cast.ben, content_kind="logistics")
        talked(cast.family, cast.ben, tone="praise")
        shown = client_of(cast.ben).get(reverse("reach:mix")).context["shown"]
        assert shown.sentence == (
            "You turned to families four times this month: most often about dates and things (three times); "
            "learning came up once."
        )
        assert shown.tones == "Good news came once, a concern never."
        assert shown.compared == "The month before none of five were about learning, and two of five brought good news."


def test_a_handful_of_contacts_before_is_nothing_to_compare_with(cast: Cast, client_of: type) -> None:
    with time_machine.travel(dt.datetime(2026, 9, 10, 10, tzinfo=dt.UTC), tick=False):
        for _contact in range(4):
            talked(cast.family, cast.ben)
    with time_machine.travel(NOW, tick=False):
        talked(cast.family, cast.ben)
        shown = client_of(cast.ben).get(reverse("reach:mix")).context["shown"]
        assert (shown.compared, shown.before) == ("", None)


def test_without_anything_on_record_the_page_says_so(cast: Cast, client_of: type) -> None:
    page = client_of(cast.ben).get(reverse("reach:mix")).content.decode()
    assert "<h1>Nothing is on record for this month yet.</h1>" in page


def test_terms_and_years_are_offered_where_the_school_keeps_a_calendar(cast: Cast) -> None:
    assert list(periods_of(cast.school)) == [Stretch.MONTH]
    days = [
        ("2025-09-08", "2025-12-19"),
        ("2026-01-08", "2026-06-20"),
        ("2026-09-07", "2026-12-18"),
        ("2027-01-08", "2027-06-20"),
    ]
    for number, (begin, end) in enumerate(days):
        Term.objects.create(school=cast.school, name=f"Term {number}", begins_on=begin, ends_on=end)
    with time_machine.travel(NOW, tick=False):
        found = {
            stretch: [(one.first.isoformat(), one.last.isoformat()) for one in pair if one]
            for stretch, pair in periods_of(cast.school).items()
        }
    assert found == {
        Stretch.MONTH: [("2026-10-01", "2026-10-14"), ("2026-09-01", "2026-09-30")],
        Stretch.TERM: [("2026-09-07", "2026-12-18"), ("2026-01-08", "2026-06-20")],
        Stretch.YEAR: [("2026-09-07", "2026-10-14"), ("2025-09-08", "2026-09-06")],
    }


@pytest.fixture
def big_school(cast: Cast) -> Cast:
    """Grade 4: three teachers, 12 families; grade 5: three teachers, 12; grade 6: one teacher, 12; grade 7: three teachers, 2."""
    for grade, teachers, number, language in (("4", 3, 4, "so"), ("5", 3, 4, "ro"), ("6", 1, 12, "ur"), ("7", 3, 1, "fa")):
        for which in range(teachers):
            teacher = make_staff(cast.school, "teacher", f"Zzgiven{grade}{which}", f"Zzfamily{grade}{which}")
            section = make_section(cast.school, f"Zzsection{grade}{which}", teacher, grade=grade)
            for family in classmates(section, number if which < 2 or grade != "7" else 0, language=language):
                talked(family, teacher)
    return cast


def pages(client: Client) -> list[str]:
    queries: list[dict[str, object]] = [{}, {"period": "month"}, {"period": "year", "whose": "mine"}, {"whose": "mine"}]
    queries += [{"section": Section.objects.first().pk}, {"teacher": 1, "grade": "6", "language": "ur", "whose": "1"}]
    return [client.get(reverse("reach:mix"), query).content.decode() for query in queries]


def test_the_principal_sees_totals_and_no_query_shows_a_teacher_or_a_section(big_school: Cast) -> None:
    found = pages(signed_in(big_school.dov))
    assert "The school turned to families 38 times" in found[0]  # 12 + 12 + 12 + 2
    assert [("Zzgiven" in page, "Zzfamily" in page, "Zzsection" in page) for page in found] == [(False,) * 3] * len(found)
    staff = Person.objects.filter(given_name__startswith="Zzgiven").values_list("pk", flat=True)
    links = {f"teacher={pk}" for pk in staff} | {f"staff={pk}" for pk in staff} | {f"whose={pk}" for pk in staff}
    assert [link for link in links for page in found if link in page] == []


def test_grades_of_too_few_teachers_or_families_are_counted_with_others(big_school: Cast) -> None:
    """Grade 6 has one teacher, grade 7 two families: together they are four teachers and fourteen families; 4B joins grade 4."""
    labels = groups.by_grade(big_school.school, writers(big_school))
    assert sorted(set(labels.values())) == [groups.OTHERS, "4", "5"]
    page = signed_in(big_school.dov).get(reverse("reach:mix"))
    table = page.context["groups"][0]
    assert [(row.label, row.mix.total.occasions) for row in table.rows] == [
        ("Grade 4", 12), ("Grade 5", 12), ("The other grades together", 14),
    ]  # fmt: skip


def test_languages_of_one_class_are_not_shown_alone(big_school: Cast) -> None:
    """Urdu is read in twelve families, all of one teacher; Persian in two: they are counted together."""
    assert sorted(set(groups.by_language(big_school.school, writers(big_school)).values())) == [groups.OTHERS, "ro", "so"]


def test_what_is_too_small_takes_in_the_next_group_so_that_no_difference_tells_it(cast: Cast) -> None:
    """Only grade 6 is too small; shown beside grades 4 and 5 it would be the rest of the total."""
    for grade, teachers, number in (("5", 3, 5), ("6", 1, 12), ("8", 3, 4)):
        for which in range(teachers):
            teacher = make_staff(cast.school, "teacher", f"T{grade}{which}", "Zz")
            for family in classmates(make_section(cast.school, f"{grade}{which}", teacher, grade=grade), number):
                talked(family, teacher)
    labels = groups.by_grade(cast.school, writers(cast))
    assert sorted(set(labels.values())) == [groups.OTHERS, "5"]
    assert sum(label == groups.OTHERS for label in labels.values()) == 12 + 12 + 1


def test_a_teacher_sees_her_own_only_whatever_she_asks_for(cast: Cast) -> None:
    nora = make_staff(cast.school, "teacher", "Nora", "Quist")
    make_staff(cast.school, "teacher", "Olaf", "Quist")
    talked(cast.family, cast.ben)
    client = signed_in(nora)
    for query in ({}, {"whose": cast.ben.pk}, {"whose": "school"}, {"staff": cast.ben.pk}):
        page = client.get(reverse("reach:mix"), query)
        assert (page.context["is_school"], page.context["shown"].mix.total) == (False, Count())
    assert school_mix(nora, cast.school, this_month(cast.school)).total == Count()
    assert school_mix(cast.dov, cast.other_school, this_month(cast.other_school)).total == Count()
    assert [signed_in(person).get(reverse("reach:mix")).context["is_school"] for person in (cast.carla, cast.dov)] == [
        False,
        True,
    ]
    assert signed_in(cast.amina).get(reverse("reach:mix")).status_code == 403
