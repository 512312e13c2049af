"""What the words in a call log mean, in many languages: compared as whole words, never guessed from a part of one."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from gatepost.framework.types import ContentKind, InvolvementType, Tone
from gatepost.people.roster.words import plain
from gatepost.touchpoints.models import Direction, Means, Outcome, Place

# Words are separated by commas; each list may say a thing in any language.
_MEANS = {
    Means.PHONE: "phone, phone call, call, telephone, tel, telephone call, called, mobile, cell, voicemail, voice mail, llamada, teléfono, llamada telefónica, telefónica, telefonía, móvil, telf, trucada, telèfon, trucada telefònica, "
    "appel, téléphone, appel téléphonique, tél, telefone, chamada, ligação, telefonema, telefon, apel, apel telefonic, anruf, telefonat, angerufen, anrufbeantworter, هاتف, مكالمة, اتصال, اتصال هاتفي, فون, کال, 电话, дзвінок, телефон, телефонний дзвінок, taleefan, telefoon, wicitaan, điện thoại, gọi điện",
    Means.EMAIL: "email, e-mail, mail, e mail, correo, correo electrónico, email enviado, correu, correu electrònic, courriel, mél, mail envoyé, per mail, per e-mail, correio eletrónico, correio eletrônico, e-mailul, بريد إلكتروني, البريد الإلكتروني, ایمیل, 邮件, 电子邮件, електронна пошта, лист електронною поштою, iimayl, thư điện tử",
    Means.SMS: "sms, text, text message, texted, message, whatsapp, wechat, telegram, signal, mensaje, mensaje de texto, wasap, guasap, missatge, missatge de text, texto, mensagem, mensagem de texto, mesaj, nachricht, رسالة نصية, واتساب, پیغام, 短信, 微信, повідомлення, смс, вайбер, viber, farriin, fariin, tin nhắn, zalo",
    Means.LETTER: "letter, post, mailed letter, letter home, note home, slip, flyer, paper, agenda, carta, nota, circular, correo postal, nota en la agenda, nota a l'agenda, lettre, courrier, mot, cahier, carnet, bilhete, caderneta, scrisoare, bilet, brief, elternbrief, zettel, رسالة, خطاب, خط, 信, 信件, 纸条, лист, записка, warqad, thư, giấy mời",
    Means.GATE: "gate, at the gate, at the door, door, school gate, pick-up, pick up, pickup, drop-off, drop off, playground, in passing, puerta, en la puerta, a la puerta, salida, entrada, a la salida, porta, a la porta, sortida, à la grille, portail, à la sortie, porte, portão, à saída, la poartă, poarta, tor, باب المدرسة, البوابة, گیٹ, 校门, 门口, ворота, біля воріт, albaabka, iridda, cổng trường",
    Means.VISIT: "visit, home visit, house visit, at home, visita, visita a casa, visita domiciliaria, visita al domicilio, a domicili, visita a domicili, visite, visite à domicile, à domicile, visita domiciliar, visita domiciliária, vizită, vizită la domiciliu, hausbesuch, زيارة, زيارة منزلية, گھر کا دورہ, 家访, відвідування, візит додому, booqasho, booqasho guri, thăm nhà",
    Means.MEETING: "meeting, in person, in-person, person, face to face, face-to-face, conference, parent conference, parent-teacher conference, conversation, talk, interview, appointment, office visit, presencial, en persona, reunión, entrevista, tutoría, cara a cara, cita, reunió, en persona, presencialment, cita prèvia, "
    "réunion, rendez-vous, rdv, entretien, en présentiel, reunião, entrevista presencial, pessoalmente, ședință, întâlnire, personal, treffen, gespräch, elterngespräch, persönliches gespräch, elternabend, اجتماع, مقابلة, شخصيا, ملاقات, 面谈, 会议, 当面, зустріч, особисто, kulan, shir, gặp mặt, họp, trực tiếp",
}  # fmt: skip
_OUTCOME = {
    Outcome.ANSWERED: "reached, answered, spoke, spoken, spoke with, spoke to, talked, contacted, contact made, success, successful, yes, replied, response, responded, ok, done, completed, connected, confirmed, agreed, "
    "contestó, contesta, contestado, respondió, responde, respondido, atendió, atiende, hablado, hablamos, habló, localizado, localizada, contactado, contactada, sí, contactat, contactada, contesta, ha contestat, respon, parlat, s'ha parlat, localitzat, sí, "
    "répondu, a répondu, joint, jointe, joint(e), contacté, contactée, oui, parlé, atendeu, respondeu, contactado, falou, falado, sim, a răspuns, răspuns, contactat, da, vorbit, erreicht, gesprochen, gespräch, gespräch geführt, telefonat geführt, geantwortet, hat geantwortet, zurückgerufen, ja, "
    "رد, تم الرد, أجاب, تم التواصل, نعم, رابطہ ہوا, جواب دیا, جی ہاں, 已联系, 接通, 已接通, 回复, 已回复, 是, відповіли, відповів, відповіла, додзвонилися, так, waa la helay, waa jawaabay, haa, đã liên lạc, đã trả lời, nghe máy, có",
    Outcome.TOOK_PART: "came, attended, took part, present, participated, showed up, met, held, vino, vinieron, asistió, asistieron, asiste, acudió, participó, presente, va venir, van venir, assisteix, va assistir, ha vingut, "
    "venu, venue, venus, est venu, est venue, présent, présente, participé, a participé, veio, compareceu, participou, a venit, au venit, prezent, a participat, gekommen, teilgenommen, erschienen, حضر, حضرت, حضروا, آئے, 参加, 到场, 来了, прийшли, прийшов, прийшла, були присутні, wuu yimid, way timid, way yimaadeen, đã đến, có mặt, tham gia",
    Outcome.NO_ANSWER: "no answer, no reply, no response, not reached, unreachable, did not answer, didn't answer, didn't pick up, did not pick up, na, n/a, no, busy, engaged, line busy, missed, not home, not at home, no contact, unsuccessful, no show, did not come, absent, "
    "no contesta, no contestó, no contestan, no responde, no respondió, no atiende, no localizado, no localizada, no localizados, ocupado, comunica, comunicando, sin respuesta, no estaba, no vino, ausente, no contesten, no respon, no ha contestat, no localitzat, ocupat, sense resposta, no ha vingut, "
    "pas de réponse, sans réponse, non joint, injoignable, occupé, n'a pas répondu, absent, absente, non, não atendeu, não atende, não respondeu, sem resposta, não contactado, não, nu răspunde, nu a răspuns, fără răspuns, ocupat, nu, nicht erreicht, besetzt, keine antwort, niemand erreicht, nicht abgenommen, nicht erschienen, nein, "
    "لم يرد, لا رد, لم يجب, لا يوجد رد, مشغول, لا, جواب نہیں, کوئی جواب نہیں, 无人接听, 未接, 未接通, 没接, 占线, 没有回复, 否, не відповіли, не відповів, не відповіла, немає відповіді, не додзвонилися, зайнято, ні, lama helin, ma jawaabin, jawaab ma jirto, mashquul, maya, không trả lời, không nghe máy, máy bận, không liên lạc được, không",
    Outcome.DELIVERED: "left message, left a message, message left, left voicemail, left voice mail, voicemail, voice mail, vm, lm, lvm, left vm, will call back, call back, delivered, handed over, given, message with relative, "
    "mensaje dejado, dejado mensaje, dejé mensaje, se dejó mensaje, buzón, buzón de voz, contestador, entregado, entregada, entregat, missatge deixat, deixat missatge, bústia de veu, contestador automàtic, "
    "message laissé, laissé message, laissé un message, répondeur, messagerie, remis, remise, distribué, recado, mensagem deixada, deixou recado, deixada mensagem, entregue, mesaj lăsat, am lăsat mesaj, predat, nachricht hinterlassen, anrufbeantworter, auf ab gesprochen, auf den ab gesprochen, auf anrufbeantworter gesprochen, mailbox, übergeben, mitgegeben, abgegeben, "
    "ترك رسالة, تركت رسالة, بريد صوتي, تم التسليم, پیغام چھوڑا, 留言, 已留言, 语音留言, 已送达, залишили повідомлення, автовідповідач, передано, farriin laga tagay, fariin baa laga tagay, để lại lời nhắn, đã giao",
    Outcome.SENT: "sent, emailed, mailed, posted, out, enviado, enviada, enviat, enviada, envoyé, envoyée, trimis, trimisă, gesendet, verschickt, versendet, abgeschickt, geschickt, versandt, تم الإرسال, أرسلت, بھیجا, 已发送, 已发, надіслано, відправлено, waa la diray, đã gửi",
    Outcome.READ: "read, seen, opened, leído, leída, visto, llegit, llegida, vist, lu, lue, vu, lido, lida, visto, citit, văzut, gelesen, تمت القراءة, پڑھ لیا, 已读, прочитано, waa la akhriyay, đã đọc",
    Outcome.DECLINED: "refused, declined, said no, did not want, not interested, rechazado, rechazó, rechaza, se negó, no quiere, no quiso, no vol, ha rebutjat, rebutjat, s'hi nega, refusé, a refusé, refus, recusou, recusado, não quis, a refuzat, refuzat, abgelehnt, رفض, رفضت, انکار, 拒绝, відмовилися, відмовився, відмовилася, waa diiday, way diideen, từ chối",
    Outcome.FAILED: "wrong number, number not in service, not in service, disconnected, out of service, invalid, bounced, returned, undelivered, returned mail, failed, número equivocado, número erróneo, número incorrecto, no existe, fuera de servicio, devuelto, devuelta, rebotado, número equivocat, fora de servei, retornat, retornada, "
    "faux numéro, mauvais numéro, numéro non attribué, hors service, retourné, retournée, revenu, número errado, devolvido, devolvida, fora de serviço, număr greșit, returnat, falsche nummer, kein anschluss, zurückgekommen, رقم خاطئ, الرقم خارج الخدمة, غلط نمبر, 号码错误, 空号, 停机, 退回, неправильний номер, не обслуговується, повернуто, lambar khaldan, sai số, số không đúng",
}  # fmt: skip
_DIRECTION = {
    Direction.OUT: "out, outgoing, outbound, from school, from the school, school, we called, to family, made, saliente, de la escuela, del centro, centro, escuela, colegio, sortint, de l'escola, escola, sortant, de l'école, école, emitida, saída, da escola, ieșire, ieșit, de la școală, școala, ausgehend, صادر, صادرة, من المدرسة, المدرسة, 打出, 学校, вихідний, від школи, школа, dugsiga, baxay, gọi đi, trường",
    Direction.IN: "in, incoming, inbound, from family, from the family, from parent, from home, family, parent, they called, received, called us, entrante, de la familia, familia, recibida, entrant, de la família, família, rebuda, de la famille, famille, reçu, reçue, recebida, entrada, da família, intrare, primit, de la familie, familia, eingehend, وارد, واردة, من الأسرة, الأسرة, 打入, 来电, 家长, вхідний, від родини, родина, qoyska, soo galay, gọi đến, gia đình",
    Direction.BOTH: "both, two-way, two way, talk, conversation, ambos, ambas, las dos, ambdós, ambdues, les deux, ambos os sentidos, ambele, beide, كلاهما, 双向, обидва, labadaba, cả hai",
}  # fmt: skip
_TONE = {
    Tone.PRAISE: "praise, positive, good news, good, celebration, kudos, +, positivo, positiva, elogio, elogios, felicitación, bueno, buena noticia, buenas noticias, positiu, elogi, bona notícia, bones notícies, lloança, positif, positive, félicitations, éloge, bonne nouvelle, bonnes nouvelles, parabéns, boa notícia, boas notícias, pozitiv, laudă, veste bună, vești bune, lob, gute nachricht, gute nachrichten, lode, buona notizia, buone notizie, إيجابي, ثناء, مدح, خبر جيد, خبر سار, مثبت, تعریف, اچھی خبر, خوشخبری, 表扬, 正面, 好消息, похвала, позитивний, добра новина, гарна новина, хороша новина, ammaan, war wanaagsan, war fiican, khen, lời khen, tin vui, tin tốt, tích cực",
    Tone.NEUTRAL: "neutral, information, informational, info, neutro, neutra, informativo, informació, informatiu, neutre, informatif, neutru, محايد, غیر جانبدار, 中性, нейтральний, dhexdhexaad, trung lập",
    Tone.CONCERN: "concern, negative, worry, problem, complaint, bad, issue, -, preocupación, preocupaciones, negativo, negativa, queja, problema, preocupació, preocupacions, negatiu, queixa, inquiétude, inquiétudes, négatif, plainte, problème, preocupação, queixa, îngrijorare, negativ, plângere, sorge, sorgen, beschwerde, preoccupazione, preoccupazioni, reclamo, قلق, سلبي, شكوى, تشویش, منفی, 担忧, 负面, занепокоєння, негативний, скарга, walaac, lo ngại, tiêu cực",
}  # fmt: skip
_KIND = {
    ContentKind.LEARNING: "learning, academic, academics, grades, homework, progress, school work, schoolwork, reading, aprendizaje, académico, notas, deberes, aprenentatge, acadèmic, deures, apprentissage, scolaire, devoirs, notes, aprendizagem, académico, învățare, note, teme, تعليمي, دراسي, الواجبات, تعلیمی, 学习, 成绩, 作业, навчання, оцінки, waxbarasho, học tập, bài tập",
    ContentKind.LOGISTICS: "logistics, attendance, absence, absences, schedule, administrative, admin, transport, paperwork, logística, asistencia, ausencia, ausencias, faltas, administrativo, horario, absència, absències, assistència, administratiu, logistique, absentéisme, administratif, faltas de presença, logistică, absențe, إداري, غياب, الحضور, حاضری, 行政, 出勤, 缺勤, організаційне, відсутність, відвідуваність, maamul, maqnaansho, chuyên cần, vắng mặt",
    ContentKind.BEHAVIOUR: "behaviour, behavior, discipline, conduct, incident, fight, comportamiento, conducta, disciplina, incidente, comportament, incident, comportement, incident disciplinaire, comportamento, سلوك, السلوك, رویہ, 行为, 纪律, поведінка, дисципліна, anshax, dhaqan, hành vi, kỷ luật",
    ContentKind.SOCIAL: "social, wellbeing, well-being, health, emotional, family matters, bienestar, salud, emocional, benestar, salut, bien-être, santé, bem-estar, saúde, sănătate, bunăstare, اجتماعي, صحة, سماجی, صحت, 社交, 健康, соціальне, здоров'я, bulsho, caafimaad, xã hội, sức khỏe",
}  # fmt: skip
_PLACE = {
    Place.AFAR: "afar, remote, from afar, phone, by phone, online, a distancia, en línea, en línia, à distance, en ligne, à distância, la distanță, عن بعد, 远程, дистанційно, từ xa",
    Place.GATE: "gate, at the gate, school gate, door, puerta, porta, portail, grille, portão, poartă, البوابة, 校门, ворота, cổng trường",
    Place.SCHOOL: "school, at school, in school, classroom, office, escuela, colegio, centro, aula, despacho, escola, despatx, école, bureau, școală, școala, المدرسة, سکول, 学校, школа, dugsiga, trường",
    Place.HOME: "home, at home, house, their home, casa, domicilio, hogar, a casa, domicili, domicile, chez eux, maison, acasă, domiciliu, المنزل, البيت, گھر, 家, 家里, вдома, guriga, nhà",
    Place.ELSEWHERE: "elsewhere, other, somewhere else, street, community, en otro lugar, otro, calle, altres, un altre lloc, ailleurs, autre, rue, noutro lugar, outro, altundeva, altul, في مكان آخر, 其他, деінде, інше, meel kale, nơi khác",
}  # fmt: skip
_TYPE = {
    InvolvementType.PARENTING: "parenting, type 1, 1, crianza, criança, parentalité, parentalidade",
    InvolvementType.COMMUNICATING: "communicating, communication, type 2, 2, comunicación, comunicació, communication, comunicação, comunicare",
    InvolvementType.VOLUNTEERING: "volunteering, volunteer, type 3, 3, voluntariado, voluntariat, bénévolat",
    InvolvementType.LEARNING_AT_HOME: "learning at home, type 4, 4, aprendizaje en casa, aprenentatge a casa, apprentissage à la maison",
    InvolvementType.DECISION_MAKING: "decision making, decision-making, type 5, 5, toma de decisiones, presa de decisions, prise de décision",
    InvolvementType.COMMUNITY: "community, collaborating with the community, type 6, 6, comunidad, comunitat, communauté, comunidade, comunitate",
}  # fmt: skip
# The field of the sheet → the meanings its words can have.
_MEANINGS: dict[str, Mapping[Any, str]] = {
    "means": _MEANS,
    "outcome": _OUTCOME,
    "direction": _DIRECTION,
    "tone": _TONE,
    "kind": _KIND,
    "place": _PLACE,
    "type": _TYPE,
}
# A row whose word for one of these is not known cannot be placed; a word for another is kept in the note.
NEEDED = ("means", "outcome", "direction")


# Short forms that mean one thing in one language and another elsewhere: „AB“ is an answering machine, "AB" may be absent. They
# are read only where the sheet names its columns in that language.
_GERMAN_COLUMNS = frozenset(
    map(plain, ("ergebnis", "anlass", "lehrkraft", "schüler", "bemerkung", "uhrzeit", "kontaktart", "weg"))
)
_GERMAN = {"outcome": {"ab": Outcome.DELIVERED}}
# What a topic can say of the tone.
_TOLD_BY_TOPIC = frozenset({Tone.PRAISE.value, Tone.CONCERN.value})


def meaning_of(field: str, written: str, *, labels: Iterable[str] = ()) -> str:
    """What a word of this column means, "" where we do not know it. `labels`: the names of the sheet's columns."""
    if known := _index(field).get(_key(written), ""):
        return known
    short = _GERMAN.get(field, {}).get(_key(written), "")
    return str(short) if short and not _GERMAN_COLUMNS.isdisjoint(map(plain, labels)) else ""


def tone_of_topic(written: str) -> str:
    """Praise or concern where that is all a topic says: "buena noticia". A mere sign says nothing."""
    meaning = _index("tone").get(plain(written), "") if plain(written) else ""
    return meaning if meaning in _TOLD_BY_TOPIC else ""


def word_key(written: str) -> str:
    """The same for two spellings of one word."""
    return _key(written)


def _key(written: str) -> str:
    return plain(written) or written.strip()


@cache
def _index(field: str) -> dict[str, str]:
    meanings = _MEANINGS[field]
    own = {_key(value): str(value) for value in meanings}
    return {_key(word): str(value) for value, words in meanings.items() for word in words.split(",")} | own
