"""What staff note, mend, ask and read about what makes it hard for families."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.cast import Cast, make_guardian, make_section, make_staff, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels.models import Content, Delivery
from gatepost.conversations.models import Message, Thread
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.languages.models import Version
from gatepost.people.commands import barriers
from gatepost.people.models import ContactPoint, NotedBarrier, Person
from gatepost.reach import family_texts
from gatepost.reach.commands import easier as commands
from gatepost.reach.commands.counting import recount
from gatepost.reach.models import FamilyState
from gatepost.reach.queries import easier_asking
from gatepost.reach.queries.easier import Chosen, barriers_card
from gatepost.reach.queries.easier_overall import names_behind, overview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def standing() -> dict[str, str]:
    return dict(NotedBarrier.objects.filter(ended_at=None).values_list("kind", "said_by"))


def note(cast: Cast, by: Person, **fields: object) -> object:
    body = {"person": cast.amina.pk, "kind": "hours"} | fields
    return signed_in(by).post(reverse("reach:note-barrier", args=[cast.family.pk]), body)


# Noting and mending.


def test_staff_note_a_guess_and_what_the_family_told_them(cast: Cast) -> None:
    answer = note(cast, cast.ben, note="Works nights")
    assert answer.headers["Location"] == reverse("reach:family", args=[cast.family.pk]) + "#barriers"  # type: ignore[attr-defined]
    note(cast, cast.carla, kind="transport", told="1")
    assert standing() == {"hours": "staff", "transport": "family"}


@pytest.mark.parametrize("fields", [{"kind": "poverty"}, {"note": "y" * 501}, {"kind": "other"}, {"person": "0"}])
def test_what_cannot_be_noted_is_said_on_the_page_and_changes_nothing(cast: Cast, fields: dict[str, str]) -> None:
    assert note(cast, cast.ben, **fields).status_code == 302  # type: ignore[attr-defined]
    assert standing() == {}


def test_one_press_mends_a_wrong_guess_and_one_puts_it_back(cast: Cast) -> None:
    guess = barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    client, url = signed_in(cast.carla), reverse("reach:mend-barrier", args=[cast.family.pk, guess.pk])
    assert (client.post(url, {"press": "end"}).status_code, standing()) == (302, {})
    assert [row.pk for row in barriers_card(cast.family, cast.carla).ended] == [guess.pk]
    assert (client.post(url, {"press": "restore"}).status_code, standing()) == (302, {"hours": "staff"})
    assert (client.post(url, {"press": "confirm"}).status_code, standing()) == (302, {"hours": "family"})
    assert client.post(url, {"press": "burn"}).status_code == 422


def test_what_the_family_took_back_is_not_offered_to_be_put_back(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], by=cast.amina)
    barriers.say_barriers(cast.amina, kinds=[], taken_back=["hours"], by=cast.amina)
    assert barriers_card(cast.family, cast.dov).ended == []


def test_what_was_taken_out_long_ago_or_noted_anew_is_not_offered(cast: Cast) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(days=8)):
        barriers.end_barrier(barriers.note_barrier(cast.amina, kind="work", by=cast.ben), by=cast.ben)
    barriers.end_barrier(barriers.note_barrier(cast.amina, kind="hours", by=cast.ben), by=cast.ben)
    barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    assert barriers_card(cast.family, cast.ben).ended == []


def test_entries_of_another_family_are_not_mended_from_here(cast: Cast) -> None:
    mei = make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei")
    row = barriers.note_barrier(mei, kind="hours", by=cast.ben)
    url = reverse("reach:mend-barrier", args=[cast.family.pk, row.pk])
    assert signed_in(cast.ben).post(url, {"press": "end"}).status_code == 404
    assert standing() == {"hours": "staff"}


def test_who_does_not_look_after_the_family_finds_nothing_here(cast: Cast) -> None:
    row = barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    client = signed_in(cast.eve)
    codes = [
        client.post(reverse("reach:note-barrier", args=[cast.family.pk]), {"person": cast.amina.pk, "kind": "work"}),
        client.post(reverse("reach:mend-barrier", args=[cast.family.pk, row.pk]), {"press": "end"}),
        client.post(reverse("reach:ask-easier", args=[cast.family.pk])),
    ]
    assert [answer.status_code for answer in codes] == [404, 404, 404]
    assert (standing(), Delivery.objects.count()) == ({"hours": "staff"}, 0)


# Who reads what.


def test_a_teacher_reads_the_kinds_of_both_halves_and_only_her_own_words(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours", "health", "work"], note="Waan jiranahay", by=cast.amina)
    barriers.note_barrier(cast.amina, kind="transport", by=cast.ben, note="No car")
    barriers.note_barrier(cast.amina, kind="housing", by=cast.carla, note="Shelter")

    def read(viewer: Person) -> dict[str, tuple[str, bool]]:
        halves = barriers_card(cast.family, viewer).halves
        return {entry.noted.kind: (entry.note, entry.hides_note) for half in halves for entry in half.entries}

    everything = {
        "hours": ("", False),
        "transport": ("No car", False),
        "other": ("Waan jiranahay", False),
        "work": ("", False),
        "health": ("", False),
        "housing": ("Shelter", False),
    }
    assert read(cast.carla) == read(cast.dov) == everything
    assert read(cast.ben) == everything | {"other": ("", True), "housing": ("", True)}


def test_who_says_so_is_said(cast: Cast) -> None:
    barriers.say_barriers(cast.amina, kinds=["hours"], by=cast.amina)
    barriers.note_barrier(cast.amina, kind="language", by=cast.ben)
    barriers.note_barrier(cast.amina, kind="work", by=cast.carla, said_by="family")
    card = barriers_card(cast.family, cast.ben)
    said = [(entry.noted.kind, entry.who_says) for half in card.halves for entry in half.entries]
    assert said == [
        ("language", "supposed by Ben Ortiz, today"),
        ("hours", "they told us, today"),
        ("work", "they told Carla Rossi, today"),
    ]


def test_another_school_reads_neither_words_nor_names_and_finds_no_button(cast: Cast) -> None:
    hodan = make_student(make_section(cast.other_school, "2B"), "Hodan", "Warsame")
    family = hodan.families.create()
    family.guardianships.create(adult=cast.amina, student=hodan)
    olu = make_staff(cast.other_school, "office", "Olu", "Office")
    row = barriers.note_barrier(cast.amina, kind="hours", by=cast.carla, note="SECRET depression")
    for kind in ("health", "other"):
        barriers.note_barrier(cast.amina, kind=kind, by=cast.carla, note="SECRET depression")
    barriers.say_barriers(cast.amina, kinds=["work", "language"], note="SECRET of her own", at=cast.school, by=cast.amina)
    recount()
    client = signed_in(olu)
    pages = [client.get(reverse("reach:family", args=[family.pk])).content.decode()]
    kinds = ("hours", "health", "other", "work", "language")
    pages += [client.get(reverse("reach:barriers"), {"kind": kind}).content.decode() for kind in kinds]
    assert [word for word in ("SECRET", "Carla", "Rossi", "mend", "There are words beside") if word in "".join(pages)] == []
    card = barriers_card(family, olu)
    assert [(entry.noted.kind, entry.who_says, entry.may_mend) for half in card.halves for entry in half.entries] == [
        ("language", "they told us, today", False),
        ("hours", "noted at another school", False),
    ]
    assert counted(olu) == {"language": (1, 0), "hours": (0, 1)}
    for press in ("end", "confirm", "restore"):
        assert client.post(reverse("reach:mend-barrier", args=[family.pk, row.pk]), {"press": press}).status_code == 404
    row.refresh_from_db()
    assert (row.ended_at, row.said_by) == (None, "staff")
    barriers.end_barrier(row, by=cast.carla)
    assert (barriers_card(family, olu).ended, len(barriers_card(cast.family, cast.dov).ended)) == ([], 1)


def test_an_adult_who_was_barred_is_neither_shown_nor_noted_nor_asked(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Nuur", email="nuur@example.org")
    barriers.note_barrier(father, kind="work", by=cast.ben, note="Lorry driver")
    barriers.note_barrier(cast.amina, kind="hours", by=cast.ben)
    restrict(father, cast.yusuf)
    card = barriers_card(cast.family, cast.dov)
    assert [entry.noted.kind for half in card.halves for entry in half.entries] == ["hours"]
    assert card.adults == {cast.amina.pk: "Amina Warsame"}
    note(cast, cast.dov, person=father.pk)
    assert NotedBarrier.objects.filter(person=father).count() == 1
    commands.ask_what_helps(cast.family, by=cast.ben)
    assert list(Delivery.objects.values_list("person__given_name", flat=True)) == ["Amina"]


# Asking.


def test_the_question_goes_out_in_the_familys_language_and_stands_in_the_thread(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        easier_asking, "_question", lambda language: {"en": "What helps?", "so": "Maxaa caawiya?"}.get(language, "What helps?")
    )
    make_guardian(cast.yusuf, "Nuur", language="ar", email="nuur@example.org")
    message = commands.ask_what_helps(cast.family, by=cast.ben)
    assert dict(Version.objects.values_list("language", "origin")) == {"en": "human", "so": "phrasebook"}
    got = Delivery.objects.order_by("person__given_name").values_list(
        "person__given_name", "content__language", "content__frame_language"
    )
    assert list(got) == [("Amina", "so", "so"), ("Nuur", "en", "ar")]  # never English that says it is Arabic
    thread = Thread.objects.get()
    assert (thread.owner, thread.section, message.thread, message.from_family) == (cast.ben, cast.section, thread, False)
    assert Event.objects.filter(action="conversations.ask_family", by_person_id=cast.ben.pk).count() == 1


def test_the_question_names_the_child_and_asks_for_no_reason(cast: Cast) -> None:
    commands.ask_what_helps(cast.family, by=cast.ben)
    assert "{child}" in Content.objects.get().body
    assert Delivery.objects.get().personal["child"] == "Yusuf"
    assert str(family_texts.HOW_TO_SAY).endswith("You need not give a reason.")


def test_without_e_mail_it_goes_as_a_letter_and_to_who_prefers_it_as_a_call(cast: Cast) -> None:
    ContactPoint.objects.filter(kind="email").update(state="bouncing")
    commands.ask_what_helps(cast.family, by=cast.carla)
    Person.objects.filter(pk=cast.amina.pk).update(prefers_call=True)
    commands.ask_what_helps(cast.family, by=cast.carla, again=True)
    assert list(Delivery.objects.order_by("pk").values_list("channel", flat=True)) == ["letter", "phone"]


def test_the_card_says_by_which_way_and_in_which_language_the_question_would_go(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(easier_asking, "_question", lambda language: "Maxaa caawiya?" if language == "so" else "What helps?")

    def said() -> list[str]:
        return [road.sentence for road in barriers_card(cast.family, cast.ben).roads]

    father = make_guardian(cast.yusuf, "Nuur", language="ar", email="nuur@example.org")
    assert said() == [
        "Amina Warsame gets it by e-mail, in Somali.",
        "Nuur Warsame gets it by e-mail, in English, since we do not have these words in Arabic.",
    ]
    restrict(father, cast.yusuf)
    commands.ask_what_helps(cast.family, by=cast.ben)
    Delivery.objects.update(state="failed", reason="mailbox-full")
    assert said() == [
        (
            "Amina Warsame gets it by e-mail, in Somali. But the last e-mail there did not arrive: "
            "if this one does not either, it goes by another way."
        )
    ]
    ContactPoint.objects.filter(kind="email").update(state="bouncing")
    assert said() == ["Only a letter is left, for Amina Warsame, in Somali."]
    Person.objects.filter(pk=cast.amina.pk).update(prefers_call=True, read_language="")
    assert said() == [
        (
            "Amina Warsame prefers a call: somebody of the school is asked to make it, "
            "with the words in English, since we do not know which language they read."
        )
    ]


def test_what_is_said_after_asking_is_what_was_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(easier_asking, "_question", lambda _language: "What helps?")
    ContactPoint.objects.filter(kind="email").update(state="bouncing")
    answer = signed_in(cast.ben).post(reverse("reach:ask-easier", args=[cast.family.pk]))
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        (
            "The question is on its way. Only a letter is left, for Amina Warsame, in English, "
            "since we do not have these words in Somali. The answer comes into the thread."
        )
    ]
    assert list(Delivery.objects.values_list("channel", "content__language")) == [("letter", "en")]


def test_the_card_says_what_the_family_never_sees(cast: Cast) -> None:
    page = signed_in(cast.ben).get(reverse("reach:family", args=[cast.family.pk])).content.decode()
    assert "The family never sees that you ticked this, nor what you write below." in page
    assert "The family never sees these words." in page


def test_they_are_asked_once_a_month_unless_somebody_does_so_knowingly(cast: Cast) -> None:
    client, url = signed_in(cast.ben), reverse("reach:ask-easier", args=[cast.family.pk])
    for body in ({}, {}, {"again": "0"}):
        assert client.post(url, body).status_code == 302
    assert Message.objects.count() == 1
    client.post(url, {"again": "1"})
    assert Message.objects.count() == 2
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=31)):
        commands.ask_what_helps(cast.family, by=cast.ben)
    assert Message.objects.count() == 3


def test_brothers_and_sisters_lead_to_one_question(cast: Cast) -> None:
    sister = make_student(cast.section, "Hodan", "Warsame")
    family = sister.families.create()
    family.guardianships.create(adult=cast.amina, student=sister)
    commands.ask_what_helps(cast.family, by=cast.ben)
    with pytest.raises(ConflictError, match="asked already: today"):
        commands.ask_what_helps(family, by=cast.carla)
    assert barriers_card(family, cast.carla).was_asked_lately


def test_nobody_is_asked_by_who_does_not_look_after_them_nor_where_nobody_may_be_written_to(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.ask_what_helps(cast.family, by=cast.eve)
    restrict(cast.amina, cast.yusuf)
    with pytest.raises(NotReadyError):
        commands.ask_what_helps(cast.family, by=cast.ben)
    assert (Delivery.objects.count(), Errand.objects.count(), Thread.objects.count()) == (0, 0, 0)


# Over the whole school.


@pytest.fixture
def four_homes(cast: Cast) -> Cast:
    """Hours: Amina told us, Mei's is supposed, Pablo's (2A) is told; health: Pablo; a barred father; another school."""
    mei = make_guardian(make_student(cast.section, "Lin", "Qiu"), "Mei")
    pablo = make_guardian(make_student(make_section(cast.school, "2A"), "Ana", "Ruiz"), "Pablo")
    rui = make_guardian(make_student(make_section(cast.other_school, "1C"), "Gil", "Costa"), "Rui")
    father = make_guardian(cast.yusuf, "Nuur")
    make_guardian(make_student(cast.section, "Zoe", "Quiet"), "Vera")
    for adult, kind, said_by in (
        (cast.amina, "hours", "family"), (cast.amina, "language", "staff"), (mei, "hours", "staff"),
        (pablo, "hours", "family"), (pablo, "health", "family"), (rui, "hours", "family"), (father, "transport", "family"),
    ):  # fmt: skip
        NotedBarrier.objects.create(
            person=adult, kind=kind, said_by=said_by, noted_at=dt.datetime.now(dt.UTC), noted_by=cast.ben, school=cast.school
        )
    restrict(father, cast.yusuf)
    recount()
    return cast


def counted(viewer: Person) -> dict[str, tuple[int, int]]:
    return {line.barrier.kind.value: (line.told, line.supposed) for line in overview(viewer).lines}


def test_the_list_counts_families_of_the_school_or_of_the_sections_taught(four_homes: Cast) -> None:
    assert counted(four_homes.dov) == {"hours": (2, 1), "health": (1, 0), "language": (0, 1)}
    assert counted(four_homes.ben) == {"hours": (1, 1), "language": (0, 1)}
    assert counted(four_homes.eve) == {}
    assert (overview(four_homes.dov).total, overview(four_homes.dov).told) == (4, 2)


def test_the_page_opens_with_its_sentence(four_homes: Cast) -> None:
    page = signed_in(four_homes.dov).get(reverse("reach:barriers")).content.decode()
    assert (
        "<h1>Two families told us that they would come more easily if our hours fitted theirs; staff suppose it of one more.</h1>"
        in page
    )
    assert "Of four families, two have told us something themselves;" in page
    empty = signed_in(four_homes.eve).get(reverse("reach:barriers")).content.decode()
    assert "<h1>We do not know yet what would make it easier for our families. Let us ask them.</h1>" in empty


def test_the_sentence_says_what_is_told_and_what_is_supposed(four_homes: Cast) -> None:
    NotedBarrier.objects.filter(kind="hours").update(said_by="staff")
    assert overview(four_homes.dov).sentence == (
        "Staff suppose that three families would come more easily if our hours fitted theirs; nobody has told us so yet."
    )
    NotedBarrier.objects.filter(kind="hours").update(said_by="family")
    assert (
        overview(four_homes.dov).sentence == "Three families told us that they would come more easily if our hours fitted theirs."
    )


def test_a_family_that_no_other_page_counts_is_not_counted_here(four_homes: Cast) -> None:
    FamilyState.objects.get(family=four_homes.family).delete()
    assert (overview(four_homes.dov).total, counted(four_homes.dov)["hours"]) == (3, (1, 1))
    assert [name.family.student.given_name for name in names_behind(four_homes.dov, Chosen("hours"), None)[1]] == ["Lin", "Ana"]


def test_each_number_opens_the_names_behind_it(four_homes: Cast) -> None:
    def names(viewer: Person, said_by: str = "") -> list[str]:
        return [name.family.student.given_name for name in names_behind(viewer, Chosen("hours", said_by), None)[1]]

    assert names(four_homes.dov) == ["Lin", "Ana", "Yusuf"]
    assert (names(four_homes.dov, "family"), names(four_homes.dov, "staff")) == (["Ana", "Yusuf"], ["Lin"])
    assert names(four_homes.ben) == ["Lin", "Yusuf"]
    response = signed_in(four_homes.dov).get(reverse("reach:barriers"), {"kind": "hours", "by": "staff"})
    assert [name.who_says for name in response.context["names"]] == [["supposed by Ben Ortiz, today"]]


def test_words_beside_an_entry_stand_on_no_list(four_homes: Cast) -> None:
    NotedBarrier.objects.update(note="Nights at the hospital")
    page = signed_in(four_homes.dov).get(reverse("reach:barriers"), {"kind": "hours"}).content.decode()
    assert ("Ana Ruiz" in page, "hospital" in page) == (True, False)


def test_who_opened_which_names_is_on_record(four_homes: Cast) -> None:
    client = signed_in(four_homes.dov)
    client.get(reverse("reach:barriers"), {"kind": "nonsense"})
    client.get(reverse("reach:barriers"), {"kind": "health"})
    assert list(Event.objects.filter(action="reach.see_barriers").values_list("details__kind", flat=True)) == ["health"]


def test_the_cost_does_not_grow_with_the_families(four_homes: Cast) -> None:
    client = signed_in(four_homes.dov)
    counts = []
    for _more in range(2):
        for name in "abc":
            barriers.note_barrier(make_guardian(make_student(four_homes.section, name)), kind="hours", by=four_homes.ben)
        recount()
        with CaptureQueriesContext(connection) as statements:
            assert client.get(reverse("reach:barriers"), {"kind": "hours"}).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_a_guardian_is_refused(cast: Cast) -> None:
    assert signed_in(cast.amina).get(reverse("reach:barriers")).status_code == 403
