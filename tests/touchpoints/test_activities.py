"""What a contact was part of: offered where something is written down, carried to the ledger, never another school's."""

import datetime as dt

import pytest
from tests.support.cast import Cast, make_guardian, make_student
from tests.touchpoints.test_batches import entry
from tests.touchpoints.test_ledger import make_delivery

from gatepost.channels.models import Delivery, Mailing
from gatepost.errands.models import Errand
from gatepost.framework.types import InvolvementType
from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Family
from gatepost.touchpoints import commands
from gatepost.touchpoints.commands.activities import keep_activity
from gatepost.touchpoints.models import Activity, Outcome, Touchpoint
from gatepost.touchpoints.queries.activities import ForeignActivityError, activity_at, open_activities, part_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def planned(cast: Cast, title: str = "Reading morning", reference: str = "test.action:1", **more: object) -> Activity:
    told = {"school": cast.school, "involvement_type": InvolvementType.VOLUNTEERING} | more
    return keep_activity(reference, title=title, **told)  # type: ignore[arg-type]


def talk(family: Family, source: str = "test:1", **more: object) -> Touchpoint:
    told = {"means": "gate", "direction": "both", "outcome": "answered"} | more
    return commands.record_touchpoint(family, by=None, source=source, **told)  # type: ignore[arg-type]


def tags() -> list[int | None]:
    return list(Touchpoint.objects.order_by("pk").values_list("activity_id", flat=True))


def test_ones_own_come_first_then_what_is_nearest_and_nothing_that_is_far_closed_or_of_another_school(cast: Cast) -> None:
    today = clock.today(cast.school.timezone)
    for number, (title, days, more) in enumerate(
        [
            ("Soon", (today + 9 * DAY, today + 10 * DAY), {}),
            ("Now", (today - DAY, today + DAY), {}),
            ("Always", (None, None), {}),
            ("Mine, later", (today + 20 * DAY, None), {"owner": cast.ben}),
            ("Long over", (today - 90 * DAY, today - 40 * DAY), {"owner": cast.ben}),
            ("Far ahead", (today + 60 * DAY, None), {}),
            ("Closed", (today, today), {"is_open": False}),
            ("Elsewhere", (today, today), {"school": cast.other_school}),
        ]
    ):
        planned(cast, title, f"test.action:{number}", days=days, **more)
    assert [one.title for one in open_activities(cast.ben, cast.school)] == ["Mine, later", "Always", "Now", "Soon"]
    assert open_activities(cast.eve, cast.school) == []
    assert open_activities(cast.amina, cast.school) == []
    assert open_activities(cast.ben, None) == []


def test_keeping_it_anew_changes_the_one_there_is(cast: Cast) -> None:
    first = planned(cast)
    again = planned(cast, "Reading evening", owner=cast.ben, is_open=False)
    assert (again.pk, again.title, again.owner, again.is_open) == (first.pk, "Reading evening", cast.ben, False)


def test_a_talk_carries_it_and_takes_its_type_unless_it_says_another(cast: Cast) -> None:
    activity = planned(cast)
    row = talk(cast.family, activity_id=activity.pk)
    assert (row.activity, row.involvement_type) == (activity, "volunteering")
    other = talk(cast.family, "test:2", activity_id=activity.pk, involvement_type="parenting")
    assert (other.activity, other.involvement_type) == (activity, "parenting")
    assert talk(cast.family, "test:3").involvement_type == "communicating"


def test_another_schools_and_an_unknown_one_are_refused_and_nothing_is_written(cast: Cast) -> None:
    foreign = planned(cast, school=cast.other_school)
    for wrong in (foreign.pk, 10**9, 0):
        with pytest.raises(ForeignActivityError):
            talk(cast.family, activity_id=wrong)
        with pytest.raises(BadInputError):
            commands.record_touchpoints([entry(cast.family, "old:1"), entry(cast.family, "old:2", activity_id=wrong)], by=None)
        with pytest.raises(ForeignActivityError):
            activity_at(wrong, cast.school.pk)
        assert part_of(wrong, cast.school.pk) is None
    assert tags() == []


def test_a_batch_carries_it(cast: Cast) -> None:
    activity = planned(cast)
    assert commands.record_touchpoints(
        [entry(cast.family, "shift:1", activity_id=activity.pk, outcome="took-part"), entry(cast.family, "shift:2")], by=cast.dov
    )
    assert dict(Touchpoint.objects.values_list("source", "activity_id")) == {"shift:1": activity.pk, "shift:2": None}


def test_a_corrected_entry_stays_part_of_it_until_somebody_says_otherwise(cast: Cast) -> None:
    activity, other = planned(cast), planned(cast, "Another", "test.action:2")
    foreign = planned(cast, "Foreign", "test.action:3", school=cast.other_school)
    row = talk(cast.family, activity_id=activity.pk)
    kept = commands.correct(row, by=cast.dov, note="Longer")
    moved = commands.correct(kept, by=cast.dov, activity_id=other.pk)
    taken_out = commands.correct(moved, by=cast.dov, activity_id=None)
    assert [one.activity for one in (kept, moved, taken_out)] == [activity, other, None]
    with pytest.raises(ForeignActivityError):
        commands.correct(taken_out, by=cast.dov, activity_id=foreign.pk)


def post(cast: Cast, activity_id: int | None, families: int = 1, channel: str = "email") -> Delivery:
    homes = [cast.family]
    for _number in range(1, families):
        twin = make_student(cast.section, "Ayaan")
        make_guardian(twin, "Amina too")
        homes.append(twin.families.get())
    delivery = make_delivery(cast, families=homes, channel=channel)
    Mailing.objects.filter(pk=delivery.mailing_id).update(activity_id=activity_id)
    return delivery


def test_every_word_about_a_mailing_carries_what_the_mailing_was_part_of(cast: Cast) -> None:
    activity = planned(cast)
    delivery = post(cast, activity.pk, families=2)
    commands.record_deliveries([delivery.pk], outcome=Outcome.SENT)
    commands.record_deliveries([delivery.pk], outcome=Outcome.DELIVERED)
    commands.record_reading(delivery, at=clock.now())
    commands.record_reply(delivery, channel="email", source="test:reply")
    assert tags() == [activity.pk] * 8
    counting = Touchpoint.objects.counting().filter(activity=activity).values_list("outcome", flat=True)
    assert sorted(counting) == ["answered", "answered", "delivered", "delivered", "read", "read"]


def test_a_mailing_whose_activity_is_gone_or_foreign_goes_out_all_the_same(cast: Cast) -> None:
    gone = planned(cast)
    foreign = planned(cast, "Foreign", "test.action:3", school=cast.other_school)
    deliveries = [post(cast, gone.pk), post(cast, foreign.pk)]
    gone.delete()
    told = commands.record_deliveries([delivery.pk for delivery in deliveries], outcome=Outcome.SENT)
    assert (told, tags()) == ({cast.family.pk}, [None, None])


@pytest.mark.parametrize("asked", ["channels.delivery", "conversations.call-me"])
def test_a_call_that_came_of_a_mailing_is_part_of_the_same(cast: Cast, asked: str) -> None:
    activity = planned(cast)
    errand = Errand(kind="call", family=cast.family, school=cast.school, source=f"{asked}:{post(cast, activity.pk).pk}", tries=1)
    errand.pk = 7
    (row,) = commands.record_call(errand, result="reached", by=cast.ben)
    assert (row.activity, row.means) == (activity, "phone")
    Mailing.objects.update(activity_id=10**9)
    errand.pk = 8
    (row,) = commands.record_call(errand, result="reached", by=cast.ben)
    assert row.activity is None
