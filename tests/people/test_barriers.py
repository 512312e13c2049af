"""What makes it hard for a family, and what the school does: guesses are mended easily, a family's word stands above them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from gatepost.history.models import Event
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people import help as what_helps
from gatepost.people.barriers import BARRIERS, Accommodation, BarrierKind
from gatepost.people.commands import barriers
from gatepost.people.models import Family, Guardianship, Need, NeedKind, NotedBarrier, Person, Role, SchoolRole
from tests.support.cast import Cast, make_cast, make_guardian, make_section, make_staff, make_student, restrict

pytestmark = pytest.mark.django_db


def standing(person: Person) -> dict[str, str]:
    """Kind → who says so."""
    return dict(NotedBarrier.objects.filter(person=person, ended_at=None).values_list("kind", "said_by"))


def test_every_kind_stands_in_one_half_and_has_an_accommodation() -> None:
    assert set(BARRIERS) == set(BarrierKind.values)
    assert {kind for kind, barrier in BARRIERS.items() if not barrier.in_our_hands} == {
        "work",
        "health",
        "housing",
        "family-change",
    }


def test_every_need_has_an_accommodation() -> None:
    assert set(what_helps.NEEDS) == set(NeedKind.values)


def test_staff_note_a_guess_once(cast: Cast) -> None:
    first = barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    again = barriers.note_barrier(cast.amina, kind="hours", by=cast.carla)
    assert (again, first.said_by, first.noted_by) == (first, "staff", cast.ben)
    assert Event.objects.filter(action="people.note_barrier").values_list("by_person_id", "details__kind").get() == (
        cast.ben.pk,
        "hours",
    )


def test_a_new_note_stands_beside_the_guess_and_the_old_one_stays_on_record(cast: Cast) -> None:
    barriers.note_barrier(cast.amina, kind="hours", by=cast.ben, note="Thinks: nights")
    newer = barriers.note_barrier(cast.amina, kind="hours", by=cast.carla, note="Works nights until June")
    assert NotedBarrier.objects.get(ended_at=None) == newer
    assert list(NotedBarrier.objects.values_list("note", flat=True)) == ["Thinks: nights", "Works nights until June"]


def test_what_the_family_says_stands_and_ends_only_bare_entries_of_the_same_kind(cast: Cast) -> None:
    for kind in ("hours", "bad-experience"):
        barriers.note_barrier(cast.amina, kind=kind, by=cast.ben)
    assert barriers.say_barriers(cast.amina, kinds=["hours", "childcare"], by=cast.amina)
    assert standing(cast.amina) == {"hours": "family", "childcare": "family", "bad-experience": "staff"}
    own = NotedBarrier.objects.filter(ended_at=None, said_by="family")
    assert {row.is_own_word for row in own} == {True}


def test_words_of_staff_stay_beside_the_familys_own(cast: Cast) -> None:
    """A warning told at the gate must outlive every answer given on a page that did not show it."""
    warning = "Told at the gate: her husband reads her mail"
    for kind in ("other", "channel"):
        barriers.note_barrier(cast.amina, kind=kind, note=warning, said_by="family", by=cast.ben)
    guess = barriers.note_barrier(cast.amina, kind="hours", note="Nights", by=cast.carla)
    assert barriers.say_barriers(cast.amina, kinds=["channel", "hours"], note="Fiidkii", by=cast.amina)
    assert not barriers.say_barriers(cast.amina, kinds=["channel", "hours"], note="Fiidkii", by=cast.amina)
    barriers.say_barriers(cast.amina, kinds=[], taken_back=["channel", "hours", "other"], by=cast.amina)
    left = NotedBarrier.objects.filter(ended_at=None).order_by("pk").values_list("kind", "note", "noted_by")
    assert list(left) == [
        ("other", warning, cast.ben.pk),
        ("channel", warning, cast.ben.pk),
        ("hours", guess.note, cast.carla.pk),
    ]


def test_staff_add_what_they_were_told_beside_the_familys_own_words(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], note="Fiidkii", by=cast.amina)
    own = NotedBarrier.objects.get(kind="hours")
    assert barriers.note_barrier(cast.amina, kind="hours", said_by="family", by=cast.ben) == own
    barriers.note_barrier(cast.amina, kind="other", note="Call after six", said_by="family", by=cast.ben)
    words = NotedBarrier.objects.filter(ended_at=None, kind="other").order_by("pk")
    assert list(words.values_list("note", flat=True)) == ["Fiidkii", "Call after six"]


def test_what_staff_took_out_goes_back_beside_the_familys_own_word_unless_it_is_a_guess(cast: Cast) -> None:
    told = barriers.note_barrier(cast.amina, kind="hours", note="After six", said_by="family", by=cast.ben)
    guess = barriers.note_barrier(cast.amina, kind="work", note="Nights", by=cast.ben)
    for row in (told, guess):
        barriers.end_barrier(row, by=cast.ben)
    barriers.say_barriers(cast.amina, kinds=["hours", "work"], by=cast.amina)
    assert barriers.restore_barrier(told, by=cast.ben).ended_at is None
    with pytest.raises(ConflictError):
        barriers.restore_barrier(guess, by=cast.ben)


def test_what_is_not_taken_back_stays(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours", "health"], note="Fiidkii", by=cast.amina)
    assert not barriers.say_barriers(cast.amina, kinds=[], by=cast.amina)
    assert barriers.say_barriers(cast.amina, kinds=["hours"], taken_back=["hours", "health"], by=cast.amina)
    assert standing(cast.amina) == {"hours": "family", "other": "family"}


def test_the_same_answer_once_more_changes_nothing(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], note="After six", by=cast.amina)
    before = list(NotedBarrier.objects.values_list("pk", "ended_at"))
    assert not barriers.say_barriers(cast.amina, kinds=["hours"], note="After six", by=cast.amina)
    assert list(NotedBarrier.objects.values_list("pk", "ended_at")) == before


def test_a_family_takes_everything_back(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours", "health"], note="Ask my sister", by=cast.amina)
    assert barriers.say_barriers(cast.amina, kinds=[], taken_back=["hours", "health", "other"], by=cast.amina)
    assert standing(cast.amina) == {}
    assert NotedBarrier.objects.count() == 3


def test_words_of_their_own_stand_as_something_else(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=[], note="  Waxaan jeclaan lahaa…\r\nwaqti ", by=cast.amina)
    row = NotedBarrier.objects.get()
    assert (row.kind, row.note, row.about.accommodation) == ("other", "Waxaan jeclaan lahaa…\nwaqti", Accommodation.THEIR_WORDS)


def test_something_else_without_words_is_refused(cast: Cast) -> None:
    with pytest.raises(BadInputError):
        barriers.note_barrier(cast.amina, kind="other", by=cast.ben)
    assert not NotedBarrier.objects.exists()


@pytest.mark.parametrize("kind", ["", "poverty", "hours "])
def test_what_is_not_on_the_list_is_refused(cast: Cast, kind: str) -> None:
    with pytest.raises(BadInputError):
        barriers.note_barrier(cast.amina, kind=kind, by=cast.ben)
    with pytest.raises(BadInputError):
        barriers.say_barriers(cast.amina, kinds=["hours", kind], by=cast.amina)
    assert not NotedBarrier.objects.exists()


def test_staff_do_not_turn_a_familys_word_into_a_guess(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], by=cast.amina)
    with pytest.raises(ConflictError, match="told us so themselves"):
        barriers.note_barrier(cast.amina, kind="hours", by=cast.ben, note="I think so too")
    assert standing(cast.amina) == {"hours": "family"}


def test_a_guess_is_confirmed(cast: Cast) -> None:
    guess = barriers.note_barrier(cast.amina, kind="hours", by=cast.ben, note="Evenings")
    told = barriers.confirm_barrier(guess, by=cast.carla)
    assert (told.said_by, told.noted_by, told.note) == ("family", cast.carla, "Evenings")
    guess.refresh_from_db()
    assert guess.ended_at == told.noted_at


def test_a_wrong_guess_is_mended_by_one_press_and_that_by_another(cast: Cast) -> None:
    guess = barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    ended = barriers.end_barrier(guess, by=cast.carla)
    assert (standing(cast.amina), ended.ended_by) == ({}, cast.carla)
    assert barriers.end_barrier(guess, by=cast.ben).ended_by == cast.carla  # pressed in a second tab
    barriers.restore_barrier(guess, by=cast.carla)
    assert standing(cast.amina) == {"hours": "staff"}


def test_what_the_family_took_back_is_not_brought_back_by_staff(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], by=cast.amina)
    barriers.say_barriers(cast.amina, kinds=[], taken_back=["hours"], by=cast.amina)
    with pytest.raises(ConflictError):
        barriers.restore_barrier(NotedBarrier.objects.get(), by=cast.dov)
    assert standing(cast.amina) == {}


def test_what_was_noted_anew_meanwhile_is_not_brought_back(cast: Cast) -> None:
    old = barriers.end_barrier(barriers.note_barrier(cast.amina, kind="hours", by=cast.ben), by=cast.ben)
    barriers.note_barrier(cast.amina, kind="hours", by=cast.carla)
    with pytest.raises(ConflictError):
        barriers.restore_barrier(old, by=cast.ben)


def test_only_those_who_look_after_the_family_note_and_only_oneself_says(cast: Cast) -> None:
    lin = make_student(make_section(cast.school, "2A"), "Lin", "Qiu")
    mei = make_guardian(lin, "Mei")
    row = barriers.note_barrier(mei, kind="language", by=cast.carla)
    for stranger in (cast.ben, cast.eve, cast.amina):
        for act in (
            lambda by: barriers.note_barrier(mei, kind="hours", by=by),
            lambda by: barriers.end_barrier(row, by=by),
            lambda by: barriers.confirm_barrier(row, by=by),
            lambda by: barriers.restore_barrier(row, by=by),
            lambda by: barriers.say_barriers(mei, kinds=[], by=by),
        ):
            with pytest.raises(NotAllowedError):
                act(stranger)
    with pytest.raises(NotAllowedError):
        barriers.say_barriers(mei, kinds=["hours"], by=cast.dov)
    assert standing(mei) == {"language": "staff"}


def test_nothing_is_noted_about_who_may_not_be_contacted(cast: Cast) -> None:
    restrict(cast.amina, cast.yusuf)
    for by in (cast.ben, cast.dov):
        with pytest.raises(NotAllowedError):
            barriers.note_barrier(cast.amina, kind="hours", by=by)
    with pytest.raises(NotAllowedError):
        barriers.say_barriers(cast.amina, kinds=["hours"], by=Person.objects.get(pk=cast.amina.pk))
    assert not NotedBarrier.objects.exists()


def test_accommodations_come_from_barriers_needs_and_the_wish_for_a_call(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours", "work"], by=cast.amina)
    barriers.note_barrier(cast.amina, kind="language", by=cast.ben)
    Need.objects.bulk_create(Need(person=cast.amina, kind=kind) for kind in ("interpreter", "large-print"))
    Person.objects.filter(pk=cast.amina.pk).update(prefers_call=True)
    assert what_helps.accommodations_of([cast.family], at=cast.school.pk) == {
        cast.family.pk: [
            Accommodation.INTERPRETER,
            Accommodation.EVENING,
            Accommodation.ACCESSIBLE,
            Accommodation.OTHER_CHANNEL,
            Accommodation.SHORT_AND_EARLY,
        ]
    }


def test_what_has_ended_and_what_belongs_to_a_barred_adult_counts_no_more(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Nuur")
    barriers.note_barrier(father, kind="transport", by=cast.ben)
    Need.objects.create(person=father, kind="childcare")
    barriers.end_barrier(barriers.note_barrier(cast.amina, kind="hours", by=cast.ben), by=cast.ben)
    barriers.note_barrier(cast.amina, kind="health", by=cast.ben)
    restrict(father, cast.yusuf)
    assert what_helps.accommodations_of([cast.family], at=cast.school.pk) == {cast.family.pk: [Accommodation.FROM_HOME]}
    assert [row.kind for row in what_helps.barriers_of([cast.family], at=cast.school.pk)[cast.family.pk]] == ["health"]


def test_a_right_that_begins_tomorrow_is_none_today(cast: Cast) -> None:
    barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    Guardianship.objects.update(begins_on=dt.date(2100, 1, 1))
    assert what_helps.barriers_of([cast.family], at=cast.school.pk) == {cast.family.pk: []}


def test_the_number_of_statements_does_not_depend_on_the_number_of_families(cast: Cast) -> None:
    counts = []
    for _more in range(2):
        for name in "abc":
            adult = make_guardian(make_student(cast.section, name))
            barriers.note_barrier(adult, kind="hours", by=cast.ben)
        families = list(Family.objects.all())
        with CaptureQueriesContext(connection) as statements:
            assert set(what_helps.accommodations_of(families, at=cast.school.pk)) == {family.pk for family in families}
            assert set(what_helps.barriers_of(families, at=cast.school.pk)) == {family.pk for family in families}
        counts.append(len(statements))
    assert counts == [5, 5]


def second_school(cast: Cast) -> tuple[Person, Family]:
    """Amina's daughter Hodan goes to Hillside; Olu is in its office."""
    hodan = make_student(make_section(cast.other_school, "2B"), "Hodan", "Warsame")
    family = hodan.families.create()
    family.guardianships.create(adult=cast.amina, student=hodan)
    return make_staff(cast.other_school, Role.OFFICE, "Olu", "Office"), family


