"""What is said of groups: only what is not likely to be chance, and never more than the numbers hold."""

import datetime as dt
import random

import pytest
from django.utils import translation

from gatepost.kernel.shares import Share, Side, side_of, sides
from gatepost.reach import picture_wording as words
from gatepost.reach.models import GroupKind
from gatepost.reach.queries.contact_mix import ContactMix
from gatepost.reach.queries.funnel import Funnel
from gatepost.reach.queries.trends import Pictured, Trend, Week

FRIDAY = dt.date(2026, 11, 13)


def test_wilsons_interval_is_the_textbooks() -> None:
    low, high = Share(8, 40).interval()
    assert (round(low, 3), round(high, 3)) == (0.105, 0.348)
    assert Share(0, 10).interval() == pytest.approx((0.0, 0.278), abs=0.001)
    assert Share(10, 10).interval() == pytest.approx((0.722, 1.0), abs=0.001)
    assert Share(0, 0).interval() == (0.0, 1.0)


def test_the_more_groups_are_looked_at_the_wider_is_the_interval() -> None:
    assert side_of(Share(12, 40), Share(60, 120), looks=1) == Side.LESS
    assert side_of(Share(12, 40), Share(60, 120), looks=20) == Side.NEITHER


def test_a_group_is_compared_with_those_who_are_not_in_it() -> None:
    """Half of all families: against the whole, itself included, it would not differ."""
    assert sides([Share(35, 100)], Share(105, 200)) == [Side.LESS]
    assert side_of(Share(35, 100), Share(35, 100), looks=1) == Side.NEITHER


def test_others_who_are_few_prove_little() -> None:
    assert side_of(Share(12, 40), Share(8, 14), looks=1) == Side.NEITHER
    assert side_of(Share(12, 40), Share(80, 140), looks=1) == Side.LESS


def test_groups_that_are_reached_alike_are_seldom_told_apart() -> None:
    """In twenty schools of twelve groups, all reached alike, hardly one is named."""
    chance = random.Random(11)
    named = 0
    for _school in range(20):
        groups = [Share(sum(chance.random() < 0.6 for _family in range(25)), 25) for _group in range(12)]
        whole = Share(sum(group.hits for group in groups), 300)
        named += any(sides(groups, whole))
    assert named <= 3


def trend(key: str, dialogue: int, families: int, *, kind: GroupKind = GroupKind.LANGUAGE, before: int | None = None) -> Trend:
    weeks = [Week(FRIDAY, (dialogue, families - dialogue, 0, 0))]
    if before is not None:
        weeks.insert(0, Week(FRIDAY - dt.timedelta(weeks=8), (before, families - before, 0, 0)))
    return Trend(kind, key, tuple(weeks))


def shown(whole: Trend, *groups: Trend) -> Pictured:
    told = sides([group.now.dialogue for group in groups], whole.now.dialogue)
    placed = tuple(Trend(group.kind, group.key, group.weeks, side) for group, side in zip(groups, told, strict=True))
    return Pictured(whole, placed, comparable_from=FRIDAY - dt.timedelta(weeks=8))


def test_the_group_that_is_reached_less_is_named_with_both_shares() -> None:
    album = shown(trend("", 68, 120, kind=GroupKind.ALL), trend("so", 8, 40), trend("es", 33, 44), trend("ro", 27, 36))
    assert words.what_stands_out(album, {}) == (
        "One group is reached less than the others: Home language: Somali. Of these families, 20% are in dialogue with the "
        "school; of all others, 75%."
    )


def test_several_groups_are_named_together_the_least_reached_first() -> None:
    album = shown(trend("", 200, 300, kind=GroupKind.ALL), trend("so", 15, 50), trend("ar", 10, 50), trend("es", 175, 200))
    assert words.what_stands_out(album, {}) == (
        "Some groups are reached less than the others: Home language: Arabic (20%) and Home language: Somali (30%). "
        "Of all families, 67% are in dialogue with the school."
    )


def test_where_it_may_be_chance_no_group_is_named() -> None:
    album = shown(trend("", 68, 120, kind=GroupKind.ALL), trend("so", 18, 40), trend("es", 50, 80))
    assert words.what_stands_out(album, {}) == (
        "No group differs clearly from the others: differences of this size come by chance."
    )


