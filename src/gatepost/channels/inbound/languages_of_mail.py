"""How mail programs say "on … somebody wrote", "from, sent, to, subject" and "sent from my phone", language by language.

Facts only, from what Gmail, Apple Mail, Outlook, Yahoo, Thunderbird and the like put above a quotation. Our twelve languages, and
the neighbours that a school meets.
"""

import re

# A line that ends in a colon and holds one of these verbs, and a date or an address, stands above a quotation.
_WROTE = [
    r"\bwrote\b", r"\bwrites\b",  # en
    r"\bescribió\b",  # es
    r"\bva escriure\b", r"\bha escrit\b", r"\bescrigué\b", r"^Missatge de\b",  # ca
    r"\ba écrit\b", r"^Message de\b",  # fr
    r"\bescreveu\b",  # pt
    r"\ba scris\b",  # ro
    r"كتب", r"تمت كتابة", r"كتبت",  # ar
    r"نے لکھا", r"لکھا ہے", r"تحریر کیا",  # ur
    r"写道", r"寫道", r"写到", r"的邮件",  # zh
    r"\bпише\b", r"\bнаписав", r"\bнаписала\b",  # uk
    r"\bнаписал", r"\bпишет\b", r"\bписал",  # ru
    r"\bqoray\b", r"\bqortay\b", r"\bku qoray\b",  # so
    r"\bđã viết\b", r"\bviết\b",  # vi
    r"\bschrieb\b", r"\bschreef\b", r"\bgeschreven\b",  # de, nl
    r"\bha scritto\b",  # it
    r"\bnapisał", r"\bpisze\b", r"\bnapsal", r"\bnapísal",  # pl, cs, sk
    r"\bskrev\b", r"\bkirjoitti\b", r"\bírta\b", r"\bshkroi\b",  # sv no da, fi, hu, sq
    r"\byazdı\b", r"\bşunu yazdı\b", r"έγραψε", r"написа\b", r"је написао",  # tr, el, bg, sr
    r"نوشت", r"작성", r"のメール", r"書きました",  # fa, ko, ja
    r"\bsumulat\b", r"लिखा", r"লিখেছেন",  # tl, hi, bn
]  # fmt: skip
WROTE = re.compile("|".join(_WROTE), re.IGNORECASE)

# With these words such a line begins; a date or a weekday may take their place.
ATTRIBUTION_HEAD = re.compile(
    r"^(?:On|At|El|A|Le|Em|No dia|În|Pe|La|في|بتاریخ|Vào|Am|Il|Op|Den|W dniu|Dnia|Dne|Missatge|Message|Taariikhda|在|于)\b.*\S"
)
DATE_HEAD = re.compile(
    r"^(?:\d{1,4}[./年-]\s?\d{1,2}|\w{2,12}[.,]{1,2} \d{1,2}|\w{2,12}, \w{3,12}\.? \d{1,2}|\d{1,2} \w{3,12}\.? \d{4})"
)

# Labels of the block that Outlook and its kin put above a quotation, by what they stand for.
_FROM = [
    "From", "De", "De la", "Da", "Von", "Van", "Från", "Fra", "Od", "Lähettäjä", "Expeditor", "Remitent", "Expéditeur", "Remetente",
    "Remitente", "От", "От кого", "Від", "Від кого", "من", "المرسل", "از", "منجانب", "ارسال کنندہ", "بھیجنے والا", "发件人", "寄件者", "發件人",
    "Từ", "Người gửi", "Ka", "Ka socda", "Ka yimid", "Kimden", "Gönderen", "Από", "差出人", "보낸 사람", "Feladó", "Prej",
]  # fmt: skip
_SENT = [
    "Sent", "Date", "Enviado", "Enviado el", "Enviada", "Enviado em", "Enviada em", "Fecha", "Data", "Enviat", "Enviat el", "Envoyé",
    "Envoyé le", "Message du", "Gesendet", "Datum", "Inviato", "Verzonden", "Skickat", "Sendt", "Dato", "Lähetetty", "Päivä",
    "Päiväys", "Trimis", "Trimis la", "Dată", "Отправлено", "Дата", "Дата отправки", "Надіслано", "Відправлено", "تاريخ الإرسال",
    "التاريخ", "تم الإرسال", "أُرسلت", "مُرسل", "تاریخ", "بھیجا گیا", "发送时间", "发送日期", "日期", "时间", "傳送時間", "Đã gửi", "Ngày",
    "Ngày gửi", "Gửi", "La diray", "Taariikhda", "Gönderildi", "Tarih", "Ημερομηνία", "日時", "送信日時", "보낸 날짜", "날짜", "Odesláno", "Wysłano",
]  # fmt: skip
_TO = [
    "To", "Para", "A", "À", "Per a", "Per", "An", "Aan", "Till", "Til", "Do", "Komu", "Vastaanottaja", "Către", "Pentru", "Кому", "إلى",
    "بنام", "بخدمت", "کو", "به", "收件人", "收件者", "Đến", "Tới", "Người nhận", "Ku", "Ku socota", "Kime", "Alıcı", "Προς", "宛先", "받는 사람",
]  # fmt: skip
_SUBJECT = [
    "Subject", "Asunto", "Assunto", "Assumpte", "Tema", "Objet", "Sujet", "Betreff", "Oggetto", "Onderwerp", "Ämne", "Emne", "Aihe",
    "Subiect", "Тема", "Предмет", "الموضوع", "موضوع", "عنوان", "主题", "主題", "主旨", "Chủ đề", "Tiêu đề", "Mawduuc", "Mowduuc", "Ujeeddo",
    "Konu", "Θέμα", "件名", "제목", "Předmět", "Temat",
]  # fmt: skip
_OTHER = ["Cc", "CC", "Copie à", "Kopie", "Kopia", "Копия", "Копія", "نسخة", "抄送", "Reply-To", "Organization", "Importance", "Đồng gửi"]  # fmt: skip
_KINDS = {"from": _FROM, "sent": _SENT, "to": _TO, "subject": _SUBJECT, "other": _OTHER}
LABELS = {label.casefold(): kind for kind, labels in _KINDS.items() for label in labels}

