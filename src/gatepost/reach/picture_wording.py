"""Numbers, days, names of groups and what stands out, in the language of the reader: one wording for pages and paper."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatepost.kernel.shares import Share, Side, side_of, sides
from gatepost.languages.tags import babel_locale, is_rtl, language_name
from gatepost.reach.board import family_texts as say
from gatepost.reach.models import GroupKind
from gatepost.reach.queries.contact_mix import ContactMix
from gatepost.reach.queries.funnel import Funnel, Step
from gatepost.reach.queries.trends import Pictured, Trend
from gatepost.touchpoints.models import Place

# More names than this are not read in a sentence.
MOST_NAMES = 3
SectionNames = Mapping[str, str]
NameOf = Callable[[Trend, SectionNames], str]


def number(value: int) -> str:
    return str(format_decimal(value, locale=_locale()))


def percent(share: float) -> str:
    return str(format_percent(share, locale=_locale()))


def day(value: dt.date) -> str:
    """In full, as the language writes it."""
    style = "d MMMM y" if _locale() == "en" else "long"
    return str(format_date(value, format=style, locale=_locale()))


def month(value: dt.date) -> str:
    return str(format_skeleton("yMMM", value, locale=_locale()))


def listed(parts: Sequence[str]) -> str:
    return str(format_list(list(parts), locale=_locale()))


def apart(text: str) -> str:
    """A name of another script keeps to itself in a sentence that runs from right to left."""
    return f"\u2068{text}\u2069" if is_rtl(get_language() or "en") else text


def group_name(trend: Trend, sections: SectionNames) -> str:
    """How a group is called where its kind is known already."""
    if trend.kind == GroupKind.ALL:
        return str(say.ALL_FAMILIES)
    if not trend.key:
        return str(say.NOTHING_NOTED if trend.kind == GroupKind.NEED else say.NOT_KNOWN)
    names: dict[GroupKind, str] = {
        GroupKind.SECTION: sections.get(trend.key) or str(say.NOT_KNOWN),
        GroupKind.GRADE: str(say.GRADE) % {"name": apart(trend.key)},
        GroupKind.LANGUAGE: language_name(trend.key, get_language() or "en"),
        GroupKind.NEED: str(say.NEEDS.get(trend.key, trend.key)),
        GroupKind.TRAVEL: str(say.WAYS.get(trend.key, trend.key)),
    }
    return names[trend.kind]


def full_name(trend: Trend, sections: SectionNames) -> str:
    """With the kind of group, for sentences: Home language: Somali."""
    if trend.kind == GroupKind.GRADE and trend.key:
        return group_name(trend, sections)
    return labelled(say.KINDS[trend.kind], apart(group_name(trend, sections)))


def in_numbers(share: Share) -> str:
    """8 of 40 · 20 %."""
    words = {"number": number(share.hits), "total": number(share.total), "share": percent(share.value)}
    return str(say.NUMBER_AND_SHARE) % words


def name_on_page(trend: Trend, sections: SectionNames) -> str:
    """The families of a group, as a sentence for staff speaks of them: families who read Somali."""
    said = {
        GroupKind.SECTION: _("class %(group)s"),
        GroupKind.LANGUAGE: _("families who read %(group)s"),
        GroupKind.NEED: _("families helped by “%(group)s”"),
        GroupKind.TRAVEL: _("families whose way to school takes “%(group)s”"),
    }.get(trend.kind)
    if said is None or not trend.key:
        return full_name(trend, sections)
    return said % {"group": group_name(trend, sections)}


def labelled(label: object, text: str) -> str:
    """All families: 20 %, with the colon of the language."""
    return str(say.GROUP_OF_KIND) % {"kind": label, "group": text}


def what_stands_out(shown: Pictured, sections: SectionNames, *, name_of: NameOf = full_name) -> str:
    """Which groups are reached less than the others, or more; only what is not likely to be chance."""
    if not shown.groups:
        return str(say.NO_GROUPS)
    for side, one, several in ((Side.LESS, say.REACHED_LESS, say.SEVERAL_LESS), (Side.MORE, say.REACHED_MORE, say.SEVERAL_MORE)):
        found = sorted(
            (group for group in shown.groups if group.side == side), key=lambda group: side * -group.now.dialogue.value
        )
        if len(found) == 1:
            others = shown.whole.now.dialogue.without(found[0].now.dialogue)
            words = {"group": name_of(found[0], sections), **_shares(found[0].now.dialogue, others)}
            return str(one) % words
        if found:
            names = [
                str(say.GROUP_WITH_SHARE) % {"group": name_of(group, sections), "share": percent(group.now.dialogue.value)}
                for group in found[:MOST_NAMES]
            ]
            return str(several) % {"groups": listed(names), "share": percent(shown.whole.now.dialogue.value)}
    return str(say.NONE_DIFFERS)


def how_it_stands(shown: Pictured) -> str:
    """The share in dialogue now, and whether it clearly differs from the first week that can be compared."""
    now, first = shown.whole.now, shown.first_of(shown.whole)
    sentence = str(say.STANDS) % {"day": day(now.on), **_counted(now.dialogue)}
    if first is None:
        return sentence
    said = {Side.MORE: say.MORE_THAN_BEFORE, Side.LESS: say.LESS_THAN_BEFORE, Side.NEITHER: say.SAME_AS_BEFORE}
    before = said[side_of(now.dialogue, first.dialogue, looks=1)]
    return f"{sentence} " + str(before) % {"day": day(first.on), "share": percent(first.dialogue.value)}


def since_when(shown: Pictured) -> str:
    """From when on the pictures show the whole; nothing where they always do."""
    if shown.begun_on is None or shown.comparable_from is None or not shown.begins_late:
        return ""
    return str(say.RECORDS_BEGIN) % {"begun": day(shown.begun_on), "day": day(shown.comparable_from)}


def what_changed(shown: Pictured, sections: SectionNames) -> str:
    """Which groups clearly stand otherwise than in the first week that can be compared; each is one look."""
    first = shown.first_of(shown.whole)
    if not shown.groups or first is None:
        return str(say.NO_GROUPS) if not shown.groups else _("It is too early to say what has changed.")
    words = {"day": day(first.on)}
    for side, said in (
        (Side.LESS, _("Since %(day)s, fewer families are in dialogue with us in: %(groups)s.")),
        (Side.MORE, _("Since %(day)s, more families are in dialogue with us in: %(groups)s.")),
    ):
        found = [group for group in shown.groups if _change(group, shown) == side]
        if found:
            return said % {**words, "groups": listed([_from_to(group, shown, sections) for group in found[:MOST_NAMES]])}
    return _("Since %(day)s, no group has changed clearly.") % words


def _change(group: Trend, shown: Pictured) -> Side:
    first = shown.first_of(group)
    return side_of(group.now.dialogue, first.dialogue, looks=len(shown.groups)) if first else Side.NEITHER


def _from_to(group: Trend, shown: Pictured, sections: SectionNames) -> str:
    first = shown.first_of(group) or group.now
    words = {
        "group": group_name(group, sections),
        "first": percent(first.dialogue.value),
        "now": percent(group.now.dialogue.value),
    }
    return _("%(group)s (from %(first)s to %(now)s)") % words


def how_far(whole: Funnel, group: Funnel | None) -> str:
    """Before which step most families are left behind, or at which a group is."""
    if group is not None:
        return _how_far_with(group, whole)
    step = whole.largest_fall
    if step is None:
        return str(say.ALL_COME_THROUGH)
    words = {"step": say.STEPS[step], "number": number(whole.counts[step]), "before": number(whole.counts[step.before])}
    return str(say.MOST_FALL) % words


def _how_far_with(group: Funnel, whole: Funnel) -> str:
    """The first step at which the group clearly falls behind the others; five steps are looked at."""
    for step in list(Step)[1:]:
        mine, all_ = group.share(step), whole.share(step)
        if sides([mine], all_, looks=len(Step) - 1) == [Side.LESS]:
            said = _(
                "With this group the school comes clearly less often as far as “%(step)s”: %(share)s, with all others %(others)s."
            )
            return said % {"step": say.STEPS[step], **_shares(mine, all_.without(mine))}
    return _("No step differs clearly between this group and all others.")


def most_by_channel(mix: ContactMix) -> str:
    """By which channel most two-way contact comes about."""
    if not mix.total:
        return str(say.NO_CONTACT_YET)
    means, count = mix.by_means[0]
    return str(say.MOST_BY_CHANNEL) % {"label": say.CHANNELS[means], "number": number(round(100 * count / mix.total))}


def face_to_face(mix: ContactMix) -> str:
    """How much of the two-way contact happens face to face, and where."""
    if not mix.total:
        return str(say.NO_CONTACT_YET)
    met = [(place, count) for place, count in mix.by_place if place != Place.AFAR]
    if not met:
        return str(say.NONE_FACE_TO_FACE)
    share = sum(count for _place, count in met) / mix.total
    return str(say.FACE_TO_FACE) % {"label": say.PLACES[met[0][0]], "number": number(round(100 * share))}


def hidden_groups(hidden: int) -> str:
    return str(say.HIDDEN % {"number": hidden}) if hidden else ""


def not_drawn(groups: int) -> str:
    return str(say.NOT_DRAWN % {"number": groups}) if groups else ""


def _counted(share: Share) -> dict[str, str]:
    return {"number": number(share.hits), "total": number(share.total), "share": percent(share.value)}


def _shares(mine: Share, others: Share) -> dict[str, str]:
    return {"share": percent(mine.value), "others": percent(others.value)}


def _locale() -> str:
    return babel_locale(get_language() or "en")
