"""How what a survey comes to is said: shares and means as numbers, and the sentences that stand before them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.framework.types import Sector
from gatepost.languages.tags import babel_locale, language_name
from gatepost.people.models import NeedKind
from gatepost.surveys.statistics import Bounds

if TYPE_CHECKING:
    from gatepost.surveys.queries.gaps import Told, TypeGap
    from gatepost.surveys.queries.voices import Group, Voices

DIMENSION_WORDS = {
    "language": gettext_lazy("Language"),
    "grade": gettext_lazy("Grade"),
    "section_name": gettext_lazy("Class"),
    "need": gettext_lazy("What they need"),
}

# Within a sentence.
_SIDES = {
    Sector.FAMILIES: gettext_lazy("families"),
    Sector.TEACHERS: gettext_lazy("teachers"),
    Sector.DIRECTORS: gettext_lazy("those who lead the school"),
    Sector.STUDENTS: gettext_lazy("students"),
}


def _locale() -> str:
    return babel_locale(translation.get_language() or "en")


def percent(share: float) -> str:
    return _percent(round(100 * Decimal(str(share))), _locale())


def whole(number: int) -> str:
    return _whole(number, _locale())


# A page says few numbers many times, and to write one down takes its time.
@lru_cache(maxsize=4096)
def _percent(hundredths: int, locale: str) -> str:
    return str(format_percent(Decimal(hundredths) / 100, locale=locale))


@lru_cache(maxsize=4096)
def _whole(number: int, locale: str) -> str:
    return str(format_decimal(number, locale=locale))


def mean(value: float) -> str:
    return str(format_decimal(value, format="0.00", locale=_locale()))


def between(bounds: Bounds | None) -> str:
    """ "51–64%", or nothing where there is no interval."""
    return f"{whole(round(100 * bounds[0]))}–{percent(bounds[1])}" if bounds else ""


def between_means(bounds: Bounds | None) -> str:
    return f"{mean(bounds[0])}–{mean(bounds[1])}" if bounds else ""


def points(more: float) -> str:
    """ "+7" or "−3": percentage points."""
    rounded = round(100 * more)
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"


def sector_name(sector: str) -> str:
    return str(Sector(sector).label)


def side(sector: str, *, begins: bool = False) -> str:
    """The sector within a sentence, or at its beginning."""
    said = str(_SIDES[Sector(sector)])
    return said[:1].upper() + said[1:] if begins else said


def group_name(dimension: str, value: str) -> str:
    if not value:
        return _("None noted") if dimension == "need" else _("Not known")
    if dimension == "language":
        return language_name(value, "en")
    if dimension == "grade":
        return _("Grade %(grade)s") % {"grade": value}
    return str(dict(NeedKind.choices).get(value, value))


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def answers_in_words(numbers: Mapping[str, int]) -> str:
    """ "312 answers from families, 41 from teachers and 2 from the leadership"."""
    said = {
        Sector.FAMILIES: lambda n: ngettext("%(n)s answer from families", "%(n)s answers from families", n),
        Sector.TEACHERS: lambda n: ngettext("%(n)s from a teacher", "%(n)s from teachers", n),
        Sector.DIRECTORS: lambda n: ngettext("%(n)s from the leadership", "%(n)s from the leadership", n),
        Sector.STUDENTS: lambda n: ngettext("%(n)s from a student", "%(n)s from students", n),
    }
    return listed([said[Sector(sector)](number) % {"n": whole(number)} for sector, number in numbers.items()])


def opening(shares: Mapping[str, float], people: Mapping[str, int]) -> str:
    """The one sentence: how much of what was asked each sector finds to happen."""
    if not people:
        return _("There is nothing to show yet: results appear once ten people of a group have answered.")
    if set(people) == {Sector.DIRECTORS}:  # one person's answer is no headline
        return _("So far only the leadership’s answer can be shown: the others appear from ten of a group on.")
    if not shares:
        return _("There are %(numbers)s.") % {"numbers": answers_in_words(people)}
    names = list(shares.items())
    said = {"who": side(names[0][0], begins=True), "share": percent(names[0][1])}
    first = _("%(who)s find that %(share)s of what was asked happens") % said
    others = [_("%(who)s that %(share)s does") % {"who": side(who), "share": percent(share)} for who, share in names[1:]]
    return listed([first, *others]) + "."


def answered_of(answered: int, asked: int) -> str:
    return _("%(answered)s of %(asked)s asked have answered (%(share)s)") % {
        "answered": whole(answered), "asked": whole(asked), "share": percent(answered / asked)
    }  # fmt: skip


def steps_in_words(parts: Sequence[tuple[str, float]]) -> str:
    """What a bar shows, for whoever does not see it."""
    return ", ".join(f"{words}: {percent(share)}" for words, share in parts)


def not_enough(voices: Sequence["Voices"]) -> list[str]:
    """For each sector that does not speak for those who were asked: why."""
    found = []
    for one in voices:
        if one.are_enough:
            continue
        reasons = []
        if not one.reaches_goal:
            reasons.append(answered_of(one.whole.answered, one.whole.asked))
        reasons += [_why_far(group, one) for group in one.far_languages if one.whole.answered]
        found.append(_("%(who)s: %(why)s.") % {"who": sector_name(one.sector), "why": "; ".join(reasons)})
    return found


def _why_far(group: "Group", one: "Voices") -> str:
    names = {"language": language_of(group), "asked": whole(group.count.asked)}
    if group.answers_far_less:
        shares = {"share": percent(group.count.share.value), "all": percent(one.whole.share.value)}
        return _("%(language)s: %(share)s of %(asked)s have answered, of all %(all)s") % {**names, **shares}
    share = percent(group.count.asked / one.whole.asked)
    return _("%(language)s is %(share)s of those asked and %(points)s points off among the answers") % {
        **names, "share": share, "points": points(group.points)
    }  # fmt: skip


def language_of(group: "Group") -> str:
    """Its name within a sentence; those too small to be named are named together."""
    return _("the small languages together") if group.is_rest else group_name("language", group.count.value)


def weighing_in_words(weighed: Mapping[str, Mapping[str, object]]) -> list[str]:
    """What weights were given to whom, and what they could not mend."""
    found = []
    for sector, told in weighed.items():
        who = sector_name(sector)
        found.append(
            _("%(who)s: answers are weighted so that languages and grades count as many as were asked (raking; from 0.2 to 5).")
            % {"who": who}
        )
        if not told["is_met"]:
            found.append(_("%(who)s: the weights reach their bounds, so the sizes are met only in part.") % {"who": who})
        missed = [f"{group_name(str(name), str(value))} ({whole(int(number))})" for name, value, number in _rows(told["missed"])]
        if missed:
            found.append(
                _("%(who)s: of these nobody has answered, and no weight can make up for it: %(missed)s.")
                % {"who": who, "missed": ", ".join(missed)}
            )
    return found


def _rows(value: object) -> list[tuple[str, str, float]]:
    return [(str(name), str(one), float(number)) for name, one, number in value] if isinstance(value, list) else []


def gap_in_words(more: "Told", less: "Told", *, is_clear: bool) -> str:
    """ "Teachers report it at 67%, families at 29%." """
    names = {"more": side(more.sector, begins=True), "high": more.value, "less": side(less.sector), "low": less.value}
    if more.value == less.value:
        return _("%(more)s and %(less)s report it alike, at %(high)s.") % names
    said = _("%(more)s report it at %(high)s, %(less)s at %(low)s.") % names
    return said if is_clear else _("%(said)s That may be chance.") % {"said": said}


def gaps_opening(widest: "TypeGap | None", sectors: Sequence[str], practices: int) -> str:
    if len(sectors) < 2 or not practices:
        return _("There are not two sides yet whose answers could be set beside each other.")
    if widest is None:
        return _("On none of the six types do the sides differ by more than chance explains.")
    return _("The sides differ most on “%(type)s”: %(more)s find %(high)s of it happening, %(less)s %(low)s.") % {
        "type": widest.name.lower(),
        "more": side(widest.more),
        "high": percent(widest.marks[widest.more].mean),
        "less": side(widest.less),
        "low": percent(widest.marks[widest.less].mean),
    }


def voices_opening(voices: Sequence["Voices"]) -> str:
    """Whether the survey speaks for the families it asked."""
    if not voices:
        return _("Nobody has been asked yet.")
    one = voices[0]
    names = {"who": side(one.sector), "share": percent(one.whole.share.value)}
    if one.are_enough and one.lagging_languages:
        words = _(
            "This survey speaks for the %(who)s it asked: %(share)s have answered; "
            "clearly fewer than others, but not far off: %(lagging)s."
        )
        return words % {**names, "lagging": listed([_with_share(group) for group in one.lagging_languages])}
    if one.are_enough:
        return _("This survey speaks for the %(who)s it asked: %(share)s have answered, and no language is far off.") % names
    if one.reaches_goal:
        far = listed([_with_share(group) for group in one.far_languages])
        return _("%(share)s of the %(who)s have answered, but not in every language alike: look at %(far)s.") % {
            **names,
            "far": far,
        }
    return _("%(share)s of the %(who)s who were asked have answered; this survey does not speak for them yet.") % names


def _with_share(group: "Group") -> str:
    return f"{language_of(group)} ({percent(group.count.share.value)})"
