"""Writing a note, looking it over, sending it, taking it back, and seeing what became of it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.conversations import audience as audiences
from gatepost.conversations import queries
from gatepost.conversations.audience import Audience
from gatepost.conversations.commands import drafts, notes
from gatepost.conversations.forms import WHOLE_SCHOOL, NoteForm
from gatepost.conversations.models import Draft
from gatepost.conversations.presenting import notes as show
from gatepost.conversations.rules import Perm
from gatepost.kernel import clock
from gatepost.kernel.access import may, requires
from gatepost.kernel.errors import BadInputError, ConflictError
from gatepost.kernel.htmx import render_page
from gatepost.people.models import School, Section
from gatepost.people.queries import sections_of
from gatepost.people.requests import PersonRequest
from gatepost.touchpoints.queries.activities import open_activities, part_of


@require_safe
@requires(Perm.WRITE_NOTE)
def note_list(request: PersonRequest) -> HttpResponse:
    page = Paginator(queries.notes_of(request.person), 25).get_page(request.GET.get("page"))
    for note in page:
        note.opening = show.words_of(note)[0].body  # type: ignore[attr-defined]
    return render(request, "conversations/notes.html", {"page": page, "drafts": queries.drafts_of(request.person)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.WRITE_NOTE)
def new_note(request: PersonRequest) -> HttpResponse:
    """With `?family=` it is a note to that family alone, on a page of its own."""
    chosen = request.GET.get("family", "")
    if chosen.isdecimal() and len(chosen) < 19:
        query = urlencode({"tone": request.GET.get("tone", "")})
        return redirect(f"{reverse('conversations:write-to-family', args=[int(chosen)])}?{query}")
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.WRITE_NOTE)
def edit_draft(request: PersonRequest, pk: int) -> HttpResponse:
    return _write(request, get_object_or_404(queries.drafts_of(request.person), pk=pk))


def _write(request: PersonRequest, draft: Draft | None) -> HttpResponse:
    sections = sections_of(request.person)
    form = _form(request, draft, sections)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "conversations/write.html", {"form": form, "draft": draft}, status=status)
    section = _section(form.cleaned_data["to"], sections)
    content = {name: str(value) for name, value in form.cleaned_data.items()}
    saved = drafts.save_draft(draft, section=section, school=_school(request), content=content, by=request.person)
    return redirect("conversations:review", pk=saved.pk)


@require_safe
@requires(Perm.WRITE_NOTE)
def review(request: PersonRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(queries.drafts_of(request.person), pk=pk)
    return render(request, "conversations/review.html", _review_context(request, draft))


@require_POST
@requires(Perm.WRITE_NOTE)
def send(request: PersonRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(queries.drafts_of(request.person), pk=pk)
    expected = request.POST.get("families", "")
    typed = request.POST.get("typed_count", expected)
    if not expected.isdecimal() or typed.strip() != expected:
        context = {**_review_context(request, draft), "wrong_count": typed}
        return render(request, "conversations/review.html", context, status=422)
    content = show.note_content(draft)
    try:
        note = notes.send_note(
            content, section=draft.section, school=draft.school, expected=int(expected), by=request.person, draft=draft
        )
    except ConflictError as error:  # the group changed while the page was open: it is looked over once more
        messages.warning(request, error.message)
        return redirect("conversations:review", pk=draft.pk)
    return redirect("conversations:note", pk=note.pk)


@require_POST
@requires(Perm.WRITE_NOTE)
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    drafts.discard_draft(get_object_or_404(queries.drafts_of(request.person), pk=pk), by=request.person)
    messages.success(request, _("The draft is gone."))
    return redirect("conversations:notes")


@require_safe
@requires(Perm.READ_THREADS)
def note_page(request: PersonRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(queries.notes_of(request.person), pk=pk)
    lines = show.note_lines(note)
    shown = request.GET.get("status", "")
    progress = show.progress_of(note, clock.now())
    context = {
        "note": note,
        "progress": progress,
        "counts": show.status_counts(lines),
        "lines": [line for line in lines if not shown or line.status == shown],
        "shown": shown,
        "versions": show.words_of(note),
        "part_of": part_of(note.mailing.activity_id, note.school_id),
        "may_stop": may(request.person, Perm.WRITE_NOTE, note),
    }
    return render_page(request, "conversations/note.html", context, part="progress")


@require_POST
@requires(Perm.WRITE_NOTE)
def stop(request: PersonRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(queries.notes_of(request.person), pk=pk)
    spared = notes.stop_note(note, by=request.person)
    words = ngettext("Stopped. %(count)d message did not leave.", "Stopped. %(count)d messages did not leave.", spared) % {
        "count": spared
    }
    messages.success(request, words)
    return redirect("conversations:note", pk=note.pk)


@require_POST
@requires(Perm.WRITE_NOTE)
def write_again(request: PersonRequest, pk: int) -> HttpResponse:
    """The words of a note as a new draft: to change what was taken back, or to write on from what was sent."""
    note = get_object_or_404(queries.notes_of(request.person), pk=pk)
    draft = drafts.save_draft(None, section=note.section, school=note.school, content=show.typed_again(note), by=request.person)
    return redirect("conversations:edit-draft", pk=draft.pk)


def _review_context(request: PersonRequest, draft: Draft) -> dict[str, Any]:
    audience = _audience(draft.section, draft.school)
    content = show.note_content(draft)
    return {
        "draft": draft,
        "content": content,
        "part_of": part_of(content.activity_id, draft.school_id),
        "audience": audience,
        "summary": show.audience_lines(audience),
        "samples": show.samples(audience, content, draft.school),
        "type_the_count": audience.count >= notes.TYPED_COUNT_FROM,
        "to_whom": draft.section.name if draft.section else draft.school.name,
    }


def _form(request: PersonRequest, draft: Draft | None, sections: list[Section]) -> NoteForm:
    school = _school(request)
    whole_school = may(request.person, Perm.WRITE_TO_SCHOOL)
    initial = draft.content if draft else {"to": request.GET.get("section", "")}
    chosen = request.POST.get("to") or initial.get("to") or (str(sections[0].pk) if sections else "")
    section = _section(chosen, sections)
    audience = _audience(section, school) if section or chosen == WHOLE_SCHOOL else Audience([])
    chosen_before = initial.get("activity", "")
    return NoteForm(
        request.POST or None,
        initial={**initial, "to": chosen},
        sections=sections,
        whole_school=whole_school,
        language=school.language,
        languages=audience.languages,
        activities=open_activities(request.person, school),
        standing=part_of(int(chosen_before), school.pk) if chosen_before else None,
    )


def _audience(section: Section | None, school: School) -> Audience:
    return audiences.of_section(section) if section else audiences.of_school(school)


def _section(chosen: str, sections: list[Section]) -> Section | None:
    return next((section for section in sections if str(section.pk) == chosen), None)


def _school(request: PersonRequest) -> School:
    school = request.school
    if school is None:
        raise BadInputError(_("You are at no school at the moment. Ask your office to enter your role."))
    return school
