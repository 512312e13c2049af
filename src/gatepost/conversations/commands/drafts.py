"""Drafts: a note being written is kept at every step, so that nothing typed is lost."""

from typing import Any

from django.db import transaction

from gatepost.conversations.models import Draft
from gatepost.conversations.rules import Perm
from gatepost.kernel import clock
from gatepost.kernel.access import ensure
from gatepost.people.models import Person, School, Section


@transaction.atomic
def save_draft(draft: Draft | None, *, section: Section | None, school: School, content: dict[str, Any], by: Person) -> Draft:
    """Keep what was typed so far; a new draft where none is given."""
    ensure(by, Perm.WRITE_NOTE, section) if section else ensure(by, Perm.WRITE_TO_SCHOOL, school)
    if draft is None:
        return Draft.objects.create(author=by, section=section, school=school, content=content, saved_at=clock.now())
    draft.section, draft.school, draft.content, draft.saved_at = section, school, content, clock.now()
    draft.save(update_fields=["section", "school", "content", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(draft: Draft, *, by: Person) -> None:
    """Throw a draft away."""
    if draft.author_id == by.pk:
        draft.delete()
