"""Pages of the policy and the newcomer's page: the public ones, and those for staff who write them."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gatepost.accounts.doors import network_of
from gatepost.charter import commands, living, queries
from gatepost.charter import family_texts as say
from gatepost.charter.forms import ChapterForm, ChaptersForm, ConfirmForm, FeedbackForm
from gatepost.charter.models import DocumentKind, Feedback, Version
from gatepost.charter.outline import LIVING
from gatepost.charter.paper import paper_of
from gatepost.charter.rules import Perm
from gatepost.kernel import clock, limits
from gatepost.kernel.access import open_to_all, requires
from gatepost.kernel.errors import DomainError
from gatepost.languages.choosing import language_menu, page_language
from gatepost.languages.tags import ui_language
from gatepost.people.models import School
from gatepost.people.queries import school_of
from gatepost.people.requests import PersonRequest

TITLES = {DocumentKind.POLICY: say.POLICY_TITLE, DocumentKind.PROFILE: say.PROFILE_TITLE}
FEEDBACK_PER_HOUR, FEEDBACK_PER_DAY = 10, 200

# What the school's own records say on it may be an hour old.
PAPER_KEPT = 3600


@csrf_exempt  # nobody signs in here and no cookie is read: a reader without cookies may say something, too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def public(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """What everybody may read, in the reader's language, with a way to say what is missing."""
    version = _published(slug, kind)
    school = version.document.school
    language = page_language(request)
    request.school = school  # whose name stands on top
    with translation.override(language), timezone.override(school.timezone):
        if request.method == "POST":
            return _take_feedback(request, version, language)
        shown = [chapter for chapter in queries.chapters_in(version, language) if chapter.body or chapter.slug in LIVING]
        context: dict[str, Any] = {
            "title": TITLES[DocumentKind(kind)],
            "kind": kind,
            "version": version,
            "chapters": shown,
            "is_foreign": any(not chapter.is_own for chapter in shown if chapter.body),
            "confirmed": queries.confirmation_now(version),
            "thanked": request.GET.get("thanks") == "1",
            "said_nothing": request.GET.get("nothing") == "1",
            **_living(school, kind),
            **language_menu(language),
        }
        return render(request, "charter/family/public.html", context)


