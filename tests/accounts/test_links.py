"""Personal links and letter codes: what they open is asked anew at every visit."""

import base64
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gatepost.accounts import commands
from gatepost.accounts.models import User
from gatepost.accounts.queries.links import LINK_LIFETIME, guardian_of_link, visit_of
from gatepost.channels import tokens
from gatepost.channels.models import Content, Delivery, Mailing
from gatepost.kernel import clock
from gatepost.kernel.errors import NotAllowedError
from gatepost.people.models import ContactPoint, Guardianship, Person, Role
from tests.support.cast import Cast, make_guardian, make_staff, make_student, restrict


def make_delivery(cast: Cast, *, sent_ago: dt.timedelta = dt.timedelta(hours=1), **fields: object) -> Delivery:
    """A note that Amina got about Yusuf an hour ago."""
    now = clock.now()
    mailing = Mailing.objects.create(
        school=cast.school, kind="note", sender=cast.ben, reference="conversations.note:1", created_at=now, release_at=now
    )
    content = Content.objects.create(mailing=mailing, language="en", frame_language="so", subject="Trip", body="Hello")
    values = {"channel": "email", "address": "amina@example.org", "state": "sent", "due_at": now, "sent_at": now - sent_ago}
    delivery = Delivery.objects.create(mailing=mailing, content=content, person=cast.amina, **(values | fields))
    delivery.families.add(cast.family)
    Delivery.objects.filter(pk=delivery.pk).update(code_digest=tokens.code_digest(delivery))
    return delivery


def link_of(delivery: Delivery) -> str:
    return tokens.link_url(delivery).rstrip("/").rsplit("/", 1)[1]


def test_a_link_opens_the_delivery_for_its_person_and_family(cast: Cast) -> None:
    delivery = make_delivery(cast)
    visit = guardian_of_link(link_of(delivery))
    assert visit is not None
    assert (visit.delivery, visit.person, visit.families) == (delivery, cast.amina, (cast.family,))


@pytest.mark.parametrize("token", ["", "x", "abcdefghijklmnopqrstuvwxyz234567", "a" * 5000, "é", "../../etc"])
def test_a_made_up_link_opens_nothing(cast: Cast, token: str) -> None:
    make_delivery(cast)
    assert guardian_of_link(token) is None


def test_a_link_to_the_next_delivery_cannot_be_derived_from_ones_own(cast: Cast) -> None:
    mine, other = make_delivery(cast), make_delivery(cast)
    raw = [base64.b32decode(token.upper() + "=" * (-len(token) % 8)) for token in (link_of(mine), link_of(other))]
    forged = base64.b32encode(raw[1][:-15] + raw[0][-15:]).decode().rstrip("=").lower()
    assert guardian_of_link(forged) is None


def test_a_link_runs_out_after_thirty_days(cast: Cast) -> None:
    young = make_delivery(cast, sent_ago=LINK_LIFETIME - dt.timedelta(minutes=1))
    old = make_delivery(cast, sent_ago=LINK_LIFETIME + dt.timedelta(minutes=1))
    assert (guardian_of_link(link_of(young)) is None, guardian_of_link(link_of(old)) is None) == (False, True)


@pytest.mark.parametrize("state", ["cancelled", "suppressed"])
def test_what_was_taken_back_or_not_sent_opens_nothing(cast: Cast, state: str) -> None:
    assert visit_of(make_delivery(cast, sent_at=None, state=state)) is None


def test_a_letter_opens_before_anybody_recorded_that_it_was_handed_out(cast: Cast) -> None:
    assert visit_of(make_delivery(cast, sent_at=None, state="queued", channel="letter")) is not None


def test_a_restriction_closes_the_link_at_once(cast: Cast) -> None:
    delivery = make_delivery(cast)
    restrict(cast.amina, cast.yusuf)
    assert guardian_of_link(link_of(delivery)) is None
    assert commands.try_typed_code(tokens.short_code(delivery), ip="10.0.0.1") is None


