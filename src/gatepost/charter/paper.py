"""The policy or the newcomer's page on paper, in one language."""

from django.utils import timezone

from gatepost.charter import family_texts as say
from gatepost.charter import living, queries
from gatepost.charter.models import DocumentKind, Version
from gatepost.kernel.paper.report import Block, Report, bullets, heading, paragraph, pdf_of
from gatepost.kernel.text import pieces
from gatepost.languages.tags import is_rtl
from gatepost.people.models import School
from gatepost.reach import picture_wording


def paper_of(version: Version, language: str, *, title: str) -> bytes:
    """The PDF of what everybody may read."""
    school = version.document.school
    blocks: list[Block] = []
    for chapter in queries.chapters_in(version, language):
        more = _living(school, chapter.slug) if version.document.kind == DocumentKind.PROFILE else []
        if chapter.body or more:
            blocks += [heading(chapter.title), *_words(chapter.body), *more]
    confirmed = queries.confirmation_now(version)
    if confirmed:
        blocks.append(paragraph(str(say.CONFIRMED) % {"year": confirmed[1], "body": confirmed[0].body}, quiet=True))
    since = str(say.VERSION_OF) % {"day": picture_wording.day(timezone.localdate(version.published_at))}
    return pdf_of(Report(title=title, subtitle=school.name, language=language, rtl=is_rtl(language), blocks=blocks, footer=since))


def _words(body: str) -> list[Block]:
    """Lines that begin with a dash stand as a list, as on the page."""
    return [bullets(piece) if isinstance(piece, list) else paragraph(piece) for piece in pieces(body)]


def _living(school: School, slug: str) -> list[Block]:
    if slug == "who":
        return [bullets([f"{one.name}: {one.task}" for one in people])] if (people := living.who_is_who(school)) else []
    if slug == "contact":
        lines = [f"{number} · {place}" for number, place in living.where_we_meet(school)]
        return [paragraph(str(say.MEET_BY_PLACE)), bullets(lines)] if lines else []
    if slug == "languages":
        return [paragraph(line)] if (line := living.languages_here(school)) else []
    return []
