"""A content put into its frame: subject, plain text and HTML of an e-mail, with blanks for what is personal.

The blanks are filled in for each family; everything else is put together once per content, however many get it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from gatepost.channels import family_texts as say
from gatepost.channels.inbound.marker import marker_line
from gatepost.channels.models import Content, MailingKind
from gatepost.kernel.text import clean_line, clean_text
from gatepost.languages.tags import is_rtl, language_name, ui_language

# A blank is a name between two control characters, which no text can hold (`clean_text`) and no escaping changes.
BLANK = re.compile("\x02([a-z_]+)\x03")
# What a family's own words may stand for in the body of a note.
_IN_BODY = ("child", "greeting", "own_link")
_WIDTH = 200


@dataclass(frozen=True)
class Composed:
    """An e-mail with blanks: `child`, `greeting`, `link`, `stop_link`, `own_link`."""

    subject: str
    sender: str
    language: str
    text: str
    html: str


def blank(name: str) -> str:
    return f"\x02{name}\x03"


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its blanks filled in; a value that is missing leaves nothing."""
    return BLANK.sub(lambda found: values.get(found[1], ""), template)


def body_with_blanks(body: str) -> str:
    """The note's own words; `{child}` in them becomes a blank, and nothing else is special."""
    text = clean_text(body)
    for name in _IN_BODY:
        text = text.replace("{" + name + "}", blank(name))
    return text


def compose(content: Content, *, kind: str = MailingKind.NOTE) -> Composed:
    """The e-mail that carries this content, in the language of its frame."""
    with translation.override(content.frame_language):
        subject = clean_line(content.subject) or _neutral_subject(content, kind)
        frame = _frame(content)
        remarks, body = remarks_on(content), body_with_blanks(content.body)
        page = render_to_string(
            "channels/family/email.html", {**frame, **_html(content, body), "remarks": remarks, "subject": subject}
        )
        return Composed(
            subject=subject,
            sender=", ".join(part for part in (clean_line(content.sender_name), clean_line(content.school_name)) if part),
            language=content.frame_language,
            text=_text(frame, remarks, body),
            html=_narrow(_pressable(page)),
        )


def remarks_on(content: Content) -> list[str]:
    """What a reader must know of the words: not in the reader's language, or a machine's. In the active language."""
    found = []
    is_original = content.language == content.original_language or not content.original_language
    if is_original and ui_language(content.language) != content.frame_language:
        found.append(_in_words(say.NOT_IN_YOUR_LANGUAGE, language=_name(content.language, content.frame_language)))
    if content.origin == "machine":
        found.append(str(say.MACHINE))
    if not is_original:
        found.append(_in_words(say.ORIGINAL_ON_PAGE, language=_name(content.original_language, content.frame_language)))
    return found


def _name(tag: str, in_language: str) -> str:
    """A language's name inside a sentence of another language, and in itself, so that nobody is left guessing."""
    return language_name(tag, in_language)


def _neutral_subject(content: Content, kind: str) -> str:
    """Names no child and no matter: subjects show on locked screens."""
    words = say.SUBJECT_OF_ANSWER if kind == MailingKind.REPLY else say.SUBJECT
    return clean_line(_in_words(words, school=content.school_name))


def _frame(content: Content) -> dict[str, str]:
    return {
        "marker": marker_line(clean_line(str(say.REPLY_ABOVE))),
        "greeting": _in_words(say.GREETING, name=blank("greeting")),
        "from_line": _in_words(say.FROM, sender=content.sender_name, school=content.school_name)
        if content.sender_name
        else content.school_name,
        "about": _in_words(say.ABOUT, child=blank("child")),
        "how_to_answer": str(say.HOW_TO_ANSWER),
        "open_page": str(say.OPEN_PAGE),
        "why_you": _in_words(say.WHY_YOU, child=blank("child")),
        "no_more": str(say.NO_MORE),
        "link": blank("link"),
        "stop_link": blank("stop_link"),
    }


def _text(frame: dict[str, str], remarks: list[str], body: str) -> str:
    parts = [
        f"{frame['marker']}",
        f"{frame['greeting']}",
        f"{frame['from_line']}\n{frame['about']}",
        *remarks,
        body,
        f"--\n{frame['how_to_answer']}\n{frame['link']}",
        f"{frame['why_you']}\n{frame['no_more']}\n{frame['stop_link']}",
    ]
    return "\n\n".join(parts) + "\n"


def _html(content: Content, body: str) -> dict[str, object]:
    return {
        "frame": {"code": content.frame_language, "direction": _direction(content.frame_language)},
        "words": {"code": content.language, "direction": _direction(content.language), "body": body},
    }


def _direction(tag: str) -> str:
    return "rtl" if is_rtl(tag) else "ltr"


def _in_words(words: str | Promise, **values: str) -> str:
    return str(words) % values


def _pressable(html: str) -> str:
    """In HTML one's own link can be pressed."""
    return html.replace(blank("own_link"), f'<a href="{blank("own_link")}">{blank("own_link")}</a>')


def _narrow(html: str) -> str:
    """White space is white space in HTML: break long lines, so that no mail server has to."""
    lines = []
    for line in html.splitlines():
        while len(line) > _WIDTH and (cut := line.rfind(" ", 1, _WIDTH)) > 0:
            lines.append(line[:cut])
            line = line[cut + 1 :]  # noqa: PLW2901 -- what is left of the line
        lines.append(line)
    return "\n".join(line for line in lines if line.strip()) + "\n"