def test_a_restriction_for_one_sibling_leaves_the_other(cast: Cast) -> None:
    hodan = make_student(cast.section, "Hodan")
    make_guardian(hodan, "Abdi")
    family = hodan.families.get()
    Guardianship.objects.create(adult=cast.amina, student=hodan, family=family)
    delivery = make_delivery(cast)
    delivery.families.add(family)
    restrict(cast.amina, hodan)
    visit = guardian_of_link(link_of(delivery))
    assert visit is not None
    assert visit.families == (cast.family,)


@pytest.mark.parametrize(
    "change", [{"ended_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, {"ends_on": dt.date(2026, 1, 1)}, {"may_contact": False}]
)
def test_an_ended_guardianship_closes_the_link(cast: Cast, change: dict[str, object]) -> None:
    delivery = make_delivery(cast)
    Guardianship.objects.filter(adult=cast.amina).update(**change)
    assert guardian_of_link(link_of(delivery)) is None


def test_an_address_of_somebody_else_closes_the_link(cast: Cast) -> None:
    point = ContactPoint.objects.get(person=cast.amina, kind="email")
    delivery = make_delivery(cast, contact_point=point)
    assert guardian_of_link(link_of(delivery)) is not None
    ContactPoint.objects.filter(pk=point.pk).update(state="wrong-person")
    assert guardian_of_link(link_of(delivery)) is None


def test_revoking_closes_link_code_and_reply_address(cast: Cast) -> None:
    delivery = make_delivery(cast)
    reply = tokens.reply_address(delivery)
    assert commands.revoke_links(cast.amina, by=cast.dov) == 1
    assert guardian_of_link(link_of(delivery)) is None
    assert commands.try_typed_code(tokens.short_code(delivery), ip="10.0.0.1") is None
    assert tokens.delivery_of_address(reply) is None


def test_one_delivery_alone_can_be_revoked(cast: Cast) -> None:
    gone, kept = make_delivery(cast), make_delivery(cast)
    commands.revoke_links(gone, by=cast.carla)
    assert (guardian_of_link(link_of(gone)) is None, guardian_of_link(link_of(kept)) is None) == (True, False)


def test_a_teacher_revokes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        commands.revoke_links(cast.amina, by=cast.ben)


def test_another_schools_principal_revokes_nothing_here(cast: Cast) -> None:
    delivery = make_delivery(cast)
    stranger = make_staff(cast.other_school, Role.PRINCIPAL, "Pia")
    assert commands.revoke_links(cast.amina, by=stranger) == 0
    assert guardian_of_link(link_of(delivery)) is not None


def _signed_in(person: Person) -> Client:
    client = Client()
    user = User.objects.create_user(person=person, email=f"u{person.pk}@example.org", password="x")
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def test_the_office_ends_a_persons_links_with_a_button_on_the_page(cast: Cast, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    delivery, client = make_delivery(cast), _signed_in(cast.dov)
    page, button = reverse("people:person", args=[cast.amina.pk]), reverse("accounts:revoke-links", args=[cast.amina.pk])
    assert f'action="{button}"' in client.get(page).content.decode()
    text = client.post(button, follow=True).content.decode()
    assert "1 link no longer opens anything" in text
    assert guardian_of_link(link_of(delivery)) is None
    assert "No link sent to this person was open any more." in client.post(button, follow=True).content.decode()


def test_a_person_of_another_school_is_not_found_and_keeps_the_links(cast: Cast, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    delivery = make_delivery(cast)
    stranger = make_staff(cast.other_school, Role.PRINCIPAL, "Pia")
    assert _signed_in(stranger).post(reverse("accounts:revoke-links", args=[cast.amina.pk])).status_code == 404
    assert guardian_of_link(link_of(delivery)) is not None


def test_a_typed_code_opens_however_it_is_written(cast: Cast) -> None:
    delivery = make_delivery(cast)
    code = tokens.short_code(delivery)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', '  ')} "):
        visit = commands.try_typed_code(typed, ip="10.0.0.1")
        assert visit is not None
        assert visit.delivery == delivery
