"""What schools say publicly, in the world: Riverside's policy is public and rewritten, its newcomer's page public; Hillside drafts."""

import datetime as dt
from typing import TYPE_CHECKING

from gatepost.charter.models import Document, Feedback, Version
from tests.access.canaries import mark

if TYPE_CHECKING:
    from tests.access.world import World

NOW = dt.datetime.now(dt.UTC)


def write_charters(world: "World") -> None:
    dov, pia = world.people["dov"], world.people["pia"]
    riverside, hillside = world.schools["riverside"], world.schools["hillside"]
    for kind in ("policy", "profile"):
        document = Document.objects.create(school=riverside, kind=kind)
        version = Version.objects.create(
            document=document,
            number=1,
            original_language="en",
            chapters=[{"slug": "who", "title": {"en": "Who"}, "body": {"en": mark("riverside")}}],
            made_by=dov,
            changed_at=NOW,
            published_at=NOW,
            published_by=dov,
        )
        world.things[f"feedback-{kind}"] = Feedback.objects.create(
            version=version, language="en", words=mark("riversidedraft"), given_at=NOW
        )
    draft = Version.objects.get(document__school=riverside, document__kind="policy")
    draft.pk, draft.number, draft.published_at, draft.published_by = None, 2, None, None
    draft.chapters = [{"slug": "who", "title": {"en": "Who"}, "body": {"en": mark("riversidedraft")}}]
    draft.save()
    document = Document.objects.create(school=hillside, kind="profile")
    chapters = [{"slug": "who", "title": {"en": "Who"}, "body": {"en": mark("hillside")}}]
    Version.objects.create(document=document, number=1, original_language="en", chapters=chapters, made_by=pia, changed_at=NOW)