def test_what_staff_of_one_school_wrote_is_not_mended_at_another(cast: Cast) -> None:
    olu, _family = second_school(cast)
    row = barriers.note_barrier(cast.amina, kind="hours", note="SECRET depression", by=cast.carla)
    before = NotedBarrier.objects.values().get()
    for act in (barriers.end_barrier, barriers.confirm_barrier, barriers.restore_barrier):
        with pytest.raises(NotAllowedError, match="another school"):
            act(row, by=olu)
    assert (NotedBarrier.objects.values().get(), row.school) == (before, cast.school)
    here = barriers.note_barrier(cast.amina, kind="hours", by=olu)
    assert (here.school, here.note, here.pk != row.pk) == (cast.other_school, "", True)
    told = barriers.confirm_barrier(here, by=olu)
    assert (told.note, NotedBarrier.objects.filter(ended_at=None).count()) == ("", 2)
    row.refresh_from_db()
    assert (row.ended_at, row.said_by) == (None, "staff")


def test_another_school_knows_the_kinds_it_should_respect_and_no_others(cast: Cast) -> None:
    olu, family = second_school(cast)
    for kind in ("hours", "health", "other"):
        barriers.note_barrier(cast.amina, kind=kind, note="SECRET depression", by=cast.carla)
    barriers.say_barriers(cast.amina, kinds=["hours", "language", "work"], note="Waan jiranahay", at=cast.school, by=cast.amina)
    there = what_helps.barriers_of([family], at=cast.other_school.pk)[family.pk]
    assert [(row.kind, row.note, row.is_own_word) for row in there] == [("language", "", True), ("hours", "", True)]
    assert what_helps.accommodations_of([family], at=cast.other_school.pk)[family.pk] == [
        Accommodation.INTERPRETER,
        Accommodation.EVENING,
    ]
    assert len(what_helps.barriers_of([cast.family], at=cast.school.pk)[cast.family.pk]) == 7
    barriers.say_barriers(cast.amina, kinds=["hours", "work"], at=cast.other_school, by=cast.amina)
    own = NotedBarrier.objects.filter(kind__in=["hours", "work"], noted_by=None).values_list("kind", "school")
    assert sorted(own) == [("hours", cast.school.pk), ("work", cast.school.pk), ("work", cast.other_school.pk)]
    barriers.say_barriers(cast.amina, kinds=[], taken_back=["hours", "work"], at=cast.other_school, by=cast.amina)
    assert not own.filter(ended_at=None).exists()
    barriers.end_barrier(barriers.note_barrier(cast.amina, kind="work", by=olu), by=olu)


