"""Families that an import brought: known from that day on, and out of every count once it is undone."""

from pathlib import Path

import pytest
from tests.people.rosters import bring, small
from tests.reach.test_states import make_families, make_holiday_school

from gatepost.kernel import clock
from gatepost.people.models import Family, School
from gatepost.people.roster import commands as roster
from gatepost.reach import commands
from gatepost.reach.models import FamilyState

pytestmark = pytest.mark.django_db


def test_who_came_today_has_been_unreached_since_today_only(tmp_path: Path) -> None:
    [old] = make_families(make_holiday_school(with_terms=True), [True])
    bring(small(3), tmp_path)
    commands.recount()
    new = FamilyState.objects.exclude(family=old)
    today = clock.today(School.objects.get(sections__name="4A").timezone)
    assert (new.count(), set(new.values_list("since", flat=True))) == (3, {today})
    assert FamilyState.objects.get(family=old).since < today


def test_an_undone_import_leaves_no_family_behind(tmp_path: Path) -> None:
    [old] = make_families(make_holiday_school(with_terms=True), [True])
    run = bring(small(3), tmp_path)
    commands.recount()
    roster.undo_run(run, by=None)
    assert list(FamilyState.objects.values_list("family", flat=True)) == [old.pk]
    assert list(Family.objects.all()) == [old]
    commands.recount()
    assert list(FamilyState.objects.values_list("family", flat=True)) == [old.pk]
