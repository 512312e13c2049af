"""Training that staff and families take together: planned, attended, answered before and after on slips without a name."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation

from gatepost.accounts.models import User
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError
from gatepost.people.models import Person
from gatepost.touchpoints.models import Touchpoint
from gatepost.training import commands, family_texts, queries
from gatepost.training.models import Session
from gatepost.training.modules import MODULES
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def held(cast: Cast) -> Session:
    day = clock.today() - dt.timedelta(days=1)
    return commands.plan_session(cast.school, module="strengths", meets_on=day, place="Library", by=cast.carla)


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def test_there_are_six_modules_and_each_is_whole(cast: Cast) -> None:
    assert len(MODULES) == 6
    assert (
        set(MODULES)
        == set(family_texts.TITLES)
        == set(family_texts.AIMS)
        == set(family_texts.STEPS)
        == set(family_texts.QUESTIONS)
    )
    assert {len(module.steps) for module in MODULES.values()} == {4}


def test_everybody_reads_a_module_and_it_prints_in_every_language(db: None) -> None:
    for code, _name in django_settings.LANGUAGES:
        answer = Client().get("/training/modules/deciding/", {"lang": code})
        assert answer.status_code == 200
    with translation.override("en"):
        assert Client().get("/training/modules/deciding.pdf", {"lang": "ur"}).content[:5] == b"%PDF-"
    assert Client().get("/training/modules/nothing/").status_code == 404


def test_a_guardian_who_was_there_has_taken_part_and_the_ledger_says_so_once(cast: Cast, held: Session) -> None:
    commands.was_there(held, person=cast.amina, by=cast.carla)
    commands.was_there(held, person=cast.amina, by=cast.carla)
    commands.was_there(held, person=cast.ben, by=cast.carla)
    commands.was_there(held, person=cast.dov, by=cast.carla)
    rows = Touchpoint.objects.values_list("adult", "means", "outcome", "involvement_type")
    assert list(rows) == [(cast.amina.pk, "meeting", "took-part", "parenting")]
    assert [(side.label, [row.person for row in side.there]) for side in queries.by_side(held, cast.carla)] == [
        ("Families", [cast.amina]),
        ("Teachers", [cast.ben]),
        ("Leadership", [cast.dov]),
    ]


def test_what_was_written_down_by_mistake_is_taken_out_of_the_ledger_too(cast: Cast, held: Session) -> None:
    attendance = commands.was_there(held, person=cast.amina, by=cast.carla)
    commands.take_out(attendance, by=cast.carla)
    assert (held.attendances.count(), Touchpoint.objects.counting().count(), Touchpoint.objects.count()) == (0, 0, 2)
    commands.was_there(held, person=cast.amina, by=cast.carla)
    assert Touchpoint.objects.counting().count() == 1


def test_a_guest_is_written_down_by_name_and_side(cast: Cast, held: Session) -> None:
    commands.was_there(held, name=" Neighbour  Nan ", sector="families", by=cast.carla)
    assert list(held.attendances.values_list("name", "sector", "person")) == [("Neighbour Nan", "families", None)]
    for name, sector in (("", "families"), ("Nan", "neighbours")):
        with pytest.raises(BadInputError):
            commands.was_there(held, name=name, sector=sector, by=cast.carla)


def test_who_is_of_another_school_or_barred_is_not_found_and_not_written_down(cast: Cast, held: Session) -> None:
    restrict(cast.amina, cast.yusuf)
    assert queries.people_called("warsame", held, cast.carla) == [cast.yusuf]
    assert queries.people_called("eve", held, cast.carla) == []
    assert queries.people_called("w", held, cast.carla) == []
    for stranger in (cast.eve, cast.amina):
        with pytest.raises(BadInputError):
            commands.was_there(held, person=stranger, by=cast.carla)


def test_a_teacher_reads_and_does_not_write_and_another_school_sees_nothing(cast: Cast, held: Session) -> None:
    with pytest.raises(NotAllowedError):
        commands.was_there(held, person=cast.amina, by=cast.ben)
    with pytest.raises(NotAllowedError):
        commands.type_slip(held, sector="families", before=1, after=2, by=make_staff(cast.other_school, "office"))
    assert list(queries.sessions_of(cast.ben)) == [held]
    assert list(queries.sessions_of(cast.eve)) == []


def test_a_teacher_reads_names_of_her_own_families_only(cast: Cast, held: Session) -> None:
    other = make_guardian(make_student(make_section(cast.school, "5A"), "Lin"), "Strange")
    hidden = make_guardian(make_student(cast.section, "Sam"), "Hidden")
    type(hidden).objects.filter(pk=hidden.pk).update(is_protected=True)
    barred = make_guardian(make_student(cast.section, "Bo"), "Barred")
    for person in (cast.amina, other, hidden, barred, cast.carla):
        commands.was_there(held, person=person, by=cast.carla)
    restrict(barred, barred.guardianships.get().student)
    told = {
        side.label: ([row.person.given_name for row in side.there if row.person], side.others)
        for side in queries.by_side(held, cast.ben)
    }
    assert told == {"Families": (["Amina"], 3), "Teachers": (["Carla"], 0)}
    assert len(queries.by_side(held, cast.dov)[0].there) == 4


def test_slips_have_no_name_and_there_are_not_more_than_people(cast: Cast, held: Session) -> None:
    commands.was_there(held, person=cast.amina, by=cast.carla)
    commands.type_slip(held, sector="families", before=2, after=4, by=cast.carla)
    with pytest.raises(ConflictError):
        commands.type_slip(held, sector="families", before=1, after=5, by=cast.carla)
    fields = {field.name for field in held.slips.model._meta.get_fields()}
    assert fields == {"id", "session", "sector", "before", "after"}


def test_what_changed_is_shown_from_ten_slips_on(cast: Cast, held: Session) -> None:
    for number in range(10):
        commands.was_there(held, person=make_guardian(make_student(cast.section, f"Child {number}")), by=cast.carla)
    for number in range(10):
        assert queries.change_of(held.slips.all()) is None
        commands.type_slip(held, sector="families", before=2 + number % 2, after=4, by=cast.carla)
    assert queries.change_of(held.slips.all()) == queries.Change(slips=10, before=2.5, after=4.0)
    line = next(line for line in queries.module_lines(cast.ben, cast.school) if line.module.slug == "strengths")
    assert (line.held, line.people, line.change) == (1, 10, queries.Change(slips=10, before=2.5, after=4.0))


def test_nobody_was_at_a_session_that_is_still_to_come(cast: Cast) -> None:
    ahead = commands.plan_session(cast.school, module="deciding", meets_on=clock.today() + dt.timedelta(days=3), by=cast.carla)
    with pytest.raises(ConflictError):
        commands.was_there(ahead, person=cast.amina, by=cast.carla)


def test_a_year_counts_sessions_and_people_from_each_side(cast: Cast, held: Session) -> None:
    commands.was_there(held, person=cast.amina, by=cast.carla)
    commands.was_there(held, person=cast.dov, by=cast.carla)
    year = queries.year_of_training(cast.school, held.meets_on, held.meets_on)
    assert (year.sessions, year.people, year.by_sector["families"], year.by_sector["directors"]) == (1, 2, 1, 1)
    assert queries.year_of_training(cast.other_school, held.meets_on, held.meets_on).people == 0


def test_on_the_page_somebody_is_found_and_written_down(cast: Cast, held: Session) -> None:
    client = signed_in(cast.carla)
    page = client.get(f"/training/sessions/{held.pk}/", {"q": "amina"})
    assert [person.pk for person in page.context["found"]] == [cast.amina.pk]
    assert client.post(f"/training/sessions/{held.pk}/was-there/", {"person": cast.amina.pk}).status_code == 302
    assert client.post(f"/training/sessions/{held.pk}/was-there/", {"person": cast.eve.pk}).status_code == 404
    assert client.post(f"/training/sessions/{held.pk}/was-there/", {"name": "", "sector": "families"}).status_code == 422
    assert (
        client.post(f"/training/sessions/{held.pk}/slips/", {"sector": "families", "before": "9", "after": "1"}).status_code
        == 422
    )
    assert list(held.attendances.values_list("person", flat=True)) == [cast.amina.pk]
