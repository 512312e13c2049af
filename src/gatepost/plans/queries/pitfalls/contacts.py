"""Pitfalls that show in notes and in the ledger: one way only, one language for all, blame in the words, presence for engagement."""

import re

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatepost.channels.models import Delivery
from gatepost.conversations.models import Message, Note
from gatepost.framework.types import ContentKind, InvolvementType, Sector
from gatepost.languages.models import Version
from gatepost.plans.queries.pitfalls.finding import SHOWN, Finding, Row, Scope, Verdict
from gatepost.surveys.models import Invitation
from gatepost.touchpoints.models import TWO_WAY, Outcome, Place, Touchpoint

# Fewer contacts than this say nothing about a school.
ENOUGH = 30
# Less than a quarter coming from or shared with families is one-way.
ONE_WAY_BELOW = 0.25
# From one reader in ten on, a note in one language leaves families out.
LEFT_OUT_FROM = 0.10
SHORTEST = 20

# Words that put families below the school, and what to say instead.
SAY_INSTEAD: tuple[tuple[str, str], ...] = (
    ("homework help", "academic support at home"),
    ("parent involvement", "family engagement"),
    ("parent education", "family learning opportunities"),
    ("back-to-school night", "family welcoming event"),
    ("parent-teacher meeting", "family–school conference"),
    ("parent–teacher meeting", "family–school conference"),
    ("disciplinary action", "restorative practices"),
    ("report card", "student progress report"),
    ("hard-to-reach famil", "families we have not reached yet"),
    ("broken home", "the child’s home"),
    ("problem famil", "the family"),
    ("uninvolved parent", "a family we have not reached yet"),
)
_AVOIDED = re.compile("|".join(re.escape(word) for word, _instead in SAY_INSTEAD), re.IGNORECASE)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def one_way(scope: Scope) -> Finding:
    """How much of all contact came from families or went both ways."""
    rows = Touchpoint.objects.counting().filter(scope.within)
    counted = rows.aggregate(all=Count("pk"), heard=Count("pk", filter=Q(outcome__in=TWO_WAY)))
    answers = _answers(scope)
    total, heard = counted["all"] + answers, counted["heard"] + answers
    verdict = Verdict.TOO_LITTLE if total < ENOUGH else Verdict.FOUND if heard < ONE_WAY_BELOW * total else Verdict.CLEAR
    said = _("Of %(total)d contacts in %(year)s, %(heard)d went both ways (%(share)d %%).")
    unanswered = _unanswered(scope) if verdict == Verdict.FOUND else []
    return Finding(
        "one-way",
        gettext_lazy("Talking to families, not with them"),
        gettext_lazy("The share of all contacts that went both ways; notes to which nobody answered."),
        verdict,
        said % {"total": total, "heard": heard, "share": _percent(heard, total), "year": scope.label},
        gettext_lazy("End your next note with one question that can be answered in a word."),
        tuple(unanswered[:SHOWN]),
        len(unanswered),
    )


def _answers(scope: Scope) -> int:
    """Families who answered a survey have said something, too, though nobody knows what."""
    return Invitation.objects.filter(
        survey__school=scope.school,
        sector=Sector.FAMILIES,
        answered_on__gte=scope.began_at.date(),
        answered_on__lte=scope.ended_at.date(),
    ).count()


def _notes(scope: Scope) -> "list[Note]":
    notes = Note.objects.visible_to(scope.viewer).filter(
        school=scope.school, sent_at__gte=scope.began_at, sent_at__lt=scope.ended_at, mailing__stopped_at=None
    )
    return list(notes.select_related("text", "author", "section", "mailing").order_by("-sent_at"))


def _row(note: Note, detail: str) -> Row:
    to = note.section.name if note.section else _("the whole school")
    return Row(f"{note.sent_at:%Y-%m-%d} · {to} · {note.author.full_name}", detail, reverse("conversations:note", args=[note.pk]))


def _unanswered(scope: Scope) -> list[Row]:
    """Notes to twenty families or more to which no family answered within the thread."""
    answered = Message.objects.filter(thread__owner=OuterRef("author"), from_family=True, at__gt=OuterRef("sent_at"))
    answered = answered.filter(thread__messages__note=OuterRef("pk"))
    notes = (
        Note.objects.visible_to(scope.viewer)
        .filter(school=scope.school, sent_at__gte=scope.began_at, sent_at__lt=scope.ended_at, mailing__stopped_at=None)
        .annotate(families=Count("copies__thread__family", distinct=True))
        .filter(families__gte=SHORTEST)
        .exclude(Exists(answered))
        .select_related("author", "section")
        .order_by("-sent_at")
    )
    words = _("%(families)d families, no answer")
    return [_row(note, words % {"families": vars(note)["families"]}) for note in notes]


