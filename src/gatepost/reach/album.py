"""All pictures of one page, drawn together: what was counted, each chart with its sentence and its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from gatepost.kernel.charts.design import Look
from gatepost.kernel.charts.drawing import Chart, draw_all
from gatepost.people.models import Person, Role, School, Section
from gatepost.people.queries import staff_now
from gatepost.reach import picture_wording as words
from gatepost.reach import pictures
from gatepost.reach.board import family_texts as say
from gatepost.reach.models import GroupKind
from gatepost.reach.picture_wording import SectionNames
from gatepost.reach.queries.contact_mix import contact_mix
from gatepost.reach.queries.funnel import funnel
from gatepost.reach.queries.memberships import LOOKED_AT_BY, memberships
from gatepost.reach.queries.periods import Period, periods_of
from gatepost.reach.queries.trends import Pictured, Trend, pictured

WIDE, SMALL = (pictures.NARROW, 160), (150, 104)
# In an address, the group of those of whom it is not known.
UNKNOWN = "?"


@dataclass(frozen=True)
class Picture:
    """One chart, what stands out in it, and its numbers."""

    chart: SafeString
    sentence: str
    table: pictures.Table


@dataclass(frozen=True)
class Panel:
    """One of many small charts."""

    name: str
    families: int
    chart: SafeString


@dataclass(frozen=True)
class Album:
    shown: Pictured
    kind: str
    headline: str
    standing: Picture
    panels: list[Panel]
    changes: str
    groups: pictures.Table
    hidden: str
    since_when: str
    differences: Picture | None
    steps: Picture
    by_means: Picture
    by_place: Picture
    to_compare: list[tuple[str, str]]
    compared: str


def album_of(person: Person, school: School, by: GroupKind, period: Period, group: str | None) -> Album | None:
    """None where nothing was counted yet, or the school is too small to be pictured."""
    shown = pictured(person, [by])
    if shown is None:
        return None
    sections = section_names(person, shown)
    groups = pictures.ordered(shown.groups, sections)
    chosen = next((one for one in groups if group is not None and (one.key or UNKNOWN) == group), None)
    whole, some = funnel(person, period, among=_families_in(school, chosen) if chosen else None)
    mix = contact_mix(person, period)
    name = words.group_name(chosen, sections) if chosen and some else ""
    steps = pictures.funnel_chart(whole, some, name)
    means, places = pictures.mix_chart(mix, by_place=False), pictures.mix_chart(mix, by_place=True)
    dots = pictures.dot_chart(shown, groups, sections)
    charts: list[Chart] = [pictures.trend_chart(shown.whole, shown, sections, size=WIDE), dots, steps, means, places]
    charts += [pictures.trend_chart(one, shown, sections, size=SMALL) for one in groups]
    drawn = [mark_safe(svg) for svg in draw_all(charts, Look())]  # noqa: S308 -- cleaned by `charts.cleaning`
    return Album(
        shown=shown,
        kind=str(say.KINDS[by]),
        headline=dots.words,
        standing=Picture(drawn[0], words.how_it_stands(shown), pictures.months_table(shown.whole)),
        panels=[
            Panel(words.group_name(one, sections), one.now.families, svg) for one, svg in zip(groups, drawn[5:], strict=True)
        ],
        changes=words.what_changed(shown, sections),
        groups=pictures.states_table(groups, shown, sections),
        hidden=words.hidden_groups(shown.hidden),
        since_when=words.since_when(shown),
        differences=Picture(drawn[1], dots.words, pictures.shares_table(groups, shown, sections)) if groups else None,
        steps=Picture(drawn[2], steps.words, pictures.bars_table(steps)),
        by_means=Picture(drawn[3], means.words, pictures.bars_table(means)),
        by_place=Picture(drawn[4], places.words, pictures.bars_table(places)),
        to_compare=[(one.key or UNKNOWN, words.group_name(one, sections)) for one in groups],
        compared=name,
    )


def draw_ahead(school: School) -> None:
    """What whoever leads the school opens first, drawn and kept before it is looked at; what has changed since is drawn then."""
    reader = staff_now(school.pk).filter(school_roles__school=school, school_roles__role=Role.PRINCIPAL).first()
    if reader is None:
        return
    reader.acts_at = school.pk
    period = list(periods_of(school).values())[-1][0]
    with translation.override(settings.LANGUAGE_CODE):
        for kind in LOOKED_AT_BY:
            album_of(reader, school, kind, period, None)


def section_names(person: Person, shown: Pictured) -> SectionNames:
    """What the classes that are shown are called."""
    keys = [group.key for group in shown.of_kind(GroupKind.SECTION) if group.key]
    rows: Sequence[tuple[int, str]] = ()
    if keys:
        rows = list(Section.objects.visible_to(person).filter(pk__in=keys).values_list("pk", "name"))
    return {str(pk): name for pk, name in rows}


def _families_in(school: School, group: Trend) -> set[int]:
    everyone = memberships(school)
    membership = everyone[group.kind]
    if group.key:
        return {family for family, groups in membership.items() if group.key in groups}
    return {family for family in everyone[GroupKind.TRAVEL] if not membership.get(family, set()) - {""}}
