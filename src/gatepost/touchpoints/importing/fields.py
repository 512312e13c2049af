"""What the columns of a call log are called, in many languages; only guesses, a person confirms."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.people.roster.words import plain

# Our fields, in the order in which the mapping page asks for them, and what they are called there.
FIELDS: dict[str, str | Promise] = {
    "date": _("Date, or date and time"),
    "time": _("Time"),
    "child_id": _("Child: id of the roster"),
    "child_name": _("Child: whole name"),
    "child_given": _("Child: given name"),
    "child_family": _("Child: family name"),
    "section": _("Child: section"),
    "adult": _("Adult of the family"),
    "means": _("How: phone, letter …"),
    "direction": _("From whom: school, family"),
    "outcome": _("What came of it"),
    "staff": _("Member of staff"),
    "note": _("Note"),
    "kind": _("Topic"),
    "tone": _("Tone"),
    "type": _("Type of involvement"),
    "place": _("Place"),
}
# A few words of each of our pages' languages; the longest that stands in the header decides.
_WORDS = {
    "date": "date day when fecha día dia data jour quand ziua când تاريخ التاريخ اليوم تاریخ 日期 时间日期 дата день taariikh taariikhda ngày datum tag",
    "time": "time hour hora heure ora ore timp ساعة الساعة الوقت وقت 时间 час година saacad saacadda waqti giờ uhrzeit zeit",
    "child_id": "studentid studentnumber studentno pupilid childid studentsid matrícula nia expediente codialumne idalumno idalumne numéroélève ine numărmatricol رقمالطالب 学号 aqoonsiarday mãhọcsinh schülernummer "
    "idstudent idpupil iddelalumno iddelalumne idalumnado sourcedid rosterid",
    "child_name": "student studentname pupil pupilname child childname learner alumno alumna alumne alumnado estudiante infant nen élève enfant aluno aluna estudante criança elev elevul elevului copil copilul "
    "طالب الطالب تلميذ التلميذ الطفل طفل طالبعلم بچہ بچے 学生 孩子 学生姓名 учень учениця дитина arday ardayga ilmo cunug họcsinh schüler kind fullname nombrecompleto",
    "child_given": "name nom nome nume firstname givenname forename studentfirstname studentgivenname childfirstname nombredepila nombre nombrealumno nomalumne prénom nomepróprio prenume prenumele الاسمالأول پہلانام 名 ім'я magacakoowaad tên vorname",
    "child_family": "lastname familyname surname studentlastname studentsurname childlastname apellido apellidos cognom cognoms llinatges nomdefamille apelido sobrenome اسمالعائلة خاندانینام 姓 прізвище magacaqoyska họ nachname",
    "section": "class section form group homeroom classroom clase grupo aula curso classe grup groupe turma clasa grupa شعبة الشعبة فصل الفصل الصف سیکشن جماعت 班级 班 клас група fasal fasalka qaybta lớp klasse",
    "adult": "adult parent guardian parentname guardianname carer caregiver mother father contactname contactperson personcontacted spokewith spoketo spokento talkedto hablócon hablécon habladocon hablacon familiar padre madre padres tutor tutora "
    "mare pare familia família family parlatamb parentcontacté responsable responsablelégal interlocuteur encarregado mãe pai părinte părintele tutore ولي وليالأمر الأم الأب والدین سرپرست 家长 监护人 батьки мати батько опікун waalid waalidka phụhuynh eltern",
    "means": "how means method channel medium contactmethod contacttype typeofcontact modeofcontact mode cómo medio vía canal tipodecontacto mitjà canaldecontacte tipusdecontacte via moyen comment typedecontact meio mijloc cum mod "
    "وسيلة الوسيلة طريقة ذریعہ 方式 联系方式 спосіб засіб як habka sida qaabka hìnhthức cách art kanal weg kontaktweg kontaktart",
    "direction": "direction inout incomingoutgoing inboundoutbound initiatedby dirección sentido direcció sentit sens direção direcție اتجاه الاتجاه سمت 方向 напрям напрямок jihada chiều richtung",
    "outcome": "outcome result callresult status response reached contactmade answered resultado respuesta resultat resposta estat résultat réponse réussite estado rezultat răspuns نتيجة النتيجة الرد نتیجہ 结果 результат відповідь natiijo natiijada kếtquả ergebnis",
    "staff": "staff staffmember teacher caller madeby calledby homeroomteacher classteacher loggedby whocalled enteredby recordedby author user employee docente maestro maestra profesor profesora personal registradopor mestre professor professora docent registratper "
    "enseignant enseignante professeur auteur saisipar funcionário professorresponsável profesorul învățător angajat المعلم معلم الموظف استاد عملہ 老师 教师 工作人员 вчитель працівник macallin macallinka shaqaale giáoviên nhânviên lehrkraft lehrer",
    "note": "note notes comment comments remarks summary description details nota notas comentario comentarios observaciones observación resumen notes observacions comentari resum remarque remarques commentaire observações observação "
    "comentário observații notă comentariu ملاحظات ملاحظة تفصیل نوٹ 备注 说明 내용 примітка примітки нотатки коментар qoraal faallo ghichú notiz bemerkung",
    "kind": "topic subject reason purpose about category concerning asunto tema motivo categoría assumpte motiu sujet motif objet thème assunto subiect subiectul scop موضوع الموضوع السبب وجہ 主题 原因 事由 тема причина mawduuc sabab sababta chủđề lýdo thema grund betreff anlass",
    "tone": "tone sentiment mood positivenegative tono نبرة لہجہ 语气 тон codka giọng",
    "type": "involvement involvementtype typeofinvolvement tipodeparticipación implicación tipusdeparticipació typedeparticipation tipodeparticipação نوعالمشاركة 参与类型 типзалучення",
    "place": "place location where lugar ubicación dónde lloc lieu local loc locul مكان المكان جگہ 地点 місце goob goobta meel nơi địađiểm ort",
}  # fmt: skip
_BARE_NAMES = {"name", "nom", "nome", "nume"}
_PLAIN = {field: tuple(map(plain, words.split())) for field, words in _WORDS.items()}


def guess_columns(header: list[str]) -> dict[str, str]:
    """Our field → the column, for every column we think we understand; the first one wins."""
    found: dict[str, str] = {}
    for cell in header:
        field = _field_of(cell)
        if field == "child_given" and field in found and "child_family" not in found:
            _tell_names_apart(found, cell)
        elif field and field not in found:
            found[field] = cell
    if "child_given" in found and "child_family" not in found and "child_name" not in found:
        found["child_name"] = found.pop("child_given")  # "Name" alone is the whole name
    if "child_given" in found and "child_family" in found:
        found.pop("child_name", None)
    return found


def _tell_names_apart(found: dict[str, str], cell: str) -> None:
    """ "Nom" and "Prénom": beside a word for the given name, a bare word for "name" is the family name."""
    pair = [found["child_given"], cell]
    family = next((each for each in pair if plain(each) in _BARE_NAMES), "")
    if family:
        found["child_family"] = family
        found["child_given"] = next(each for each in pair if each != family)


def _field_of(cell: str) -> str:
    text, tokens = plain(cell), frozenset(map(plain, re.split(r"[\W_]+", cell)))
    fitting = {field: max(map(len, _fitting(words, text, tokens)), default=0) for field, words in _PLAIN.items()}
    best = max(fitting, key=lambda field: fitting[field])
    if best == "child_name" and "id" in tokens:
        return "child_id"
    return best if fitting[best] else ""


def _fitting(words: tuple[str, ...], text: str, tokens: frozenset[str]) -> list[str]:
    """The words that stand in the header; short Latin ones only as a word of their own."""
    return [word for word in words if (word in tokens if len(word) <= 4 and word.isascii() else word in text)]