def one_language(scope: Scope) -> Finding:
    """Notes of which many readers got a language that is not theirs."""
    notes = {note.mailing_id: note for note in _notes(scope)}
    counted = (
        Delivery.objects.filter(mailing__in=notes)
        .exclude(person__read_language="")
        .order_by()
        .values("mailing")
        .annotate(readers=Count("pk"), left_out=Count("pk", filter=~Q(content__language=F("person__read_language"))))
    )
    words = _("%(left_out)d of %(readers)d readers got a language that is not theirs")
    many = [row for row in counted if row["left_out"] >= LEFT_OUT_FROM * row["readers"]]
    found = [_row(notes[row["mailing"]], words % row) for row in sorted(many, key=lambda row: -row["mailing"])]
    looked_at = len(counted)
    verdict = Verdict.TOO_LITTLE if not looked_at else Verdict.FOUND if found else Verdict.CLEAR
    return Finding(
        "one-language",
        gettext_lazy("One message for all languages"),
        gettext_lazy("Notes of this year, and the language in which each reader got them."),
        verdict,
        ngettext(
            "Of %(looked_at)d note, %(found)d left one reader in ten or more with a language that is not theirs.",
            "Of %(looked_at)d notes, %(found)d left one reader in ten or more with a language that is not theirs.",
            looked_at,
        )
        % {"looked_at": looked_at, "found": len(found)},
        gettext_lazy("Before the next note, write the version of your largest other language first; two sentences are enough."),
        tuple(found[:SHOWN]),
        len(found),
    )


def deficit_wording(scope: Scope) -> Finding:
    """Words in our own notes that say less of families than they are."""
    found = []
    notes = _notes(scope)
    bodies = {
        version.text_id: version.body
        for version in Version.objects.filter(text__in=[note.text_id for note in notes], language=F("text__original_language"))
    }
    for note in notes:
        words = sorted({match.lower() for match in _AVOIDED.findall(bodies.get(note.text_id, ""))})
        if words:
            instead = dict(SAY_INSTEAD)
            found.append(_row(note, "; ".join(f"“{word}” → “{instead.get(word, '…')}”" for word in words)))
    verdict = Verdict.TOO_LITTLE if not notes else Verdict.FOUND if found else Verdict.CLEAR
    return Finding(
        "deficit-wording",
        gettext_lazy("Words that make families small"),
        gettext_lazy("The words of this year’s notes, as they were first written."),
        verdict,
        ngettext(
            "Of %(notes)d note, %(found)d uses a word that has a better one.",
            "Of %(notes)d notes, %(found)d use a word that has a better one.",
            len(notes),
        )
        % {"notes": len(notes), "found": len(found)},
        gettext_lazy("Take one of these words and agree in the team on what to say instead."),
        tuple(found[:SHOWN]),
        len(found),
    )


def presence(scope: Scope) -> Finding:
    """Taking part counted as coming to school, while contact about learning stays rare."""
    rows = Touchpoint.objects.counting().filter(scope.within, outcome__in=TWO_WAY)
    counted = rows.aggregate(
        all=Count("pk"),
        at_school=Count("pk", filter=Q(outcome=Outcome.TOOK_PART, place=Place.SCHOOL)),
        learning=Count("pk", filter=Q(content_kind=ContentKind.LEARNING) | Q(involvement_type=InvolvementType.LEARNING_AT_HOME)),
    )
    total, at_school, learning = counted["all"], counted["at_school"], counted["learning"]
    verdict = Verdict.TOO_LITTLE if total < ENOUGH else Verdict.FOUND if learning < at_school else Verdict.CLEAR
    said = _("Families took part at school %(at_school)d times; %(learning)d of %(total)d two-way contacts were about learning.")
    kinds = rows.order_by().values("content_kind").annotate(number=Count("pk")).order_by("-number")
    behind = tuple(Row(str(ContentKind(kind["content_kind"]).label), str(kind["number"])) for kind in kinds)
    return Finding(
        "presence",
        gettext_lazy("Taking presence at school for engagement in learning"),
        gettext_lazy("How often families were at school, and how often we talked about learning."),
        verdict,
        said % {"at_school": at_school, "learning": learning, "total": total},
        gettext_lazy("At the next event, give every family one thing to do with what its child is learning now."),
        behind if verdict == Verdict.FOUND else (),
        len(behind) if verdict == Verdict.FOUND else 0,
    )
