"""The text of a message: charsets true and false, flowed lines, HTML, and what came with it."""

import pytest
from tests.channels_inbound.mails import NOTE, mail, multipart

from gatepost.channels.inbound.charsets import decode
from gatepost.channels.inbound.flowed import unflow
from gatepost.channels.inbound.reading_mail import read_mail

ARABIC = "نعم، يمكنه الحضور. شكراً لكم."
UKRAINIAN = "Так, він може прийти. Дякую!"
CHINESE = "可以，他星期五会来。谢谢老师！"
SPANISH = "Sí, Yusuf vendrá mañana. ¡Gracias!"
ROMANIAN = "Da, poate să vină. Mulțumesc!"
VIETNAMESE = "Vâng, cháu sẽ đến. Cảm ơn cô giáo!"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (ARABIC, "utf-8"),
        (ROMANIAN, "iso-8859-16"),
        (ARABIC, "windows-1256"),
        (UKRAINIAN, "koi8-u"),
        (UKRAINIAN, "windows-1251"),
        (CHINESE, "gb2312"),
        (CHINESE, "gb18030"),
        (CHINESE, "hz"),
        (SPANISH, "iso-8859-1"),
        (SPANISH, "iso-8859-15"),
        (SPANISH, "macintosh"),
        (VIETNAMESE, "utf-8"),
        (VIETNAMESE, "utf-16"),
        ("明日行きます", "iso-2022-jp"),
        ("내일 갑니다", "ks_c_5601-1987"),
    ],
)
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_text_in_the_charset_it_declares_is_read(text: str, charset: str, encoding: str) -> None:
    if charset == "utf-16" and encoding == "8bit":
        pytest.skip("UTF-16 has to be encoded")
    python_name = {"ks_c_5601-1987": "cp949"}.get(charset, charset)
    raw = mail(text.encode(python_name), content_type=f"text/plain; charset={charset}", encoding=encoding)
    assert read_mail(raw)["text"] == text


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "unknown-8bit", "no-such-charset", '"utf8"', "rot13", ""])
def test_utf8_is_recognised_whatever_is_declared(declared: str) -> None:
    assert decode(ARABIC.encode(), declared) == ARABIC


@pytest.mark.parametrize(("declared", "text"), [("utf-8", SPANISH), (None, SPANISH)])
def test_bytes_that_are_not_what_they_say_are_still_read(declared: str | None, text: str) -> None:
    assert decode(text.encode("cp1252"), declared) == text


def test_windows_quotes_under_the_name_of_latin_1_are_quotes() -> None:
    assert decode("“Yes”".encode("cp1252"), "iso-8859-1") == "“Yes”"


def test_flowed_paragraphs_are_one_line_and_quotations_keep_their_depth() -> None:
    text = "This is one \nparagraph.\n> quoted \n> together\n>> deeper\nand \n-- \nName"
    assert unflow(text, delete_space=False) == "This is one paragraph.\n> quoted together\n>> deeper\nand \n-- \nName"


def test_delsp_leaves_no_space_where_the_line_was_broken() -> None:
    raw = mail("可以， \n他会来。", content_type="text/plain; charset=utf-8; format=flowed; delsp=yes")
    assert read_mail(raw)["text"] == "可以，他会来。"


def test_the_plain_part_is_preferred_to_the_html() -> None:
    raw = multipart(("Content-Type: text/plain", "Plain words"), ("Content-Type: text/html", "<p>Rich words</p>"))
    assert read_mail(raw)["text"] == "Plain words"


def test_an_empty_plain_part_gives_way_to_the_html() -> None:
    raw = multipart(("Content-Type: text/plain", " \n"), ("Content-Type: text/html", "<p>Rich words</p>"))
    assert read_mail(raw)["text"] == "Rich words"


GMAIL = (
    '<div dir="ltr">Yes, he can come.<div><br></div><div>Amina</div></div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">On Fri, Nov 20, 2026 at 10:00 AM Riverside &lt;<a href="mailto:s@x.example">s@x.example</a>&gt; wrote:'
    '<br></div><blockquote class="gmail_quote" style="margin:0"><div>The trip is on Friday.</div></blockquote></div>'
)
OUTLOOK = (
    "<html><head><style>p.MsoNormal {margin:0}</style></head><body lang=EN-GB><div class=WordSection1><p class=MsoNormal>Yes, he can come.</p>"
    "<p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Amina</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    "<p class=MsoNormal><b>Inviato da un'altra lingua:</b> Riverside</p></div><p class=MsoNormal>The trip is on Friday.</p></div></body></html>"
)
OUTLOOK_PHONE = (
    '<div>Yes, he can come.</div><div><br></div><div>Amina</div><div id="ms-outlook-mobile-signature">Get Outlook for iOS</div>'
    '<hr><div id="divRplyFwdMsg"><b>From:</b> Riverside<br><b>Sent:</b> Friday<br><b>To:</b> Amina<br><b>Subject:</b> A note</div><div>The trip</div>'
)
APPLE = (
    "<html><body dir='auto'>Yes, he can come.<div><br></div><div>Amina<br><br><div dir='ltr'>Sent from my iPhone</div><div dir='ltr'><br>"
    "<blockquote type='cite'>On 20 Nov 2026, at 10:00, Riverside School &lt;s@x.example&gt; wrote:<br><br></blockquote></div>"
    "<blockquote type='cite'><div dir='ltr'>The trip is on Friday.</div></blockquote></div></body></html>"
)
YAHOO = (
    "<div>Yes, he can come.</div><div><br></div><div>Amina</div><div id='yahoo_quoted_1' class='yahoo_quoted'><div>On Friday, someone wrote</div>"
    "<div>The trip is on Friday.</div></div>"
)
THUNDERBIRD = (
    "<p>Yes, he can come.</p><p>Amina</p><div class='moz-cite-prefix'>On 20/11/2026 10:00, Riverside wrote:<br></div>"
    "<blockquote type='cite'>The trip is on Friday.</blockquote>"
)


