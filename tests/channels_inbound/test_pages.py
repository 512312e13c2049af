"""The pages for mail that was set aside: who reads it, what is shown, where it goes."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.channels_inbound.mails import mail
from tests.channels_inbound.posting import answer, note_to_amina
from tests.support.cast import Cast, make_guardian, make_staff, make_student, restrict

from gatepost.accounts.models import User
from gatepost.channels.inbound import placing
from gatepost.channels.models import Inbound
from gatepost.conversations.models import Message
from gatepost.errands.models import Errand
from gatepost.history.models import Event
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import Family, Person

pytestmark = pytest.mark.django_db
HOSTILE = b"From: amina@example.org\r\nTo: " + b"." * 32_768 + b"\r\n\r\nYes, he <script>alert(1)</script> can come."


@pytest.fixture(autouse=True)
def _without_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def sign_in(client: Client, person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


@pytest.fixture
def unplaced(cast: Cast) -> Inbound:
    """An answer from nobody, about Yusuf, that waits for a person."""
    return answer(note_to_amina(cast), mail("Hello, is the trip on Friday?", subject="Re: trip"), sender="")


def test_the_list_shows_what_waits_and_to_no_other_school(client: Client, cast: Cast, unplaced: Inbound) -> None:
    page = sign_in(client, cast.carla).get(reverse("channels:set-aside")).content.decode()
    assert "amina@example.org" in page
    assert "Re: trip" in page
    other = sign_in(Client(), make_staff(cast.other_school, "office"))
    assert "amina@example.org" not in other.get(reverse("channels:set-aside")).content.decode()
    assert other.get(reverse("channels:inbound", args=[unplaced.pk])).status_code == 404


def test_a_teacher_may_not_read_what_was_set_aside(client: Client, cast: Cast, unplaced: Inbound) -> None:
    assert sign_in(client, cast.ben).get(reverse("channels:inbound", args=[unplaced.pk])).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_questions(
    client: Client, cast: Cast, number: int, django_assert_max_num_queries: object
) -> None:
    delivery = note_to_amina(cast)
    for index in range(number):
        answer(delivery, mail(f"Hello {index}"), sender="")
    sign_in(client, cast.carla)
    client.get(reverse("channels:set-aside"))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(reverse("channels:set-aside"))


def test_a_message_that_could_not_be_read_is_shown_as_plain_characters(client: Client, cast: Cast) -> None:
    inbound = answer(note_to_amina(cast), HOSTILE)
    page = sign_in(client, cast.carla).get(reverse("channels:inbound", args=[inbound.pk])).content.decode()
    assert inbound.kind == "unreadable"
    assert "longer than a mail program writes" in page
    assert "<script>alert" not in page


def test_reading_it_is_written_down(client: Client, cast: Cast, unplaced: Inbound) -> None:
    sign_in(client, cast.carla).get(reverse("channels:inbound", args=[unplaced.pk]))
    seen = Event.objects.get(action="channels.see_inbound")
    assert (seen.by_person_id, seen.subject_id) == (cast.carla.pk, unplaced.pk)


def test_put_into_the_thread_it_stands_there_marked_and_its_errand_is_done(client: Client, cast: Cast, unplaced: Inbound) -> None:
    sign_in(client, cast.carla)
    where = reverse("channels:place-inbound", args=[unplaced.pk])
    assert client.post(where, {"family": cast.family.pk, "text": "Is the trip on Friday?"}).status_code == 302
    message = Message.objects.get()
    assert (message.body, message.is_verified, message.author) == ("Is the trip on Friday?", False, None)
    assert message.thread.family == cast.family
    unplaced.refresh_from_db()
    assert (unplaced.state, unplaced.kind) == ("done", "unverified-reply")
    assert Errand.objects.get().result == "placed"


def test_without_a_family_it_stays_and_the_page_says_what_is_missing(client: Client, cast: Cast, unplaced: Inbound) -> None:
    sign_in(client, cast.carla)
    assert client.post(reverse("channels:place-inbound", args=[unplaced.pk]), {"text": "x"}).status_code == 422
    assert Message.objects.count() == 0


def test_another_schools_family_cannot_be_chosen(client: Client, cast: Cast, unplaced: Inbound) -> None:
    from tests.support.cast import make_section

    make_guardian(make_student(make_section(cast.other_school), "Zahra"), "Zahra's mother")
    stranger = Family.objects.get(student__given_name="Zahra")
    sign_in(client, cast.carla)
    assert (
        client.post(reverse("channels:place-inbound", args=[unplaced.pk]), {"family": stranger.pk, "text": "x"}).status_code
        == 422
    )


def test_a_child_is_found_by_name(client: Client, cast: Cast, unplaced: Inbound) -> None:
    make_guardian(make_student(cast.section, "Sofía", "Núñez"), "Inés")
    page = sign_in(client, cast.carla).get(reverse("channels:inbound", args=[unplaced.pk]), {"q": "nunez sofia"}).content.decode()
    assert "Sofía Núñez" in page
    assert "Family of Yusuf" not in page


def test_laid_away_it_waits_no_more(client: Client, cast: Cast, unplaced: Inbound) -> None:
    sign_in(client, cast.carla).post(reverse("channels:lay-away-inbound", args=[unplaced.pk]))
    unplaced.refresh_from_db()
    assert (unplaced.state, Message.objects.count(), Errand.objects.get().result) == ("done", 0, "not-for-us")


def test_the_raw_message_is_a_download_that_no_browser_shows(client: Client, cast: Cast, unplaced: Inbound) -> None:
    response = sign_in(client, cast.carla).get(reverse("channels:raw-inbound", args=[unplaced.pk]))
    assert response.content == bytes(unplaced.raw)
    assert response["Content-Disposition"] == f'attachment; filename="message-{unplaced.pk}.eml"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    assert Event.objects.filter(action="channels.take_raw_message", by_person_id=cast.carla.pk).count() == 1


def test_where_a_right_is_in_question_the_principal_alone_decides(client: Client, cast: Cast) -> None:
    delivery = note_to_amina(cast)
    restrict(cast.amina, cast.yusuf)
    inbound = answer(delivery, mail("Where is he on Friday?"))
    assert sign_in(client, cast.carla).get(reverse("channels:inbound", args=[inbound.pk])).status_code == 404
    with pytest.raises(NotAllowedError):
        placing.place(inbound, family=cast.family, text="x", by=cast.carla)
    assert sign_in(Client(), cast.dov).get(reverse("channels:inbound", args=[inbound.pk])).status_code == 200
    placing.lay_away(inbound, by=cast.dov)
    assert Message.objects.count() == 0


def test_decided_once_it_cannot_be_decided_again(cast: Cast, unplaced: Inbound) -> None:
    placing.lay_away(unplaced, by=cast.carla)
    with pytest.raises(ConflictError):
        placing.place(unplaced, family=cast.family, text="x", by=cast.carla)
    assert Message.objects.count() == 0


def test_a_family_that_was_never_written_to_has_no_thread_to_put_it_into(cast: Cast, unplaced: Inbound) -> None:
    make_guardian(make_student(cast.section, "Sofía"), "Inés")
    with pytest.raises(NotReadyError):
        placing.place(unplaced, family=Family.objects.get(student__given_name="Sofía"), text="x", by=cast.carla)
    unplaced.refresh_from_db()
    assert unplaced.state == "quarantined"