def test_a_row_without_a_school_shows_its_words_to_nobody_and_is_mended_by_who_wrote_it(cast: Cast) -> None:
    fields = {"person": cast.amina, "note": "SECRET", "noted_at": dt.datetime.now(dt.UTC), "noted_by": cast.ben}
    row, hidden = (NotedBarrier.objects.create(kind=kind, said_by="staff", **fields) for kind in ("hours", "health"))
    seen = what_helps.barriers_of([cast.family], at=cast.school.pk)[cast.family.pk]
    assert [one.pk for one in seen] == [row.pk]
    with pytest.raises(NotAllowedError):
        barriers.end_barrier(row, by=cast.dov)
    told = barriers.confirm_barrier(row, by=cast.ben)
    assert list(NotedBarrier.objects.filter(ended_at=None).order_by("pk")) == [hidden, told]
    assert (told.school, told.note) == (cast.school, "SECRET")


def test_what_the_family_took_back_is_not_revived_by_confirming_it(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=[], note="Waan jiranahay", by=cast.amina)
    row = NotedBarrier.objects.get()
    barriers.say_barriers(cast.amina, kinds=[], taken_back=["other"], by=cast.amina)
    with pytest.raises(ConflictError):
        barriers.confirm_barrier(row, by=cast.dov)
    assert (standing(cast.amina), NotedBarrier.objects.count()) == ({}, 1)