@pytest.mark.parametrize(
    "html",
    [GMAIL, OUTLOOK, OUTLOOK_PHONE, APPLE, YAHOO, THUNDERBIRD],
    ids=["gmail", "outlook", "outlook phone", "apple", "yahoo", "thunderbird"],
)
def test_an_answer_in_html_only_is_cut(html: str) -> None:
    found = read_mail(mail(html, content_type="text/html; charset=utf-8"))
    assert found["text"].replace("\n\n", "\n") == "Yes, he can come.\nAmina"
    assert "trip" in found["full_text"]


def test_an_answer_below_a_quotation_in_html_is_found() -> None:
    html = "<div>On 20 Nov 2026, at 10:00, Riverside wrote:</div><blockquote><p>Can he come?</p><p>Tell us.</p></blockquote><p>Yes.</p>"
    assert read_mail(mail(html, content_type="text/html"))["text"] == "Yes."


def test_scripts_styles_and_hidden_things_of_html_do_not_become_text() -> None:
    html = "<style>p{color:red}</style><script>alert(1)</script><p onclick='x()'>Yes<img src='http://x.example/p.png' alt='pixel'></p><!-- no -->"
    found = read_mail(mail(html, content_type="text/html"))
    assert (found["text"], found["full_text"]) == ("Yes", "Yes")


def test_an_emoji_sent_as_a_picture_stays() -> None:
    assert read_mail(mail("<p>Yes <img src='cid:1' alt='👍'></p>", content_type="text/html"))["text"] == "Yes 👍"


def test_attachments_are_counted_and_named_and_logos_are_not() -> None:
    raw = multipart(
        ("Content-Type: text/plain", "Here is the slip."),
        ('Content-Type: image/jpeg; name="slip one.jpg"\nContent-Disposition: attachment; filename="slip one.jpg"', "AAAA"),
        ("Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''m%C3%A9dico.pdf", "AAAA"),
        ("Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline; filename=logo.png", "AAAA"),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s", "AAAA"),
        ('Content-Type: image/png\nContent-Disposition: attachment; filename="=?utf-8?b?2LXZiNix2KkucG5n?="', "AAAA"),
        kind="mixed",
    )
    found = read_mail(raw)
    assert (found["text"], found["attachments"]) == ("Here is the slip.", ["slip one.jpg", "médico.pdf", "صورة.png"])


def test_a_photograph_without_words_is_an_empty_answer_with_an_attachment() -> None:
    raw = multipart(
        ("Content-Type: text/plain", "\n"),
        ('Content-Type: image/heic; name="IMG_1.HEIC"\nContent-Disposition: inline; filename="IMG_1.HEIC"', "AAAA"),
        kind="mixed",
    )
    found = read_mail(raw)
    assert (found["text"], found["attachments"], found["attachment_count"]) == ("", ["IMG_1.HEIC"], 1)


def test_names_of_attachments_cannot_lie_about_their_folder_or_direction() -> None:
    raw = multipart(
        ("Content-Type: text/plain", "x"),
        ('Content-Type: image/png\nContent-Disposition: attachment; filename="..\\\\..\\\\a\u202egnp.exe"', "AAAA"),
        kind="mixed",
    )
    [name] = read_mail(raw)["attachments"]
    assert not set(name) & {"/", "\\", "\u202e"}


def test_a_subject_cannot_smuggle_a_line_or_a_direction() -> None:
    raw = mail(extra="X-Nothing: 1\n", subject="=?utf-8?q?Hello=0D=0ABcc=3A_x=40y.example_=E2=80=AEoops?=")
    assert read_mail(raw)["subject"] == "Hello Bcc: x@y.example oops"


def test_our_own_note_in_plain_text_is_cut_at_its_marker() -> None:
    assert read_mail(mail(f"Yes.\n\nsomething unknown\n\n{NOTE}"))["text"] == "Yes.\n\nsomething unknown"


def test_a_message_without_a_header_is_all_text() -> None:
    assert read_mail(b"Monday: yes\nTuesday: no")["full_text"] == "Monday: yes\nTuesday: no"


def test_a_subject_in_raw_utf8_is_read() -> None:
    raw = mail(subject="x").replace(b"Subject: x", "Subject: Так, дякую".encode())
    assert read_mail(raw)["subject"] == "Так, дякую"