@require_safe
@open_to_all
def public_paper(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """The same as PDF, to hand out or to hang up."""
    version = _published(slug, kind)
    language = ui_language(request.GET.get("lang", "")) or version.original_language
    with translation.override(language), timezone.override(version.document.school.timezone):
        pdf = cache.get_or_set(
            f"charter:{version.pk}:{language}",
            lambda: paper_of(version, language, title=str(TITLES[DocumentKind(kind)])),
            PAPER_KEPT,
        )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{kind}-{language}.pdf"'
    return answer


def _published(slug: str, kind: str) -> Version:
    version = queries.published(slug, kind) if kind in DocumentKind.values else None
    if version is None:
        raise Http404
    return version


def _living(school: School, kind: str) -> dict[str, Any]:
    if kind != DocumentKind.PROFILE:
        return {}
    return {"who": living.who_is_who(school), "meet": living.where_we_meet(school), "speak": living.languages_here(school)}


def _take_feedback(request: PersonRequest, version: Version, language: str) -> HttpResponse:
    limits.ensure_below(f"charter-feedback:{network_of(request)}", limit=FEEDBACK_PER_HOUR, within=dt.timedelta(hours=1))
    limits.ensure_below(f"charter-feedback:{version.document_id}", limit=FEEDBACK_PER_DAY, within=dt.timedelta(days=1))
    form = FeedbackForm(request.POST)
    given = None
    if form.is_valid():
        given = commands.give_feedback(version, language=language, helped=form.has_helped, words=form.cleaned_data["words"])
    return redirect(f"{request.path}?lang={language}{'&thanks=1' if given else '&nothing=1'}#feedback")


@require_safe
@requires(Perm.READ)
def document(request: PersonRequest, kind: str) -> HttpResponse:
    """Where the document stands: what is public, what is being written, what readers say."""
    school = _school(request)
    standing = queries.standing_of(school, _kind(kind), request.person)
    newest = standing.draft or standing.published
    context = {
        "standing": standing,
        "kind": kind,
        "school": school,
        "states": queries.language_states(newest) if newest else [],
        "confirm_form": ConfirmForm(initial={"on": clock.today(school.timezone)}),
        "changes": queries.difference(standing.published, standing.draft, standing.draft.original_language)
        if standing.published and standing.draft
        else [],
    }
    return render(request, "charter/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.WRITE)
def write(request: PersonRequest, kind: str) -> HttpResponse:
    """The draft in one language, beside the language it was first written in."""
    draft = _draft(request, kind)
    language = ui_language(request.POST.get("language") or request.GET.get("language", "")) or draft.original_language
    form = ChaptersForm(draft, language, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.write_chapters(draft, form.words, language=language, seen=form.cleaned_data["seen"], by=request.person)
        except DomainError as error:
            messages.error(request, str(error))
            form = ChaptersForm(draft, language, {**request.POST.dict(), "seen": draft.changed_at.isoformat()})
            status = 409
        else:
            messages.success(request, _("Kept. Nobody outside sees it before it is published."))
            return redirect(f"{reverse('charter:write', args=[kind])}?language={language}")
    originals = {chapter.slug: chapter for chapter in queries.chapters_in(draft, draft.original_language)}
    rows = [(originals[slug], form[f"title-{slug}"], form[f"body-{slug}"]) for slug in form.slugs if slug in originals]
    context = {
        "form": form,
        "rows": rows,
        "kind": kind,
        "draft": draft,
        "writing": language,
        "is_original": language == draft.original_language,
        "states": queries.language_states(draft),
        "chapter_form": ChapterForm(),
    }
    return render(request, "charter/write.html", context, status=status)


@require_POST
@requires(Perm.WRITE)
def begin(request: PersonRequest, kind: str) -> HttpResponse:
    commands.begin_draft(_school(request), _kind(kind), by=request.person)
    return redirect("charter:write", kind)


@require_POST
@requires(Perm.WRITE)
def arrange(request: PersonRequest, kind: str) -> HttpResponse:
    """Add, remove or move a chapter."""
    draft = _draft(request, kind)
    slug = request.POST.get("slug", "")
    if request.POST.get("press") == "remove":
        commands.remove_chapter(draft, slug, by=request.person)
    elif request.POST.get("press") == "up":
        commands.move_chapter_up(draft, slug, by=request.person)
    else:
        commands.add_chapter(draft, title=request.POST.get("title", ""), by=request.person)
    return redirect("charter:write", kind)


@require_POST
@requires(Perm.PUBLISH)
def publish(request: PersonRequest, kind: str) -> HttpResponse:
    commands.publish(_draft(request, kind), by=request.person)
    messages.success(request, _("Published. Everybody who has the address reads it now."))
    return redirect("charter:document", kind)


@require_POST
@requires(Perm.PUBLISH)
def confirm(request: PersonRequest, kind: str) -> HttpResponse:
    standing = queries.standing_of(_school(request), _kind(kind), request.person)
    form = ConfirmForm(request.POST)
    if standing.published is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        commands.confirm(standing.published, year=standing.year, **form.cleaned_data, by=request.person)
        messages.success(request, _("Confirmed for %(year)s. It stands on the public page.") % {"year": standing.year_label})
    return redirect("charter:document", kind)


@require_POST
@requires(Perm.WRITE)
def settle(request: PersonRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(
        Feedback.objects.select_related("version__document"), pk=pk, version__document__school=_school(request)
    )
    commands.settle_feedback(said, by=request.person)
    return redirect("charter:document", said.version.document.kind)


def _kind(kind: str) -> str:
    if kind not in DocumentKind.values:
        raise Http404
    return kind


def _school(request: PersonRequest) -> School:
    school = school_of(request.person)
    if school is None:
        raise Http404
    return school


def _draft(request: PersonRequest, kind: str) -> Version:
    standing = queries.standing_of(_school(request), _kind(kind), request.person)
    if standing.draft is None:
        raise Http404
    return standing.draft
