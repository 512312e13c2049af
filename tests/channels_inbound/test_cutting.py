"""The answer cut from its quotation, in the languages and programs of a school's families."""

import pytest
from tests.channels_inbound.mails import MARKER, NOTE, quoted

from gatepost.channels.inbound.cutting import cut

ANSWER = "Yes, Yusuf can come.\n\nHe has an allergy to nuts; is there something else to eat at 12:30?\n\nAmina"
WHO = "Riverside School <school@school.example>"

# What Gmail, Apple Mail, Outlook and others put above the quotation.
ATTRIBUTIONS = {
    "en": f"On Fri, Nov 20, 2026 at 10:00 AM {WHO} wrote:",
    "en broken": "On Fri, Nov 20, 2026 at 10:00 AM Riverside School\n<school@school.example> wrote:",
    "en twice broken": "On Nov 20, 2026, at 10:00 AM, Riverside School\n<school@school.example>\nwrote:",
    "en without address": "On 20 Nov 2026, at 10:00, Riverside School wrote:",
    "es": f"El vie, 20 nov 2026 a las 10:00, {WHO} escribió:",
    "ca": f"Missatge de {WHO} del dia dv., 20 de nov. 2026 a les 10:00:",
    "ca apple": "El 20 nov 2026, a les 10:00, Riverside School va escriure:",
    "fr": f"Le ven. 20 nov. 2026 à 10:00, {WHO} a écrit :",
    "pt": f"Em sex., 20 de nov. de 2026 às 10:00, {WHO} escreveu:",
    "pt portugal": f"{WHO} escreveu (sexta, 20/11/2026 à(s) 10:00):",
    "ro": f"În vin., 20 nov. 2026 la 10:00, {WHO} a scris:",
    "ro apple": "Pe 20 nov. 2026, la 10:00, Riverside School a scris:",
    "ar": f"في الجمعة، 20 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة {WHO}:",
    "ar apple": "في ٢٠ نوفمبر ٢٠٢٦، الساعة ١٠:٠٠ ص، كتب Riverside School <school@school.example>:",
    "ar marked": f"\u200fفي الجمعة، 20 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة \u202a{WHO}\u202c\u200f:",
    "ur": f"بتاریخ 20 نومبر 2026 10:00 پر {WHO} نے لکھا:",
    "zh": f"{WHO} 于2026年11月20日周五 10:00写道：",
    "zh apple": "2026年11月20日 上午10:00，Riverside School <school@school.example> 写道：",
    "zh 163": '在 2026-11-20 10:00:00，"Riverside School" <school@school.example> 写道：',
    "uk": f"пт, 20 лист. 2026 р. о 10:00 {WHO} пише:",
    "uk apple": "20 лист. 2026 р. о 10:00 Riverside School <school@school.example> написав(ла):",
    "so": f"Taariikhda 20 Nof 2026 10:00, {WHO} ayaa qoray:",
    "vi": f"Vào Th 6, 20 thg 11, 2026 vào lúc 10:00 {WHO} đã viết:",
    "vi broken": "Vào Th 6, 20 thg 11, 2026 vào lúc 10:00 Riverside School <\nschool@school.example> đã viết:",
    "ru": f"пт, 20 нояб. 2026 г. в 10:00, {WHO}:",
    "ru mail.ru": f"Пятница, 20 ноября 2026, 10:00 +03:00 от {WHO}:",
    "ru yandex": '20.11.2026, 10:00, "Riverside School" <school@school.example>:',
    "fi": f"pe 20. marrask. 2026 klo 10.00 {WHO} kirjoitti:",
    "no": "fre. 20. nov. 2026 kl. 10:00 skrev Riverside School <school@school.example>:",
    "de": f"Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb {WHO}:",
    "it": f"Il giorno ven 20 nov 2026 alle ore 10:00 {WHO} ha scritto:",
    "pl": f"pt., 20 lis 2026 o 10:00 {WHO} napisał(a):",
    "tr": f"{WHO}, 20 Kas 2026 Cum, 10:00 tarihinde şunu yazdı:",
}
# The block that Outlook puts there, without any ">" below it.
BLOCKS = {
    "en": f"From: {WHO}\nSent: Friday, November 20, 2026 10:00 AM\nTo: Amina Warsame\nSubject: A note from Riverside School",
    "en bold": f"*From:* {WHO}\n*Sent:* Friday, November 20, 2026\n*To:* Amina\n*Subject:* A note",
    "es": f"De: {WHO}\nEnviado: viernes, 20 de noviembre de 2026 10:00\nPara: Amina\nAsunto: Una nota",
    "ca": f"De: {WHO}\nEnviat: divendres, 20 de novembre de 2026 10:00\nPer a: Amina\nTema: Una nota",
    "fr": f"De : {WHO}\nEnvoyé : vendredi 20 novembre 2026 10:00\nÀ : Amina\nObjet : Un mot",
    "fr nbsp": f"De\u00a0: {WHO}\nEnvoyé le\u00a0: vendredi 20 novembre 2026\nÀ\u00a0: Amina\nObjet\u00a0: Un mot",
    "pt": f"De: {WHO}\nEnviado: 20 de novembro de 2026 10:00\nPara: Amina\nAssunto: Um recado",
    "ro": f"De la: {WHO}\nTrimis: vineri, 20 noiembrie 2026 10:00\nCătre: Amina\nSubiect: Un bilet",
    "ar": f"من: {WHO}\nتم الإرسال: 20 نوفمبر 2026\nإلى: Amina\nالموضوع: رسالة",
    "ur": f"منجانب: {WHO}\nتاریخ: 20 نومبر 2026\nبنام: Amina\nعنوان: نوٹ",
    "zh": f"发件人: {WHO}\n发送时间: 2026年11月20日 10:00\n收件人: Amina\n主题: 通知",
    "zh wide": f"发件人：{WHO}\n发送时间：2026年11月20日 10:00\n收件人：Amina\n主题：通知",
    "uk": f"Від: {WHO}\nНадіслано: 20 листопада 2026 10:00\nКому: Amina\nТема: Записка",
    "ru": f"От: {WHO}\nОтправлено: 20 ноября 2026 10:00\nКому: Amina\nТема: Записка",
    "so": f"Ka: {WHO}\nLa diray: 20 Nof 2026 10:00\nKu: Amina\nUjeeddo: Qoraal",
    "vi": f"Từ: {WHO}\nĐã gửi: 20 tháng 11, 2026 10:00\nĐến: Amina\nChủ đề: Thư",
    "fi": f"Lähettäjä: {WHO}\nLähetetty: 20. marraskuuta 2026\nVastaanottaja: Amina\nAihe: Viesti",
    "no": f"Fra: {WHO}\nSendt: 20. november 2026\nTil: Amina\nEmne: Beskjed",
    "original message": f"-----Original Message-----\nFrom: {WHO}\nSent: Friday\nTo: Amina\nSubject: A note",
    "underscores": f"________________________________\nFrom: {WHO}\nSent: Friday, November 20, 2026\nTo: Amina\nSubject: A note",
    "qq": "------------------ 原始邮件 ------------------\n发件人: Riverside School\n发送时间: 2026年11月20日\n收件人: Amina",
    "forwarded": f"---------- Forwarded message ---------\nFrom: {WHO}\nDate: Fri, Nov 20, 2026\nSubject: A note\nTo: Amina",
    "forwarded es": f"---------- Mensaje reenviado ---------\nDe: {WHO}\nDate: vie, 20 nov 2026\nSubject: A note\nTo: Amina",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("note", [NOTE, NOTE.removeprefix(MARKER)], ids=["marked", "unmarked"])
def test_the_answer_above_a_quotation_is_exactly_what_was_written(attribution: str, note: str) -> None:
    assert cut(f"{ANSWER}\n\n{attribution}\n\n{quoted(note)}\n").text == ANSWER


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_without_a_blank_line_between_the_answer_stays_whole(attribution: str) -> None:
    assert cut(f"Yes, see you at 5\n{attribution}\n{quoted('The trip is on Friday.')}").text == "Yes, see you at 5"


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize("note", [NOTE, NOTE.removeprefix(MARKER)], ids=["marked", "unmarked"])
def test_the_answer_above_a_block_is_exactly_what_was_written(block: str, note: str) -> None:
    assert cut(f"{ANSWER}\n\n{block}\n\n{note}\n").text == ANSWER


def test_the_marker_makes_the_cut_certain_in_a_language_nobody_knows() -> None:
    unknown = "Tamko, 20 Blorp 2026 10:00 ku Riverside School <school@school.example> zimbol:"
    assert cut(f"{ANSWER}\n\n{unknown}\n\n{NOTE}").text == ANSWER


def test_a_marker_broken_over_lines_is_found() -> None:
    broken = NOTE.replace("above this line -##", "above\nthis line -##")
    assert cut(f"{ANSWER}\n\nOn 20 Nov 2026 Riverside wrote:\n{quoted(broken)}").text == ANSWER


def test_an_answer_below_the_quotation_is_found() -> None:
    found = cut(f"On Nov 20, 2026, at 10:00, Riverside School wrote:\n{quoted(NOTE)}\n\nYes, he can come.\n")
    assert (found.text, found.how) == ("Yes, he can come.", "below the quotation")


def test_answers_between_the_lines_of_a_quotation_are_kept_in_order() -> None:
    body = "See below.\n\nOn Nov 20, 2026, at 10:00, Ben wrote:\n> Can he come?\nYes.\n> Does he eat nuts?\nNo, an allergy.\n"
    assert cut(body).text == "See below.\n\nYes.\n\nNo, an allergy."


def test_a_quoted_line_that_was_broken_is_no_answer() -> None:
    long = "> " + "word " * 14 + "end"
    assert cut(f"Yes.\n\nOn Nov 20, 2026 Ben wrote:\n{long}\ntail of it\n> more\n").text == "Yes."


def test_only_a_quotation_is_an_empty_answer() -> None:
    assert cut(f"On Nov 20, 2026, at 10:00, Riverside School wrote:\n\n{quoted(NOTE)}\n").text == ""


@pytest.mark.parametrize(
    "sent_from",
    [
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Enviado desde mi iPhone",
        "Enviat des del meu iPhone",
        "Envoyé de mon iPhone",
        "Enviado do meu iPhone",
        "Trimis de pe iPhone-ul meu",
        "أُرسلت من الـ iPhone الخاص بي",
        "发自我的iPhone",
        "Надіслано з iPhone",
        "Đã gửi từ iPhone của tôi",
        "Отправлено с iPhone",
    ],
)
def test_what_a_telephone_adds_is_left_out(sent_from: str) -> None:
    assert cut(f"{ANSWER}\n\n{sent_from}\n\nOn Nov 20, 2026 at 10:00, Ben <b@school.example> wrote:\n> Hi\n").text == ANSWER


def test_a_marked_signature_is_left_out_and_a_plain_name_is_not() -> None:
    assert cut("Yes.\n\n-- \nAmina Warsame\nNurse\n").text == "Yes."
    assert cut("Yes.\n\nAmina Warsame\nNurse\n").text == "Yes.\n\nAmina Warsame\nNurse"


@pytest.mark.parametrize(
    "text",
    [
        "He needs:\n- boots\n- a raincoat\n\nTo: Ben, thank you!",
        "On Monday I wrote:\nhe is ill. Today he is well.",
        "From: us all, thank you.\nSee you on Friday.",
        "> 20 kg is too heavy for him, I think.",
        "Date: Friday is fine.",
        "Monday: yes\n--\nTuesday: no",
        "Data: 20.11.2026 este bună pentru noi.",
        "Please call me at 10:30, my number is 600 111 222, or write to a@example.org:\nI am there.",
        "#1 yes\n#2 no",
        "De lunes a viernes puedo venir a las 17:00.\nPara mí está bien.",
        "我们星期五可以来。\n谢谢您：阿米娜",
    ],
)
def test_words_that_only_look_like_a_quotation_are_kept(text: str) -> None:
    assert cut(text).text == text
