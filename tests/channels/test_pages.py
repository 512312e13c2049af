"""The mailroom and the letters, page by page: who is refused first, then what is shown."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.channels.posting import deliver, many_guardians, post, post_to_amina, to
from tests.support.cast import Cast, make_guardian, restrict

from gatepost.accounts.models import User
from gatepost.channels import commands, tokens
from gatepost.channels.models import Delivery, LetterRun
from gatepost.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.filter(person=person).first() or User.objects.create_user(
        person=person, email=f"u{person.pk}@school.example"
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sent(cast: Cast) -> Delivery:
    delivery = post_to_amina(cast)
    deliver(delivery.mailing)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize("page", ["mailroom", "letters", "system-mail"])
def test_a_stranger_is_asked_to_sign_in(page: str) -> None:
    assert Client().get(reverse(f"channels:{page}")).status_code == 302


def test_eve_of_another_school_sees_nothing_of_ours(cast: Cast, sent: Delivery) -> None:
    eve = signed_in(cast.eve)
    for name, key in (("mailing", sent.mailing_id), ("mail", sent.pk)):
        assert eve.get(reverse(f"channels:{name}", args=[key])).status_code == 404
    for words in ("", "amina"):
        page = eve.get(reverse("channels:mailroom"), {"q": words}).content.decode()
        assert "Amina" not in page
        assert "amina@example.org" not in page


def test_a_guardian_has_no_mailroom(cast: Cast) -> None:
    assert signed_in(cast.amina).get(reverse("channels:mailroom")).status_code == 403


def test_ben_reads_what_amina_gets_word_for_word(cast: Cast, sent: Delivery) -> None:
    page = signed_in(cast.ben).get(reverse("channels:mail", args=[sent.pk])).content.decode()
    for words in (
        "A note from Riverside School",
        "amina@example.org",
        tokens.reply_address(sent),
        tokens.link_url(sent),
        "Hello Amina Warsame,",
        "Yusuf read aloud today.",
    ):
        assert words in page


def test_searching_finds_by_name_and_address_and_nothing_else(cast: Cast, sent: Delivery) -> None:
    ben = signed_in(cast.ben)
    link = reverse("channels:mail", args=[sent.pk])
    for words in ("amina", "WARSAME", "amina@exam", "amina warsame"):
        assert link in ben.get(reverse("channels:mailroom"), {"q": words}).content.decode()
    assert link not in ben.get(reverse("channels:mailroom"), {"q": "nobody"}).content.decode()


def test_a_teacher_of_another_section_sees_no_mail_of_ours(cast: Cast, sent: Delivery) -> None:
    from tests.support.cast import make_section, make_staff

    other = make_staff(cast.school, "teacher", "Tom", "Other")
    make_section(cast.school, "1A", other)
    assert signed_in(other).get(reverse("channels:mail", args=[sent.pk])).status_code == 404


def test_what_the_liaison_answers_a_family_is_not_the_teacher_s_to_read(cast: Cast) -> None:
    mailing = post(cast, to(cast.amina), kind="reply", sender=cast.carla, section=None)
    note = post(cast, to(cast.amina), kind="note", sender=cast.dov, section=None, reference="tests.note:2")
    assert list(Delivery.objects.visible_to(cast.ben)) == [note.deliveries.get()]
    assert mailing.deliveries.get() in Delivery.objects.visible_to(cast.dov)


def test_codes_are_for_the_principal_and_only_while_nothing_leaves(cast: Cast, settings: object) -> None:
    commands.post_system_mail(["amina@example.org"], subject="Your code", body="QWRT-PLKJ")
    address = reverse("channels:system-mail")
    assert signed_in(cast.ben).get(address).status_code == 403
    assert signed_in(cast.carla).get(address).status_code == 403
    dov = signed_in(cast.dov)
    assert "QWRT-PLKJ" in dov.get(address).content.decode()
    settings.CHANNEL_PROVIDERS = settings.CHANNEL_PROVIDERS | {  # type: ignore[attr-defined]
        "email": "gatepost.channels.providers.smtp.provider.Smtp"
    }
    assert dov.get(address).status_code == 404


def test_with_several_schools_a_principal_sees_no_code_of_another_schools_people(cast: Cast) -> None:
    from tests.support.cast import make_section, make_staff, make_student

    hers = make_guardian(make_student(make_section(cast.other_school), "Zahra"), "Safia", email="safia@example.org")
    User.objects.create_user(person=cast.ben, email="ben@school.example")
    User.objects.create_user(person=cast.eve, email="eve@hillside.example")
    for number, address in enumerate(["Amina@example.org", "ben@school.example", "eve@hillside.example", "safia@example.org"]):
        commands.post_system_mail([address], subject="Your code", body=f"CODE-{number}")
    commands.post_system_mail(["nobody@example.org"], subject="Your code", body="CODE-4")
    page = signed_in(cast.dov).get(reverse("channels:system-mail")).content.decode()
    assert [f"CODE-{number}" in page for number in range(5)] == [True, True, False, False, False]
    head = make_staff(cast.other_school, "principal", "Hana", "Head")
    page = signed_in(head).get(reverse("channels:system-mail")).content.decode()
    assert [f"CODE-{number}" in page for number in range(5)] == [False, False, True, True, False]
    assert hers.full_name == "Safia Warsame"


def test_with_one_school_its_principal_sees_every_code(cast: Cast) -> None:
    cast.other_school.delete()
    commands.post_system_mail(["nobody@example.org"], subject="Your code", body="CODE-4")
    assert "CODE-4" in signed_in(cast.dov).get(reverse("channels:system-mail")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_mailroom_asks_the_database_as_often_for_many_as_for_one(
    cast: Cast, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        post(cast, *[to(guardian) for guardian in many_guardians(cast, number)], reference=f"tests.note:{index}")
    client = signed_in(cast.dov)
    client.get(reverse("channels:mailroom"))
    with django_assert_max_num_queries(16):
        client.get(reverse("channels:mailroom"))
    with django_assert_max_num_queries(16):
        client.get(reverse("channels:mailroom"), {"q": "adult"})


def test_letters_are_printed_and_handed_out_on_the_page(cast: Cast) -> None:
    mailing = post_to_amina(cast, channel="letter").mailing
    deliver(mailing, "letter")
    run = LetterRun.objects.get()
    ben = signed_in(cast.ben)
    assert "Printed, not yet handed out" in ben.get(reverse("channels:letters")).content.decode()
    paper = ben.get(reverse("channels:letters-pdf", args=[run.pk]))
    assert (paper["Content-Type"], bytes(paper.content[:5])) == ("application/pdf", b"%PDF-")
    assert paper["Cache-Control"] == "no-store, private"
    assert ben.get(reverse("channels:hand-out", args=[run.pk])).status_code == 405
    ben.post(reverse("channels:hand-out", args=[run.pk]))
    assert mailing.deliveries.get().state == "sent"
    assert "Handed out" in ben.get(reverse("channels:letters")).content.decode()


def test_letters_of_another_school_are_not_there(cast: Cast) -> None:
    deliver(post_to_amina(cast, channel="letter").mailing, "letter")
    run, eve = LetterRun.objects.get(), signed_in(cast.eve)
    assert "Print (PDF)" not in eve.get(reverse("channels:letters")).content.decode()
    assert eve.get(reverse("channels:letters-pdf", args=[run.pk])).status_code == 404
    for name in ("hand-out", "print-again"):
        assert eve.post(reverse(f"channels:{name}", args=[run.pk])).status_code == 404


def test_a_pile_with_a_letter_that_may_not_go_home_is_not_printed_but_made_again(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar")
    mailing = post(cast, to(cast.amina, channel="letter"), to(father, channel="letter"))
    deliver(mailing, "letter")
    restrict(father, cast.yusuf)
    ben, run = signed_in(cast.ben), LetterRun.objects.get()
    refused = ben.get(reverse("channels:letters-pdf", args=[run.pk]))
    assert refused.status_code == 409
    assert "Please make them again" in refused.content.decode()
    ben.post(reverse("channels:print-again", args=[run.pk]))
    deliver(mailing, "letter")
    assert LetterRun.objects.get().letters == 1


def test_where_mail_really_leaves_staff_do_not_hold_the_familys_keys(cast: Cast, sent: Delivery) -> None:
    path, ben = reverse("channels:mail", args=[sent.pk]), signed_in(cast.ben)
    keys = [tokens.link_url(sent).rsplit("/", 2)[1], tokens.reply_address(sent).split("@")[0]]
    assert [key in ben.get(path).content.decode() for key in keys] == [True, True]
    Delivery.objects.filter(pk=sent.pk).update(provider="smtp")
    assert [key in ben.get(path).content.decode() for key in keys] == [False, False]
