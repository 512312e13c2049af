"""The tag at the moment of doing: every page that sends or logs offers what goes on, and the ledger has it."""

import re
import uuid

import pytest
from django.urls import reverse

from gatepost.channels.models import Delivery, Mailing
from gatepost.conversations.commands import notes
from gatepost.conversations.commands.personal import write_to_family
from gatepost.conversations.models import Draft, Note
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Family, Person
from gatepost.plans.queries.evidence import evidence_of
from gatepost.reach.commands import visit_day, visits
from gatepost.reach.models import HomeVisit
from gatepost.touchpoints import commands as ledger
from gatepost.touchpoints.commands.activities import keep_activity
from gatepost.touchpoints.models import Activity, Outcome, Touchpoint
from tests.conversations.test_gate_sync import entry, message_of, results, send
from tests.plans.test_evidence import make_action, make_families
from tests.reach.visiting import again, agreed, plan_for, signed_in
from tests.support.cast import Cast, make_guardian

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def activity(cast: Cast) -> Activity:
    found = make_action(cast).activity
    assert found is not None
    return found


@pytest.fixture
def foreign(cast: Cast) -> Activity:
    return keep_activity("test.action:9", school=cast.other_school, title="Their fair", involvement_type="parenting")


def offered_on(person: Person, path: str) -> list[str]:
    """The choices under "Part of" on a page; none where it is not asked."""
    page = signed_in(person).get(path).content.decode()
    found = re.findall(r'<select name="activity".*?</select>', page, re.DOTALL)
    assert len(found) <= 1
    return re.findall(r"<option[^>]*>([^<]*)</option>", found[0]) if found else []


def tags() -> list[tuple[int | None, str]]:
    return list(Touchpoint.objects.order_by("pk").values_list("activity_id", "involvement_type"))


def paths_of(cast: Cast) -> list[str]:
    family = cast.family.pk
    return [
        reverse("conversations:new-note"),
        reverse("conversations:write-to-family", args=[family]),
        reverse("conversations:log-talk") + f"?family={family}",
        reverse("reach:family", args=[family]),
    ]


def test_no_page_asks_where_nothing_goes_on_at_the_school(cast: Cast, foreign: Activity) -> None:
    assert [offered_on(cast.ben, path) for path in paths_of(cast)] == [[]] * 4


def test_every_page_offers_what_goes_on_and_nothing_of_another_school(cast: Cast, activity: Activity, foreign: Activity) -> None:
    assert [offered_on(cast.ben, path) for path in paths_of(cast)] == [["nothing that is planned", "Reading morning"]] * 4


def written(cast: Cast, **fields: object) -> dict[str, object]:
    told = {"to": cast.section.pk, "body": "Come and read", "content_kind": "learning", "tone": "neutral"}
    return told | {"involvement_type": "communicating"} | fields


def test_a_note_is_part_of_it_from_the_writing_to_every_answer(cast: Cast, activity: Activity) -> None:
    make_families(cast, 2)
    client = signed_in(cast.ben)
    review = client.post(reverse("conversations:new-note"), written(cast, activity=activity.pk)).url  # type: ignore[attr-defined]
    assert "Part of <bdi>Reading morning</bdi>" in client.get(review).content.decode()
    sent = client.post(f"{review}send/", {"families": "1"})
    mailing = Note.objects.get().mailing
    assert (mailing.activity_id, mailing.involvement_type) == (activity.pk, "volunteering")
    assert "part of <bdi>Reading morning</bdi>" in client.get(sent.url).content.decode()  # type: ignore[attr-defined]
    keys = list(Delivery.objects.filter(mailing=mailing).values_list("pk", flat=True))
    ledger.record_deliveries(keys, outcome=Outcome.SENT)
    ledger.record_deliveries(keys, outcome=Outcome.DELIVERED)
    ledger.record_reply(Delivery.objects.get(), channel="email", source="test:reply")
    assert tags() == [(activity.pk, "volunteering")] * 3
    evidence = evidence_of(activity.action, cast.dov)  # type: ignore[attr-defined]
    assert (evidence.meant, evidence.reached, evidence.answered) == (3, 1, 1)


def test_the_author_may_say_another_type(cast: Cast, activity: Activity) -> None:
    client = signed_in(cast.ben)
    client.post(reverse("conversations:new-note"), written(cast, activity=activity.pk, involvement_type="parenting"))
    assert Draft.objects.get().content["involvement_type"] == "parenting"


def test_a_draft_keeps_it_even_where_its_time_has_passed(cast: Cast, activity: Activity) -> None:
    client = signed_in(cast.ben)
    client.post(reverse("conversations:new-note"), written(cast, activity=activity.pk))
    Activity.objects.update(is_open=False)
    edit = reverse("conversations:edit-draft", args=[Draft.objects.get().pk])
    assert f'<option value="{activity.pk}" selected>Reading morning</option>' in client.get(edit).content.decode()


def test_a_note_of_another_schools_activity_is_refused_and_not_sent(cast: Cast, foreign: Activity) -> None:
    content = notes.NoteContent("en", {"en": "Come"}, activity_id=foreign.pk)
    with pytest.raises(BadInputError):
        notes.send_note(content, section=cast.section, school=cast.school, expected=1, by=cast.ben)
    with pytest.raises(BadInputError):
        write_to_family(cast.family, content, school=cast.school, once=uuid.uuid4(), by=cast.ben)
    assert signed_in(cast.ben).post(reverse("conversations:new-note"), written(cast, activity=foreign.pk)).status_code == 422
    assert not Mailing.objects.exists()


