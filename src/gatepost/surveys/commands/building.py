"""Writing a survey before it is opened: begun, changed, said in further languages, thrown away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.languages.tags import ui_language
from gatepost.people.models import Person, School
from gatepost.surveys.commands.changing import (
    ensure_changeable,
    ensure_said_stands,
    languages_stand,
    locked,
    reworded,
    words_stand,
)
from gatepost.surveys.commands.items import Question, add_item, ready_options
from gatepost.surveys.models import Item, Part, Survey, SurveyKind, SurveyState
from gatepost.surveys.queries.surveys import first_language, own_words_faults
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import Words

# What went out with the invitations: it stands from opening on.
_PROMISED = ("privacy", "unit", "sectors", "sections")


@transaction.atomic
def begin_survey(
    school: School, *, title: str, sectors: Sequence[str], by: Person, kind: str = SurveyKind.OWN, privacy: str = "anonymous"
) -> Survey:
    """An empty draft with one part, in the school's language first."""
    ensure(by, Perm.BUILD, school)
    language = ui_language(school.language) or "en"
    survey = Survey.objects.create(
        school=school,
        kind=kind,
        title={language: title},
        privacy=privacy,
        sectors=list(sectors),
        languages=sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != language),
        created_by=by,
        created_at=clock.now(),
    )
    Part.objects.create(survey=survey, number=1)
    history.record("surveys.begin_survey", by=by, subject=survey, kind=kind)
    return survey


@transaction.atomic
def begin_pulse(
    school: School, *, title: str, sectors: Sequence[str], questions: Sequence[tuple[str, str]], by: Person
) -> Survey:
    """Two or three questions on one page: (kind, words) each, with ready steps."""
    survey = begin_survey(school, title=title, sectors=sectors, by=by, kind=SurveyKind.PULSE)
    part = survey.parts.get()
    for kind, words in questions:
        ready = ready_options(kind)
        steps = [(option["value"], option["words"][first_language(survey)]) for option in ready]
        add_item(part, Question(wordings={"": words}, sectors=sectors, options=steps), kind=kind, options=ready, by=by)
    return survey


@transaction.atomic
def begin_round(earlier: Survey, *, by: Person) -> Survey:
    """The same questions once more, as a draft that follows the earlier round; what was promised is promised again."""
    ensure(by, Perm.BUILD, earlier)
    same = ("school", "kind", "title", "intro", "privacy", "unit", "sectors", "languages", "reminders", "reminds_itself")
    survey = Survey.objects.create(
        follows=earlier, created_by=by, created_at=clock.now(), **{name: getattr(earlier, name) for name in same}
    )
    survey.sections.set(earlier.sections.all())
    parts = {
        part.pk: Part.objects.create(survey=survey, number=part.number, title=part.title, lead=part.lead)
        for part in earlier.parts.all()
    }
    rows = []
    for item in earlier.items.all():
        item.part = parts[item.part_id]
        item.pk, item.survey = None, survey
        rows.append(item)
    Item.objects.bulk_create(rows)
    history.record("surveys.begin_round", by=by, subject=survey, follows=earlier.pk)
    return survey


@transaction.atomic
def change_survey(survey: Survey, *, changes: Mapping[str, Any], by: Person) -> Survey:
    """Title, introduction and settings. From opening on, what went out to those asked stays as it is."""
    row = locked(survey, by=by)
    if row.state == SurveyState.CLOSED:
        raise ConflictError(_("This survey is closed. Nothing in it changes any more."))
    if row.state == SurveyState.OPEN:
        _ensure_promise_kept(row, changes)
    _ensure_own_words_stand_alone(row, changes.get("privacy", row.privacy))
    language = first_language(row)
    for name, value in changes.items():
        if name in {"title", "intro"}:
            setattr(row, name, reworded(getattr(row, name), language, value))
        elif name != "sections":
            setattr(row, name, value)
    row.save()
    if "sections" in changes and row.state == SurveyState.DRAFT:
        row.sections.set(changes["sections"])
    if "sectors" in changes and row.state == SurveyState.DRAFT:
        _ask_no_others(row)
    history.record("surveys.change_survey", by=by, subject=row, fields=sorted(changes))
    return row


