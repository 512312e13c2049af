"""One question and one part of a survey: worded, moved, copied, taken out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gatepost.framework.types import InvolvementType
from gatepost.kernel.access import requires
from gatepost.kernel.errors import BadInputError
from gatepost.languages.tags import language_name
from gatepost.people.requests import PersonRequest
from gatepost.surveys.commands import items as commands
from gatepost.surveys.forms.items import ItemForm, PartForm
from gatepost.surveys.instrument.mirror import items_of
from gatepost.surveys.models import AVERAGED, Item, ItemKind, Part, Survey, SurveyState
from gatepost.surveys.queries.surveys import first_language, surveys_for
from gatepost.surveys.rules import Perm
from gatepost.surveys.views.building import in_words, survey_or_404


@require_POST
@requires(Perm.BUILD)
def add_part(request: PersonRequest, pk: int) -> HttpResponse:
    part = commands.add_part(survey_or_404(request, pk), by=request.person)
    return redirect("surveys:edit-part", pk=part.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BUILD)
def edit_part(request: PersonRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    language = first_language(part.survey)
    form = PartForm(request.POST if request.method == "POST" else None, part=part)
    if request.method == "POST" and form.is_valid():
        commands.write_part(part, **form.words, by=request.person)
        return _back(part.survey, f"part-{part.pk}")
    context = {
        "survey": part.survey,
        "title": in_words(part.survey),
        "part": part,
        "form": form,
        "first_name": language_name(language, "en"),
        "has_others": len(part.title) > 1 or len(part.lead) > 1,
        "stands": _stands(part.survey),
    }
    return render(request, "surveys/edit_part.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Perm.BUILD)
def part_act(request: PersonRequest, pk: int) -> HttpResponse:
    """Up, down, out."""
    part, press = _part(request, pk), request.POST.get("press", "")
    if press == "delete":
        commands.delete_part(part, by=request.person)
        messages.success(request, _("The part and its questions are gone."))
    elif press in {"up", "down"}:
        commands.move_part(part, up=press == "up", by=request.person)
    else:
        raise BadInputError(_("This button is not known. Please open the page again."))
    return _back(part.survey, f"part-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BUILD)
def new_item(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """A question of this kind at the end of the part."""
    part = _part(request, pk)
    if kind not in ItemKind.values:
        raise Http404
    item = Item(
        survey=part.survey, part=part, kind=kind, options=commands.ready_options(kind), number=part.survey.items.count() + 1
    )
    form = _form(request, item)
    if request.method == "POST" and form.is_valid():
        made = commands.add_item(part, form.question, kind=kind, options=item.options, by=request.person)
        return _back(part.survey, f"item-{made.pk}")
    return _show(request, item, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perm.BUILD)
def edit_item(request: PersonRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = _form(request, item)
    if request.method == "POST" and form.is_valid():
        commands.write_item(item, form.question, by=request.person)
        return _back(item.survey, f"item-{item.pk}")
    return _show(request, item, form)


@require_POST
@requires(Perm.BUILD)
def item_act(request: PersonRequest, pk: int) -> HttpResponse:
    """Up, down, once more, out."""
    item, press = _item(request, pk), request.POST.get("press", "")
    if press == "delete":
        commands.delete_item(item, by=request.person)
        messages.success(request, _("The question is gone."))
    elif press == "copy":
        pk = commands.copy_item(item, by=request.person).pk
    elif press in {"up", "down"}:
        commands.move_item(item, up=press == "up", by=request.person)
    else:
        raise BadInputError(_("This button is not known. Please open the page again."))
    return _back(item.survey, f"item-{pk}")


def _form(request: PersonRequest, item: Item) -> ItemForm:
    survey = item.survey
    earlier = list(survey.items.filter(number__lt=item.number))
    taken = set(survey.items.exclude(pk=item.pk).exclude(practice="").values_list("practice", flat=True))
    practices = {}
    if item.kind in AVERAGED:
        for one in InvolvementType:
            for plan in items_of(one):
                if plan.practice not in taken:
                    said = plan.wordings.get("families") or next(iter(plan.wordings.values()))
                    practices[plan.practice] = f"{one.label}: {said}"
    return ItemForm(
        request.POST if request.method == "POST" else None, survey=survey, item=item, earlier=earlier, practices=practices
    )


def _show(request: PersonRequest, item: Item, form: ItemForm) -> HttpResponse:
    context = {
        "survey": item.survey,
        "title": in_words(item.survey),
        "item": item,
        "form": form,
        "first_name": language_name(first_language(item.survey), translation.get_language() or "en"),
        "has_others": any(len(words) > 1 for words in item.wordings.values()),
        "stands": _stands(item.survey),
    }
    return render(request, "surveys/item.html", context, status=422 if form.is_bound else 200)


def _stands(survey: Survey) -> bool:
    return survey.is_promised or survey.state == SurveyState.CLOSED


def _back(survey: Survey, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('surveys:edit', args=[survey.pk])}#{anchor}")


def _part(request: PersonRequest, pk: int) -> Part:
    part = Part.objects.filter(survey__in=surveys_for(request.person), pk=pk).select_related("survey__school").first()
    if part is None:
        raise Http404
    return part


def _item(request: PersonRequest, pk: int) -> Item:
    found = Item.objects.filter(survey__in=surveys_for(request.person), pk=pk)
    item = found.select_related("survey__school", "part").first()
    if item is None:
        raise Http404
    return item