def test_a_word_to_one_family_and_a_talk_without_script_are_part_of_it(cast: Cast, activity: Activity) -> None:
    client = signed_in(cast.ben)
    told = {"once": uuid.uuid4(), "body": "Thank you", "tone": "praise", "content_kind": "social", "activity": activity.pk}
    assert client.post(reverse("conversations:write-to-family", args=[cast.family.pk]), told).status_code == 302
    mailing = Mailing.objects.get()
    assert (mailing.activity_id, mailing.involvement_type) == (activity.pk, "volunteering")
    talk = {"family": cast.family.pk, "once": uuid.uuid4(), "kind": "social", "means": "gate", "activity": activity.pk}
    assert client.post(reverse("conversations:log-talk"), talk).status_code == 302
    assert tags() == [(activity.pk, "volunteering")]


def test_a_phone_gets_what_goes_on_and_its_entries_are_part_of_it_once(cast: Cast, activity: Activity, foreign: Activity) -> None:
    client = signed_in(cast.ben)
    listed = client.get(reverse("conversations:talk-children")).json()["activities"]
    assert listed == [{"id": activity.pk, "title": "Reading morning"}]
    sent = entry(cast.family, planned=activity.pk)
    assert results(send(client, cast.ben, sent, entry(cast.family))) == ["kept", "kept"]
    assert results(send(client, cast.ben, sent)) == ["known"]
    assert tags() == [(activity.pk, "volunteering"), (None, "communicating")]


def test_an_entry_with_an_unknown_or_foreign_activity_is_kept_without_it_and_its_owner_is_told(
    cast: Cast, foreign: Activity
) -> None:
    client = signed_in(cast.ben)
    for wrong in (foreign.pk, 10**9, 10**30, "²", "a\x00b", [1], {"id": 1}, -4):
        sent = entry(cast.family, planned=wrong)
        response = send(client, cast.ben, sent)
        assert (results(response), message_of(response)[:20]) == (["kept"], "A talk was logged, b")
        again = send(client, cast.ben, sent)
        assert (results(again), message_of(again)) == (["known"], "")
    for nothing in (None, ""):
        response = send(client, cast.ben, entry(cast.family, planned=nothing))
        assert (results(response), message_of(response)) == (["kept"], "")
    assert {tag for tag, _kind in tags()} == {None}
    assert len(tags()) == 10


def test_mending_an_entry_can_put_it_under_what_it_was_part_of_and_take_it_out(cast: Cast, activity: Activity) -> None:
    client = signed_in(cast.ben)
    send(client, cast.ben, entry(cast.family, planned=activity.pk))
    row = Touchpoint.objects.get()
    path = reverse("reach:mend", args=[cast.family.pk, row.pk])
    told = {"means": "gate", "place": "gate", "outcome": "took-part", "content_kind": "social", "tone": "praise"}
    told |= {"involvement_type": "volunteering", "note": "Read aloud"}
    Activity.objects.update(is_open=False)
    assert offered_on(cast.ben, path) == ["nothing that is planned", "Reading morning"]
    assert client.post(path, {**told, "activity": activity.pk}).status_code == 302
    newest = Touchpoint.objects.counting().get()
    assert (newest.activity, newest.outcome) == (activity, "took-part")
    path = reverse("reach:mend", args=[cast.family.pk, newest.pk])
    assert client.post(path, {**told, "activity": ""}).status_code == 302
    assert Touchpoint.objects.counting().get().activity is None


def test_a_visit_is_part_of_it_from_the_offer_to_the_door(cast: Cast, activity: Activity) -> None:
    client = signed_in(cast.ben)
    offer = reverse("reach:offer-visit", args=[cast.family.pk])
    assert client.post(offer, {"means": "gate", "activity": activity.pk}).status_code == 302
    visit = HomeVisit.objects.get()
    visits.answer_visit(visit, would_like=True, by=cast.carla, means="gate")
    page = signed_in(cast.carla).get(reverse("reach:visit", args=[visit.pk])).content.decode()
    assert f'<option value="{activity.pk}" selected>Reading morning</option>' in page
    visits.plan_visit(visit, plan=plan_for(cast, activity_id=activity.pk), by=cast.carla)
    HomeVisit.objects.update(started_at=visit.offered_at)
    visit_day.report_safe(HomeVisit.objects.get(), by=again(cast.ben))
    assert tags() == [(activity.pk, "volunteering")] * 3
    assert evidence_of(activity.action, cast.dov).took_part == 1  # type: ignore[attr-defined]


def test_a_visit_without_it_stays_what_it_was_and_a_foreign_one_is_refused(cast: Cast, foreign: Activity) -> None:
    with pytest.raises(BadInputError):
        visits.offer_visit(cast.family, by=cast.ben, means="gate", activity_id=foreign.pk)
    offer = reverse("reach:offer-visit", args=[cast.family.pk])
    assert signed_in(cast.ben).post(offer, {"means": "gate", "activity": foreign.pk}).status_code == 422
    assert not HomeVisit.objects.exists()
    visit = agreed(cast)
    with pytest.raises(BadInputError):
        visits.plan_visit(visit, plan=plan_for(cast, activity_id=foreign.pk), by=cast.carla)
    assert HomeVisit.objects.get().activity is None


def test_a_family_of_two_homes_is_met_at_each_of_them(cast: Cast, activity: Activity) -> None:
    make_guardian(cast.yusuf, "Omar", home="Omar's home")
    first, second = Family.objects.filter(student=cast.yusuf).order_by("home")
    client = signed_in(cast.ben)
    assert results(send(client, cast.ben, entry(first, planned=activity.pk), entry(second))) == ["kept", "kept"]
    evidence = evidence_of(activity.action, cast.dov)  # type: ignore[attr-defined]
    assert (evidence.meant, evidence.reached) == (2, 1)