def test_a_group_reached_more_is_told_where_none_is_reached_less() -> None:
    album = shown(trend("", 70, 200, kind=GroupKind.ALL), trend("so", 30, 40))
    assert words.what_stands_out(album, {}).startswith("One group is reached more than the others: Home language: Somali.")


@pytest.mark.parametrize(
    ("before", "end"),
    [
        (20, "That is clearly more than on 18 September 2026 (17%)."),
        (110, "That is clearly less than on 18 September 2026 (92%)."),
        (66, "That does not differ clearly from 18 September 2026 (55%)."),
        (None, "(57%)."),
    ],
)
def test_how_it_stands_is_compared_with_the_first_week_that_can_be(before: int | None, end: str) -> None:
    said = words.how_it_stands(shown(trend("", 68, 120, kind=GroupKind.ALL, before=before)))
    assert said.startswith("On 13 November 2026, the school was in dialogue with 68 of 120 families (57%).")
    assert said.endswith(end)


def test_weeks_before_the_ledger_was_full_are_not_compared() -> None:
    whole = trend("", 68, 120, kind=GroupKind.ALL, before=2)
    young = Pictured(whole, (), begun_on=FRIDAY - dt.timedelta(weeks=9), comparable_from=FRIDAY - dt.timedelta(weeks=3))
    assert words.how_it_stands(young).endswith("68 of 120 families (57%).")
    assert words.since_when(young) == (
        "Our records begin on 11 September 2026. Until 23 October 2026 they do not show all that happened."
    )


def test_what_changed_names_the_group_and_from_where_to_where() -> None:
    album = shown(
        trend("", 68, 120, kind=GroupKind.ALL, before=68), trend("so", 8, 40, before=30), trend("es", 60, 80, before=58)
    )
    assert (
        words.what_changed(album, {})
        == "Since 18 September 2026, fewer families are in dialogue with us in: Somali (from 75% to 20%)."
    )


def test_the_largest_drop_is_named_and_a_group_only_where_it_clearly_falls_behind() -> None:
    whole = Funnel((200, 190, 180, 120, 100, 20))
    assert (
        words.how_far(whole, None)
        == "The largest drop comes before “They took part”: the school gets this far with 20 of 100 families."
    )
    few_contacts = Funnel((200, 150, 190, 160, 155, 150))
    assert words.how_far(few_contacts, None) == (
        "The largest drop comes before “A contact that works”: the school gets this far with 150 of 200 families."
    )
    assert words.how_far(Funnel((200, 150, 120, 120, 120, 120)), None) == (
        "The largest drop comes before “Something arrived”: the school gets this far with 120 of 200 families."
    )
    assert words.how_far(Funnel((40,) * 6), None) == "The school has come all the way with every family."
    assert words.how_far(whole, Funnel((40, 39, 36, 10, 8, 2))) == (
        "With this group the school comes clearly less often as far as “It was read”: 25%, with all others 69%."
    )
    assert words.how_far(whole, Funnel((40, 38, 36, 24, 20, 3))) == "No step differs clearly between this group and all others."


def test_contact_is_told_by_what_happens_face_to_face() -> None:
    mix = ContactMix(100, (("email", 60), ("gate", 40)), (("afar", 60), ("gate", 35), ("home", 5)))
    assert words.face_to_face(mix) == ("Of 100 contacts that went both ways, 40 were face to face, most often: At the gate.")
    assert words.most_by_channel(mix) == "The most frequent way: E-mail, 60 of 100."
    assert words.face_to_face(ContactMix(3, (("email", 3),), (("afar", 3),))) == (
        "None of the contacts that went both ways was face to face."
    )
    assert words.face_to_face(ContactMix(0, (), ())) == "Nothing has gone both ways in this time yet."


def test_names_of_another_script_keep_to_themselves_where_one_reads_from_right_to_left() -> None:
    with translation.override("ar"):
        assert words.full_name(trend("7", 1, 2, kind=GroupKind.SECTION), {"7": "4B"}).endswith("\u20684B\u2069")
