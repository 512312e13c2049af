"""Mail that no person wrote is never an answer; mail that a person wrote always is."""

import pytest
from tests.channels_inbound.mails import NOTE, mail, multipart

from gatepost.channels.inbound.reading_mail import read_mail

SUBJECTS = {
    "en": "Automatic reply: A note from Riverside School",
    "en office": "Out of Office: A note",
    "es": "Respuesta automática: Una nota",
    "ca": "Resposta automàtica: Una nota",
    "fr": "Réponse automatique : Un mot de l'école",
    "pt": "Resposta automática: Um recado",
    "ro": "Răspuns automat: Un bilet",
    "ar": "رد تلقائي: رسالة من المدرسة",
    "ur": "خودکار جواب: نوٹ",
    "zh": "自动回复: 通知",
    "uk": "Автоматична відповідь: Записка",
    "so": "Jawaab otomaatig: Qoraal",
    "vi": "Trả lời tự động: Thư",
    "de": "Automatische Antwort: Ein Brief",
}


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner-email=x@example.org",
        "Auto-Submitted: auto-replied (vacation)",
        "Precedence: bulk",
        "Precedence: LIST",
        "Precedence: junk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: A note",
        "X-Auto-Response-Suppress: All",
        "X-MS-Exchange-Inbox-Rules-Loop: amina@example.org",
        "Delivered-To: Autoresponder",
        "X-POST-MessageClass: 9; Autoresponder",
    ],
)
def test_a_field_that_marks_it_as_automatic_is_believed(field: str) -> None:
    assert read_mail(mail("I am away until Monday.", extra=f"{field}\n"))["automatic"] != ""


@pytest.mark.parametrize("field", ["Auto-Submitted: no", "Precedence: normal", "X-Autoreply: no", "X-Mailer: iPhone Mail"])
def test_a_field_that_a_person_may_have_does_not_make_it_automatic(field: str) -> None:
    assert read_mail(mail(extra=f"{field}\n"))["automatic"] == ""


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS.keys())
def test_a_telling_subject_counts_with_an_empty_return_path_only(subject: str) -> None:
    raw = mail("Not here until Monday.", subject=subject)
    assert read_mail(raw, is_null_sender=True)["automatic"] == "its subject, and the empty return path"
    assert (read_mail(raw)["automatic"], read_mail(raw)["has_telling_subject"]) == ("", True)


@pytest.mark.parametrize(
    "subject", ["Re: Automation club", "Re: A note", "Absent on Friday", "Re: Out of milk", "رد: رسالة", "回复: 通知"]
)
def test_ordinary_subjects_tell_nothing(subject: str) -> None:
    assert read_mail(mail(subject=subject))["has_telling_subject"] is False


def test_a_receipt_is_no_answer() -> None:
    raw = multipart(
        ("Content-Type: text/plain", "Your message was read on Friday."),
        (
            "Content-Type: message/disposition-notification",
            "Final-Recipient: rfc822; amina@example.org\nDisposition: manual-action; displayed",
        ),
        kind="report; report-type=disposition-notification",
    )
    found = read_mail(raw)
    assert (found["automatic"], found["returned"]) == ("a receipt that the message was opened", None)


def test_our_own_message_coming_back_is_recognised() -> None:
    raw = mail(NOTE).replace(b"<one@example.org>", b"<d.aebagbafaydqqcikbmga2dqpcaireeyu@school.example>")
    assert read_mail(raw)["automatic"] == "our own message came back"