@transaction.atomic
def write_language(survey: Survey, language: str, *, phrases: Mapping[str, str], by: Person) -> int:
    """The survey in a further language: what stands in its first language → how it is said there. Returns how many changed."""
    row = locked(survey, by=by)
    ensure_changeable(row)
    first = first_language(row)
    if language == first or language not in row.languages:
        raise BadInputError(_("This survey is not asked in that language."))
    changed = 0

    def said(words: Words) -> Words:
        nonlocal changed
        original = words.get(first, "")
        if original not in phrases or words.get(language, "") == phrases[original]:
            return words
        changed += 1
        kept = {tag: text for tag, text in words.items() if tag != language}
        return {**kept, language: phrases[original]} if phrases[original] else kept

    _each_text(row, said)
    history.record("surveys.write_language", by=by, subject=row, language=language, texts=changed)
    return changed


@transaction.atomic
def discard_survey(survey: Survey, *, by: Person) -> None:
    """A draft goes with all its questions. What has been opened stays."""
    row = locked(survey, by=by)
    if row.state != SurveyState.DRAFT:
        raise ConflictError(_("This survey has been opened. It can be closed, but not thrown away."))
    history.record("surveys.discard_survey", by=by, subject=row)
    row.delete()


def texts_of(survey: Survey, language: str) -> list[Words]:
    """Every text of the survey that can be written in this language, in the order in which it is read."""
    is_out = survey.state != SurveyState.DRAFT

    def open_to(texts: Sequence[Words]) -> list[Words]:
        return [words for words in texts if not (is_out and words.get(language))]

    found = open_to([survey.title, survey.intro])
    items: dict[int, list[Item]] = {}
    for item in survey.items.all():
        items.setdefault(item.part_id, []).append(item)
    for part in survey.parts.all():
        found += open_to([part.title, part.lead])
        for item in items.get(part.pk, []):
            found += [*item.wordings.values(), *(option["words"] for option in item.options)]
    return [words for words in found if words]


def _each_text(survey: Survey, said: Callable[[Words], Words]) -> None:
    def added(words: Words) -> Words:
        after = said(words)
        ensure_said_stands(survey, words, after)
        return after

    survey.title, survey.intro = added(survey.title), added(survey.intro)
    survey.save(update_fields=["title", "intro"])
    parts, items = list(survey.parts.all()), list(survey.items.all())
    for part in parts:
        part.title, part.lead = added(part.title), added(part.lead)
    for item in items:
        item.wordings = {sector: said(words) for sector, words in item.wordings.items()}
        item.options = [{**option, "words": said(option["words"])} for option in item.options]
    Part.objects.bulk_update(parts, ["title", "lead"])
    Item.objects.bulk_update(items, ["wordings", "options"], batch_size=200)


def _ensure_promise_kept(row: Survey, changes: Mapping[str, Any]) -> None:
    language = first_language(row)
    for name in {"title", "intro"} & set(changes):
        if reworded(getattr(row, name), language, changes[name]) != getattr(row, name):
            raise ConflictError(words_stand())
    if not set(row.languages) <= set(changes.get("languages", row.languages)):
        raise ConflictError(languages_stand())
    for name in _PROMISED:
        if name not in changes:
            continue
        kept = set(row.sections.all()) if name == "sections" else getattr(row, name)
        wanted = set(changes[name]) if name == "sections" else changes[name]
        if (sorted(kept) if name == "sectors" else kept) != (sorted(wanted) if name == "sectors" else wanted):
            raise ConflictError(
                _("The invitations have gone out with this promise: whom it asks, who answers once and who reads it stand now.")
            )


def _ask_no_others(survey: Survey) -> None:
    """Whoever is not asked any more is asked no question; a question that would be left to nobody goes to everybody."""
    for item in survey.items.all():
        kept = [sector for sector in item.sectors if sector in survey.sectors] or list(survey.sectors)
        if kept != item.sectors:
            item.sectors = kept
            item.save(update_fields=["sectors"])


def _ensure_own_words_stand_alone(survey: Survey, privacy: str) -> None:
    """Asked where the promise becomes another one."""
    faults = own_words_faults(privacy, survey.items.all()) if privacy != survey.privacy else []
    if faults:
        raise ConflictError(f"{faults[0]} {_('Nothing was changed.')}")