def test_rows_noted_before_get_the_school_that_is_certain(cast: Cast) -> None:
    second_school(cast)
    both = make_staff(cast.school, Role.COUNSELLOR, "Bo", "Both")
    SchoolRole.objects.create(person=both, school=cast.other_school, role=Role.COUNSELLOR)
    mei = make_guardian(make_student(cast.section, "Lin"), "Mei")
    for person, noter in ((cast.amina, cast.ben), (cast.amina, both), (cast.amina, None), (mei, both), (mei, None)):
        NotedBarrier.objects.create(
            person=person, kind="hours" if noter else "work", said_by="staff" if noter else "family",
            noted_by=noter, noted_at=dt.datetime.now(dt.UTC), ended_at=dt.datetime.now(dt.UTC),
        )  # fmt: skip
    import_module("gatepost.people.migrations.0009_schools_of_barriers").give_schools(apps, None)
    here = cast.school.pk
    assert list(NotedBarrier.objects.order_by("pk").values_list("school", flat=True)) == [here, None, None, here, here]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_row() -> None:
    cast = make_cast()

    def note(number: int) -> None:
        try:
            by = Person.objects.get(pk=(cast.ben, cast.carla, cast.dov, cast.amina)[number % 4].pk)
            person = Person.objects.get(pk=cast.amina.pk)
            if by == cast.amina:
                barriers.say_barriers(person, kinds=["hours"], by=by)
            else:
                barriers.note_barrier(person, kind="hours", by=by)
        except ConflictError:
            pass  # the family was faster
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(note, range(24)))
    assert standing(cast.amina) == {"hours": "family"}
    assert NotedBarrier.objects.count() <= 2
