"""Opening a survey: who is asked, in what words, by which way; nobody twice, and nobody who may not be written to."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gatepost.channels.calling import script_of
from gatepost.channels.commands import claiming
from gatepost.channels.commands.answers import accept_reply
from gatepost.channels.composing import compose
from gatepost.channels.mime import Message
from gatepost.channels.models import Delivery, Mailing, SystemMail
from gatepost.channels.presenting import mail_of
from gatepost.channels.tokens import own_link, short_code
from gatepost.conversations.models import Thread
from gatepost.kernel.errors import ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import ContactPoint, Family, Need, SchoolRole
from gatepost.surveys.commands import sending
from gatepost.surveys.models import Survey
from gatepost.surveys.queries.audience import audience_of
from gatepost.surveys.tokens import invitation_of_token, link_url, token_of
from gatepost.touchpoints.commands.activities import keep_activity
from tests.support.cast import Cast, make_guardian, make_section, make_student, restrict
from tests.surveys.drafting import invitation, invited, make_draft, opened, settle

pytestmark = pytest.mark.django_db


def deliveries(survey: Survey) -> dict[str, Delivery]:
    found = Delivery.objects.filter(mailing__reference=f"surveys.survey:{survey.pk}").select_related(
        "person", "content", "mailing"
    )
    return {delivery.person.given_name: delivery for delivery in found}


def test_everybody_whom_it_asks_gets_it_by_their_own_way_and_the_office_is_not_asked(cast: Cast) -> None:
    settle(cast)
    survey = opened(cast)
    assert invited(survey) == {"Amina", "Olga", "Tomas", "Hodan", "Ben", "Carla", "Dov"}
    assert {name: one.channel for name, one in deliveries(survey).items()} == {
        "Amina": "email", "Olga": "email", "Tomas": "letter", "Hodan": "phone",
    }  # fmt: skip
    sectors = dict(survey.invitations.values_list("person__given_name", "sector"))
    assert {name: sectors[name] for name in ("Ben", "Carla", "Dov", "Amina")} == {
        "Ben": "teachers", "Carla": "teachers", "Dov": "directors", "Amina": "families",
    }  # fmt: skip


def test_an_adult_who_is_barred_is_never_invited(cast: Cast) -> None:
    street = settle(cast)
    survey = opened(cast)
    assert survey.invitations.filter(person=street.abdi).count() == 0
    assert Delivery.objects.filter(person=street.abdi).count() == 0


def test_where_one_answer_for_each_family_is_enough_both_adults_share_a_unit(cast: Cast) -> None:
    street = settle(cast)
    ContactPoint.objects.create(person=street.tomas, kind="email", value="tomas@example.org", raw="tomas@example.org")
    family = Family.objects.get(student__given_name="Lena")
    each = opened(cast)
    assert {invitation(each, adult).unit_key for adult in (street.olga, street.tomas)} == {
        f"person:{street.olga.pk}",
        f"person:{street.tomas.pk}",
    }
    together = opened(cast, unit="family")
    assert {invitation(together, adult).unit_key for adult in (street.olga, street.tomas)} == {f"family:{family.pk}"}
    assert invitation(together, cast.amina).unit_key == f"family:{cast.family.pk}"


def test_brothers_and_sisters_are_one_family_and_one_invitation(cast: Cast) -> None:
    sister = make_student(make_section(cast.school, "5A", grade="5"), "Hibo")
    family = Family.objects.create(student=sister)
    cast.amina.guardianships.create(student=sister, family=family)
    survey = opened(cast, unit="family", sectors=["families"])
    row = invitation(survey, cast.amina)
    assert survey.invitations.count() == 1
    assert set(row.families.values_list("pk", flat=True)) == {cast.family.pk, family.pk}
    assert row.unit_key == f"family:{min(cast.family.pk, family.pk)}"


def test_a_letter_to_a_home_goes_to_one_of_its_adults_where_one_answer_is_enough(cast: Cast) -> None:
    child = make_student(cast.section, "Ida", "Berg")
    first, second = make_guardian(child, "Per"), make_guardian(child, "Siv")
    together = opened(cast, unit="family", sectors=["families"])
    assert deliveries(together)["Per"].personal["greeting"] == f"{first.full_name}, {second.full_name}"
    assert "Siv" not in deliveries(together)
    each = opened(cast, sectors=["families"])
    assert deliveries(each)["Siv"].personal["greeting"] == second.full_name


def test_language_grade_section_and_need_of_the_day_are_kept(cast: Cast) -> None:
    Need.objects.create(person=cast.amina, kind="interpreter")
    row = invitation(opened(cast), cast.amina)
    assert (row.language, row.grade, row.section_name, row.need) == ("so", "4", "4B", "interpreter")
    assert (invitation(row.survey, cast.ben).grade, invitation(row.survey, cast.ben).section_name) == ("", "")


def test_sections_narrow_it_to_their_families_and_their_teachers(cast: Cast) -> None:
    other = make_section(cast.school, "5A", cast.carla, grade="5")
    make_guardian(make_student(other, "Kofi", "Mensah"), "Akua", email="akua@example.org")
    survey = make_draft(cast)
    survey.sections.add(cast.section)
    assert [one.person.given_name for one in audience_of(survey).asked] == ["Amina", "Ben", "Dov"]


def test_students_are_asked_in_class_and_nothing_is_sent_to_them(cast: Cast) -> None:
    survey = opened(cast, sectors=["students"])
    assert invited(survey) == {"Yusuf"}
    assert (Mailing.objects.count(), SystemMail.objects.count()) == (0, 0)


def test_the_mail_is_in_the_reader_s_language_and_carries_the_own_link_and_the_way_to_stop(cast: Cast) -> None:
    survey = opened(cast, closes_on=dt.date(2099, 6, 5))
    delivery = deliveries(survey)["Amina"]
    raw = Message(compose(delivery.content), 1).filled(delivery.pk, "amina@example.org", delivery.personal).decode()
    link = link_url(invitation(survey, cast.amina))
    assert delivery.content.language == "so"
    assert (raw.count(f"\r\n{link}"), raw.count(f'<a href="{link}">{link}</a>')) == (1, 1)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert "Sida aan u wada shaqayno" in raw
    assert invitation_of_token(token_of(invitation(survey, cast.amina))) == invitation(survey, cast.amina)


def test_the_link_is_nowhere_in_the_database(cast: Cast) -> None:
    survey = opened(cast)
    delivery = deliveries(survey)["Amina"]
    token = token_of(invitation(survey, cast.amina))
    assert own_link(delivery.personal) == f"{settings.BASE_URL}/s/{token}/"
    assert token not in f"{delivery.personal} {delivery.content.body}"


def test_who_looks_at_what_was_sent_does_not_read_the_link(cast: Cast) -> None:
    survey = opened(cast)
    mail = mail_of(deliveries(survey)["Amina"], shows_keys=False)
    assert (token_of(invitation(survey, cast.amina)) in mail.text, "/s/…/" in mail.text) == (False, True)


def test_a_letter_and_a_call_carry_a_code_instead_of_a_link(cast: Cast) -> None:
    street = settle(cast)
    survey = opened(cast)
    call, letter = deliveries(survey)["Hodan"], deliveries(survey)["Tomas"]
    assert short_code(call) in script_of(call)
    assert token_of(invitation(survey, street.hodan)) not in script_of(call)
    assert None not in (call.code_digest, letter.code_digest)


def test_behind_the_code_of_a_letter_stands_the_link(cast: Cast, client: Client) -> None:
    street = settle(cast)
    delivery = deliveries(opened(cast))["Tomas"]
    page = client.post("/code/", {"code": short_code(delivery)}, follow=True).content.decode()
    link = link_url(invitation(Survey.objects.get(), street.tomas))
    assert page.count(f'href="{link}"') == 1


def test_an_answer_by_mail_reaches_who_opened_it(cast: Cast) -> None:
    delivery = deliveries(opened(cast))["Amina"]
    accept_reply(delivery, text="Which survey?", channel="email", source="mail:1", by=cast.amina)
    assert list(Thread.objects.values_list("owner", "family")) == [(cast.dov.pk, cast.family.pk)]


def test_a_colleague_gets_a_mail_that_leads_to_the_staff_door(cast: Cast) -> None:
    ContactPoint.objects.create(person=cast.ben, kind="email", value="ben@school.example", raw="ben@school.example")
    opened(cast)
    mail = SystemMail.objects.get()
    assert mail.to == ["ben@school.example"]
    assert mail.body.rstrip().endswith("/surveys/mine/")
    assert "/s/" not in mail.body


def test_it_counts_for_the_action_it_belongs_to_and_is_a_contact_of_the_type_communicating(cast: Cast) -> None:
    activity = keep_activity("plans.action:7", school=cast.school, title="Ask", involvement_type="decision-making")
    opened(cast, reference="plans.action:7")
    mailing = Mailing.objects.get()
    assert (mailing.kind, mailing.involvement_type, mailing.activity_id) == ("note", "communicating", activity.pk)


def test_who_loses_the_right_before_it_leaves_does_not_get_it(cast: Cast) -> None:
    survey = opened(cast)
    restrict(cast.amina, cast.yusuf)
    Mailing.objects.update(release_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    Delivery.objects.update(due_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    claimed = claiming.claim(Mailing.objects.get(), "email", most=10, lease=uuid.uuid4())
    assert (claimed, deliveries(survey)["Amina"].state) == ([], "suppressed")


def test_it_is_opened_by_the_principal_only_and_once(cast: Cast) -> None:
    survey = make_draft(cast)
    with pytest.raises(NotAllowedError):
        sending.open_survey(survey, expected=4, by=cast.carla)
    with pytest.raises(ConflictError, match="have changed meanwhile: they are 4 now"):
        sending.open_survey(survey, expected=3, by=cast.dov)
    sending.open_survey(survey, expected=4, by=cast.dov)
    with pytest.raises(ConflictError, match="opened already"):
        sending.open_survey(survey, expected=4, by=cast.dov)
    assert (Mailing.objects.count(), survey.invitations.count()) == (1, 4)


def test_it_is_not_opened_while_a_question_has_no_words_in_its_first_language(cast: Cast) -> None:
    survey = make_draft(cast)
    survey.items.filter(key="way").update(wordings={"": {"so": "Su'aal?"}})
    with pytest.raises(NotReadyError, match="Question 2 has no words in English"):
        sending.open_survey(survey, expected=4, by=cast.dov)


def test_who_has_come_since_is_asked_by_a_press_and_nobody_twice(cast: Cast) -> None:
    survey = opened(cast)
    make_guardian(cast.yusuf, "Faduma", email="faduma@example.org")
    assert invited(survey) == {"Amina", "Ben", "Carla", "Dov"}
    assert sending.ask_new(survey, by=cast.dov) == 1
    assert survey.invitations.filter(person__given_name="Faduma").count() == 1
    with pytest.raises(NotReadyError, match="Nobody is new"):
        sending.ask_new(survey, by=cast.dov)
    assert Delivery.objects.filter(person=cast.amina).count() == 1


def test_a_parent_who_teaches_here_is_asked_as_both_and_who_leads_is_not_asked_as_a_teacher_too(cast: Cast) -> None:
    cast.ben.guardianships.create(student=cast.yusuf, family=cast.family)
    SchoolRole.objects.create(person=cast.dov, school=cast.school, role="teacher")
    survey = opened(cast)
    assert sorted(survey.invitations.filter(person=cast.ben).values_list("sector", flat=True)) == ["families", "teachers"]
    assert list(survey.invitations.filter(person=cast.dov).values_list("sector", flat=True)) == ["directors"]


def test_closing_takes_back_what_has_not_left_and_a_survey_is_closed_once(cast: Cast) -> None:
    survey = opened(cast)
    closed = sending.close_survey(survey, by=cast.dov)
    assert (closed.state, deliveries(survey)["Amina"].state) == ("closed", "cancelled")
    with pytest.raises(ConflictError, match="closed already"):
        sending.close_survey(survey, by=cast.dov)


def test_the_day_after_its_last_day_it_closes_by_itself(cast: Cast) -> None:
    past, coming = opened(cast), opened(cast, closes_on=dt.date(2099, 1, 1))
    Survey.objects.filter(pk=past.pk).update(closes_on=dt.date(2026, 1, 1))
    assert sending.close_due() == 1
    assert list(Survey.objects.filter(state="open")) == [coming]


def test_the_number_of_statements_does_not_depend_on_the_number_of_families(cast: Cast) -> None:
    def statements() -> int:
        survey = make_draft(cast)
        expected = audience_of(survey).count
        with CaptureQueriesContext(connection) as caught:
            sending.open_survey(survey, expected=expected, by=cast.dov)
        return len(caught)

    statements()  # what is asked of the principal's roles is remembered
    few = statements()
    for number in range(20):
        make_guardian(make_student(cast.section, f"Kid{number}"), f"Adult{number}", email=f"a{number}@example.org")
    assert statements() == few
