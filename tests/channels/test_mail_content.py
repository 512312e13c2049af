"""What stands in the e-mail: headers for machines, a frame in the reader's language, nothing that could be injected."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gatepost.channels import tokens
from gatepost.channels.composing import compose
from gatepost.channels.mime import BadAddressError, Message, wire_address
from gatepost.channels.models import Content
from gatepost.channels.providers.smtp.single import stuffed

PERSONAL = {"child": "Yusuf", "greeting": "Amina Warsame"}


def content(**changes: object) -> Content:
    given_: dict[str, object] = {
        "pk": 7,
        "language": "en",
        "frame_language": "en",
        "body": "Dear family,\n\n{child} read aloud today.",
        "original_language": "en",
        "sender_name": "Ben Ortiz",
        "school_name": "Riverside School",
    }
    return Content(**(given_ | changes))


def raw(what: Content, *, personal: dict[str, str] | None = None, eight_bit: bool = True) -> bytes:
    return Message(compose(what), 7).filled(12, "amina@example.org", personal or PERSONAL, eight_bit=eight_bit)


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_the_headers_say_who_writes_where_answers_go_and_that_no_machine_shall_answer() -> None:
    message = read(raw(content()))
    assert message["From"] == '"Ben Ortiz, Riverside School" <school@localhost>'
    assert message["Reply-To"] == tokens.reply_address(12)
    assert message["Message-ID"] == tokens.message_id(12)
    assert message["List-Unsubscribe"] == f"<{tokens.stop_url(12)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (message["Content-Language"], message.get_content_type()) == ("en", "multipart/alternative")


def test_the_subject_is_neutral_unless_the_sender_wrote_one() -> None:
    assert read(raw(content()))["Subject"] == "A note from Riverside School"
    assert read(raw(content(subject="Library day")))["Subject"] == "Library day"
    assert "Yusuf" not in read(raw(content()))["Subject"]


def test_text_and_html_say_the_same_and_hold_the_link() -> None:
    message = read(raw(content()))
    for kind in ("plain", "html"):
        words = part(message, kind)
        for expected in ("Yusuf read aloud today.", "Hello Amina Warsame,", tokens.link_url(12), "##- ", " -##"):
            assert expected in words
    assert "<img" not in part(message, "html")


def test_the_same_message_comes_out_whatever_the_server_can_carry() -> None:
    what = content(body="Qué día, {child}: " + "palabras largas " * 200, language="es", frame_language="es")
    eight, seven = read(raw(what)), read(raw(what, eight_bit=False))
    for kind in ("plain", "html"):
        assert part(eight, kind) == part(seven, kind)
    assert raw(what, eight_bit=False).isascii()


@pytest.mark.parametrize("words", ["字" * 2000, "x" * 5000, "слово " * 800], ids=["chinese", "no spaces", "russian"])
@pytest.mark.parametrize("eight_bit", [True, False])
def test_no_line_is_longer_than_servers_take(words: str, eight_bit: bool) -> None:
    data = raw(content(body=words), eight_bit=eight_bit)
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert words.strip() in part(read(data), "plain")


def test_a_message_is_small() -> None:
    assert len(raw(content(body="word " * 400))) < 40 * 1024


def test_right_to_left_is_marked_for_frame_and_words_apart() -> None:
    page = part(read(raw(content(frame_language="ar"))), "html")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<div lang="en" dir="ltr"' in page


def test_a_reader_without_own_version_is_told_so_and_one_with_it_is_not() -> None:
    lacks = part(read(raw(content(frame_language="so"))), "plain")
    has = part(read(raw(content(language="so", frame_language="so", original_language="en"))), "plain")
    with translation.override("so"):
        from gatepost.channels import family_texts as say

        start = str(say.NOT_IN_YOUR_LANGUAGE).split("%(language)s", maxsplit=1)[0]
    assert start in lacks
    assert start not in has


def test_a_machine_s_words_are_marked() -> None:
    assert "A machine translated this" in part(read(raw(content(origin="machine"))), "plain")
    assert "A machine translated this" not in part(read(raw(content())), "plain")


HOSTILE = "Eve\r\nBcc: everyone@example.org\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize("field", ["subject", "sender_name", "school_name"])
def test_no_word_of_ours_becomes_a_header(field: str) -> None:
    message = read(raw(content(**{field: HOSTILE})))
    assert message["Bcc"] is None
    assert "<script>" not in part(message, "html")


@pytest.mark.parametrize("name", ["child", "greeting"])
def test_no_personal_word_becomes_a_header_or_markup(name: str) -> None:
    message = read(raw(content(), personal=PERSONAL | {name: HOSTILE}))
    assert message["Bcc"] is None
    assert "<script>" not in part(message, "html")


@pytest.mark.parametrize("body", ["\x02link\x03", "{link}", "{stop_link}", "%(child)s", "{{ child }}", "{0}"])
def test_only_the_two_personal_words_can_be_asked_for(body: str) -> None:
    words = part(read(raw(content(body=f"A {body} B"))), "plain")
    assert f"A {body.replace(chr(2), '').replace(chr(3), '')} B" in words


@pytest.mark.parametrize(
    "address", ["", "amina", "@example.org", "amina@", "a b@example.org", "a@example.org>\r\nRCPT TO:<b@example.org", "a@x@\n"]
)
def test_what_could_break_a_line_is_no_address(address: str) -> None:
    with pytest.raises(BadAddressError):
        wire_address(address)


def test_domains_of_all_scripts_go_in_ascii() -> None:
    assert wire_address("amina@münchen.example") == "amina@xn--mnchen-3ya.example"


@given(st.lists(st.sampled_from([b".", b"\r\n", b"a", b".\r\n", b"\r\n.\r\n"]), max_size=12))
def test_no_content_ends_itself(pieces: list[bytes]) -> None:
    data = b"".join(pieces).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    wire = stuffed(data)
    assert wire.endswith(b"\r\n.\r\n") or wire == b".\r\n"
    body = wire[: -len(b".\r\n")]
    lines = body.split(b"\r\n")
    assert b"." not in lines[:-1]
    unstuffed = b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)
    assert unstuffed.rstrip(b"\r\n") == data.rstrip(b"\r\n")
