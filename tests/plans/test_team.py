"""The team: who sits in it from which side, who is missing, and what its meetings keep."""

import datetime as dt

import pytest

from gatepost.kernel import clock
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.plans.commands import team as commands
from gatepost.plans.commands.team import MeetingFacts
from gatepost.plans.models import TeamMeeting
from gatepost.plans.queries.plans import people_named
from gatepost.plans.queries.team import team_of
from gatepost.plans.stamps import StaleError, stamp_of
from tests.plans.planning import a_plan
from tests.support.cast import Cast, make_guardian, make_section, make_student, restrict

TODAY = clock.today()


def test_a_side_with_nobody_is_said(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    assert team_of(plan, today=TODAY).sentence == "Nobody sits in the team yet."
    commands.join_team(plan, side="leadership", person=cast.dov, by=cast.dov)
    commands.join_team(plan, side="community", name="Marta Solé", by=cast.dov)
    team = team_of(plan, today=TODAY)
    assert team.sentence == "Two people from two of five sides make the plan together. No family sits in the team yet."
    assert [bool(part.nobody) for part in team.sides] == [True, True, False, True, False]
    commands.join_team(plan, side="families", person=cast.amina, by=cast.dov)
    assert team_of(plan, today=TODAY).sentence == "Three people from three of five sides make the plan together."


def test_who_leaves_stays_in_the_minutes(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    member = commands.join_team(plan, side="teachers", person=cast.ben, by=cast.dov)
    meeting = commands.plan_meeting(plan, facts=MeetingFacts(TODAY), by=cast.dov)
    commands.write_meeting(meeting, facts=MeetingFacts(TODAY, minutes="We agreed."), attended=[member.pk], by=cast.dov)
    commands.leave_team(member, by=cast.dov)
    team = team_of(plan, today=TODAY)
    assert (team.count, [one.name for one in team.left]) == (0, ["Ben Ortiz"])
    assert [one.name for one in meeting.attended.all()] == ["Ben Ortiz"]
    commands.join_team(plan, side="teachers", person=cast.carla, by=cast.dov)
    with pytest.raises(ConflictError):
        commands.join_team(plan, side="teachers", person=cast.carla, by=cast.dov)


def test_who_may_not_be_contacted_does_not_join_and_is_marked(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    commands.join_team(plan, side="families", person=cast.amina, by=cast.dov)
    assert team_of(plan, today=TODAY).away == frozenset()
    restrict(cast.amina, cast.yusuf)
    member = plan.members.get()
    assert team_of(plan, today=TODAY).away == {member.pk}
    commands.leave_team(member, by=cast.dov)
    with pytest.raises(BadInputError):
        commands.join_team(plan, side="families", person=cast.amina, by=cast.dov)
    with pytest.raises(BadInputError):
        commands.join_team(plan, side="teachers", person=cast.eve, by=cast.dov)


def test_one_finds_only_whom_one_may_see(cast: Cast) -> None:
    other = make_section(cast.school, "5A")
    make_guardian(make_student(other, "Hodan"), "Amina")
    make_guardian(make_student(make_section(cast.other_school, "6C"), "Kofi"), "Amina")
    assert {one.of_whom for one in people_named(cast.ben, cast.school, "amina")} == {"Yusuf"}
    assert {one.of_whom for one in people_named(cast.dov, cast.school, "amina")} == {"Yusuf", "Hodan"}
    assert [(one.person, one.side) for one in people_named(cast.ben, cast.school, "dov stern")] == [(cast.dov, "leadership")]
    assert people_named(cast.dov, cast.school, " ") == []
    restrict(cast.amina, cast.yusuf)
    assert people_named(cast.ben, cast.school, "amina") == []


def test_the_next_meeting_stands_on_top(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    days = [TODAY + dt.timedelta(days=ahead) for ahead in (40, -3, 5, -30)]
    for day in days:
        commands.plan_meeting(plan, facts=MeetingFacts(day), by=cast.dov)
    team = team_of(plan, today=TODAY)
    assert [meeting.meets_on for meeting in team.next] == [days[2], days[0]]
    assert [meeting.meets_on for meeting in team.past] == [days[1], days[3]]


def test_minutes_written_by_two_keep_the_first(cast: Cast) -> None:
    meeting = commands.plan_meeting(a_plan(cast.school, cast.dov), facts=MeetingFacts(TODAY), by=cast.dov)
    seen = stamp_of(commands.of_meeting(TeamMeeting.objects.get(pk=meeting.pk)))
    first = MeetingFacts(TODAY, minutes="Carla's minutes")
    commands.write_meeting(meeting, facts=first, attended=[], seen=seen, by=cast.carla)
    with pytest.raises(StaleError):
        commands.write_meeting(meeting, facts=MeetingFacts(TODAY), attended=[], seen=seen, by=cast.dov)
    meeting.refresh_from_db()
    assert meeting.minutes == "Carla's minutes"
