"""What an action came to, in sentences; and the five words for how it went."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.plans.evidence_groups import GroupLine
from gatepost.plans.models import Action
from gatepost.plans.queries.evidence import Evidence
from gatepost.reach.queries.groups import NOT_KNOWN, OTHERS
from gatepost.reach.wording import language_in_words, listed

WENT = {
    1: gettext_lazy("Not as we had hoped"),
    2: gettext_lazy("Less well than we had hoped"),
    3: gettext_lazy("So-so"),
    4: gettext_lazy("As we had hoped"),
    5: gettext_lazy("Better than we had hoped"),
}


def sentences(evidence: Evidence, action: Action) -> list[str]:
    """“Meant for 48 families of grade 4; reached 31, 12 took part.” and what is clear beyond chance."""
    if not evidence.is_shown:
        return [_("Meant for a handful of families. So few are not shown as numbers.")]
    said = [_main(evidence, action)]
    said += [sentence for line in evidence.by_language if (sentence := _less(line, language_words(line.key)))]
    said += [sentence for line in evidence.by_grade if (sentence := _less(line, _of_grade(line.key)))]
    return said + _besides(evidence)


def _main(evidence: Evidence, action: Action) -> str:
    whom = meant_words(evidence.meant, action)
    if not evidence.has_any:
        return _("Meant for %(whom)s. Nothing has been sent or logged as part of it yet.") % {"whom": whom}
    numbers = {"whom": whom, "reached": evidence.reached, "part": evidence.took_part}
    if not evidence.took_part:
        return _("Meant for %(whom)s; reached %(reached)d.") % numbers
    return _("Meant for %(whom)s; reached %(reached)d, %(part)d took part.") % numbers


def _besides(evidence: Evidence) -> list[str]:
    said = []
    if evidence.unsure:
        words = ngettext(
            "For %(count)d more something was sent or tried, and we do not know that it arrived.",
            "For %(count)d more something was sent or tried, and we do not know that it arrived.",
            evidence.unsure,
        )
        said.append(words % {"count": evidence.unsure})
    if evidence.outside:
        words = ngettext(
            "It also reached %(count)d family for whom it was not meant.",
            "It also reached %(count)d families for whom it was not meant.",
            evidence.outside,
        )
        said.append(words % {"count": evidence.outside})
    if evidence.gone:
        words = ngettext(
            "It reached %(count)d family besides that is not at the school any more.",
            "It reached %(count)d families besides that are not at the school any more.",
            evidence.gone,
        )
        said.append(words % {"count": evidence.gone})
    return said


def meant_words(number: int, action: Action) -> str:
    """ "48 families of grade 4 and 5B who read Arabic" """
    groups = [_("grade %(grade)s") % {"grade": grade} for grade in action.grades]
    groups += [section.name for section in action.sections.all()]
    words = {"count": number, "groups": listed(groups) if groups else "", "languages": _languages(action)}
    if groups and action.languages:
        both = ngettext(
            "%(count)d family of %(groups)s who read %(languages)s",
            "%(count)d families of %(groups)s who read %(languages)s",
            number,
        )
        return both % words
    if groups:
        return ngettext("%(count)d family of %(groups)s", "%(count)d families of %(groups)s", number) % words
    if action.languages:
        return ngettext("%(count)d family who read %(languages)s", "%(count)d families who read %(languages)s", number) % words
    return ngettext("%(count)d family of the school", "%(count)d families of the school", number) % words


def language_words(key: str) -> str:
    """The group, as a row of a table or within a sentence."""
    if key == OTHERS:
        return _("Families who read other languages")
    if key == NOT_KNOWN:
        return _("Families whose language we do not know")
    return _("Families who read %(language)s") % {"language": language_in_words(key)}


def grade_words(key: str) -> str:
    return _("Other grades") if key == OTHERS else _("Grade not known") if key == NOT_KNOWN else _("Grade %s") % key


def _of_grade(key: str) -> str:
    return _("Families of other grades") if key == OTHERS else _("Families of grade %s") % key if key != NOT_KNOWN else ""


def _less(line: GroupLine, who: str) -> str:
    if not line.is_less or not who:
        return ""
    numbers = {"who": who, "hits": line.reached.hits, "total": line.reached.total}
    return _("%(who)s were reached less (%(hits)d of %(total)d).") % numbers


def _languages(action: Action) -> str:
    return listed(language_in_words(tag) for tag in action.languages)