# "-----Original Message-----" and "Begin forwarded message:" in words; a rule of dashes with other words counts if a block follows.
ORIGINAL = re.compile(
    r"original message|forwarded message|begin forwarded|mensaje (?:original|reenviado)|missatge (?:original|reenviat)"
    r"|message (?:d.origine|original|transféré)|mensagem (?:original|encaminhada)|mesaj(?:ul)? (?:original|redirecționat|inițial)"
    r"|الرسالة الأصلية|رسالة أصلية|الرسالة المعاد|اصل پیغام|原始邮件|原始郵件|邮件原件|转发邮件|початкове повідомлення|оригінальне повідомлення"
    r"|переслане повідомлення|исходное сообщение|пересылаемое сообщение|thư gốc|tin nhắn gốc|thư đã chuyển tiếp|farriintii asalka"
    r"|ursprüngliche nachricht|weitergeleitete|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|opprinnelig melding"
    r"|alkuperäinen viesti|wiadomość oryginalna|özgün ileti|původní zpráva",
    re.IGNORECASE,
)

_DEVICE = r"(?:my |mi |mijn |mein(?:em)? |mon |meu |el meu |min |мого |моего )?\S.{1,60}"
SENT_FROM = re.compile(
    r"^(?:"
    + "|".join(
        [
            rf"sent (?:from|via|with) {_DEVICE}", r"get outlook for \S+.{0,90}", r"sent from outlook.{0,90}",  # en
            rf"enviado (?:desde|do|de|pelo|via) {_DEVICE}", r"obtener outlook para .{1,90}", r"obter o outlook para .{1,90}",  # es, pt
            rf"enviat (?:des de|des del|amb) {_DEVICE}", r"(?:obteniu|baixa) l.outlook .{1,90}",  # ca
            rf"envoyé (?:de(?:puis)?|à partir de) {_DEVICE}", r"télécharger outlook pour .{1,90}", r"obtenir outlook pour .{1,90}",  # fr
            rf"trimis (?:de pe|de la|din) {_DEVICE}", r"descărcați outlook .{1,90}",  # ro
            r"(?:أُ?رسلت|تم الإرسال|أُ?رسل) من .{1,60}", r"الحصول على outlook .{1,90}",  # ar
            r".{1,40} سے بھیجا گیا",  # ur
            r"发自我的.{1,40}", r"从我的.{1,40}发送", r"發自我的.{1,40}", r"发送自 ?.{1,40}", r"获取 ?outlook.{1,90}",  # zh
            rf"надіслано (?:з|із|за допомогою) {_DEVICE}", rf"відправлено (?:з|із) {_DEVICE}",  # uk
            rf"отправлено (?:с|из) {_DEVICE}",  # ru
            r"(?:waxaa )?laga soo diray .{1,60}", r"ka soo diray .{1,60}",  # so
            r"(?:đã )?(?:được )?gửi từ .{1,60}", r"tải outlook .{1,90}",  # vi
            rf"(?:von {_DEVICE} gesendet|gesendet (?:von|mit) {_DEVICE})", rf"verzonden vanaf {_DEVICE}", rf"inviato da {_DEVICE}",
            rf"(?:skickat|sendt) fra?.n? {_DEVICE}", r"lähetetty .{1,60}", rf"wysłane z {_DEVICE}", r".{1,40}.{0,3}dan gönderildi",
        ]
    )
    + r")[.!]?$",
    re.IGNORECASE,
)  # fmt: skip

# Subjects of automatic answers. A sign, never a proof: a person may write so too.
AUTO_SUBJECT = re.compile(
    r"^\W*(?:re\s*:\s*)?\W*(?:"
    r"auto(?:matic|mated)?[\s-]*(?:reply|response|answer)|auto\s*:|autoreply|out of (?:the )?office|vacation\b|away from (?:my|the) (?:mail|office|desk)"
    r"|respuesta automática|fuera de (?:la )?oficina|contestación automática|ausente"
    r"|resposta automàtica|fora de l.oficina"
    r"|réponse automatique|absence du bureau|absent du bureau|message d.absence"
    r"|resposta automática|fora do escritório|ausência"
    r"|răspuns automat|în afara biroului|absent din birou"
    r"|رد تلقائي|الرد التلقائي|الرد الآلي|خارج المكتب|خودکار جواب"
    r"|自动回复|自動回覆|自动答复|外出|不在办公室"
    r"|автоматична відповідь|автовідповідь|немає на місці|автоматический ответ|автоответ|отсутствие на рабочем"
    r"|jawaab otomaatig|xafiiska kama jiro|jawaab toos ah"
    r"|trả lời tự động|thư trả lời tự động|vắng mặt"
    r"|automatische antwort|abwesenheit|automatisch antwoord|afwezig|risposta automatica|fuori sede|autosvar|fraværsmelding|automaattinen vastaus"
    r"|odpowiedź automatyczna|otomatik yanıt|自動応答|자동 회신"
    r")",
    re.IGNORECASE,
)
