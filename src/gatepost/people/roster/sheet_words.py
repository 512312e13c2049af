"""What the columns of a school office's list are called, in the languages of our pages; only guesses, a person confirms."""

import re

from gatepost.people.roster.words import plain

# Our fields, in the order in which the mapping page asks for them.
FIELDS = (
    "student_id", "student_given", "student_family", "student_family2", "student_name", "grade", "section", "school",
    "guardian_id", "guardian_given", "guardian_family", "guardian_family2", "guardian_name", "relation", "email", "phone", "phone2",
    "language", "home", "address", "teacher_id", "teacher_name",
)  # fmt: skip

_WHO = {
    "teacher": "teacher homeroomteacher classteacher maestro maestra profesor profesora professor professora mestre enseignant enseignante professeur maître învățător învățătoare diriginte معلم المعلم مدرس استاد 老师 教师 班主任 вчитель вчителя учитель класнийкерівник macallin macallinka giáoviên",
    "student": "student pupil child learner alumno alumna alumne alumnado estudiante élève enfant aluno aluna estudante elev elevul elevului copil copilului طالب الطالب تلميذ التلميذ طفل الطفل طالبعلم بچے بچہ 学生 孩子 учень учня учениці дитина дитини arday ardayga cunug cunugga họcsinh",
    "guardian": "guardian parent carer caregiver mother father contact adult family member padre madre tutor tutora tutorlegal familiar contacto mare pare familia contacte parentresponsable responsable responsablelégal tuteur encarregado encarregada responsável mãe pai părinte părintele părintelui tutore mamă tată ولي وليالأمر والد الوالد والدة سرپرست والدین 家长 监护人 父母 батьки батько мати опікун waalid waalidka masuul phụhuynh ngườigiámhộ",
}
# The first four are looked for in this order; of the others the longest word that fits wins.
_FIRST = 4
_WHAT: tuple[tuple[str, str], ...] = (
    ("email", "email mail correo correoelectrónico correu correuelectrònic courriel adresseélectronique poștăelectronică بريد البريدالإلكتروني ایمیل 邮箱 电子邮件 електроннапошта пошта iimayl iimaylka thưđiệntử"),
    ("phone", "phone telephone mobile cell móvil teléfono telèfon mòbil téléphone portable telefone telemóvel celular telefon هاتف الهاتف جوال رقمالهاتف فون موبائل 电话 手机 телефон taleefan taleefoon telefoon điệnthoại sms whatsapp"),
    ("language", "language idioma lengua lengualengua llengua langue língua limba اللغة لغة زبان 语言 母语 мова мовавдома luqad luqadda ngônngữ homelanguage tiếng"),
    ("relation", "relation relationship relación parentesco relació parentiu lienparental lien parenté relação relație gradderudenie قرابة صلةالقرابة القرابة رشتہ 关系 与学生关系 зв'язок спорідненість кимдоводиться xiriir xiriirka quanhệ kinship"),
    ("address", "address postaladdress dirección domicilio adreça adresse endereço morada adresa عنوان العنوان پتہ 地址 адреса cinwaan cinwaanka địachỉ"),
    ("home", "home household hogar vivienda llar foyer lar agregado gospodărie اسرة الأسرة منزل گھر گھرانہ 家庭 住户 домогосподарство guri guriga hộgiađình"),
    ("grade", "grade year yeargroup level curs curso nivel nivell niveau annéescolaire ano anoescolar série an anul الصف صف المرحلة جماعت درجہ 年级 клас рік fasal fasalka khối lớpkhối"),
    ("section", "section class classroom group homeroom form grupo clase aula grup classe groupe turma clasa grupa شعبة الشعبة فصل الفصل سیکشن 班级 班 група qaybta qayb koox lớp"),
    ("school", "school schoolname escuela colegio centro escola centre école établissement școala școală المدرسة مدرسة اسکول 学校 школа dugsi dugsiga trường"),
    ("given", "givenname firstname forename given first nombre nombres nomdepila nompropi prénom nomepróprio primeironome prenume prenumele الاسمالأول الاسمالاول پہلانام 名字 名 ім'я імя magacakoowaad tên"),
    ("family", "familyname lastname surname family last apellido apellidos primerapellido cognom cognoms llinatges nomdefamille apelido sobrenome numedefamilie اسمالعائلة اسمعائلة عائلة اللقب خاندانینام 姓氏 姓 прізвище magacaqoyska magacadambe họ"),
    ("family2", "segundoapellido apellido2 2apellido 2oapellido segoncognom cognom2 2cognom 2ncognom segonllinatge llinatge2 2llinatge segundoapelido segundosobrenome apelido2 sobrenome2 2apelido 2oapelido secondsurname secondfamilyname secondlastname surname2 lastname2"),
    ("name", "fullname name nombreyapellidos apellidosynombre nombrecompleto nomicognoms nomcomplet nometprénom nomprénom nomecompleto nome nume numeșiprenume numecomplet الاسم الاسمالكامل اسم نام 姓名 піб повнеім'я magac magaca magacaoobuuxa họvàtên họtên nom"),
    ("id", "id identifier idnumber number no nr num code sourcedid código identificador matrícula nia expediente codi identificant numéro identifiant matricule ine cod codul număr numărmatricol رقم الرقم معرف شناخت آئیڈی نمبر 学号 编号 证号 号 ідентифікатор код номер aqoonsi aqoonsiga lambar lambarka mã mãsố"),
)  # fmt: skip
_ALWAYS_STUDENT = {"grade": "grade", "section": "section", "school": "school"}
_ALWAYS_GUARDIAN = {
    "language": "language",
    "relation": "relation",
    "address": "address",
    "home": "home",
    "email": "email",
    "phone": "phone",
}
_NAMES = {"given", "family", "family2", "name", "id"}


def guess_columns(header: list[str]) -> dict[str, str]:
    """Our field → the column's name, for every column we think we understand; the first one wins."""
    found: dict[str, str] = {}
    is_catalan = any("cognom" in plain(cell) or "llinatge" in plain(cell) for cell in header)
    is_french = not is_catalan and any("prenom" in plain(cell) for cell in header)
    is_romanian = any("prenume" in plain(cell) for cell in header)
    for cell in header:
        who, what = _who_and_what(cell)
        bare = what == "name" and _bare_name(cell)
        if bare in {"nom", "nume"} and (is_french or is_romanian):
            what = "family"
        elif (bare == "nom" and is_catalan) or (
            bare == "nome" and any("apelido" in plain(c) or "sobrenome" in plain(c) for c in header)
        ):
            what = "given"
        field = _field(who, what)
        if field == "phone" and "phone" in found:
            field = "phone2"
        if field and field not in found:
            found[field] = cell
    return found


def _who_and_what(cell: str) -> tuple[str, str]:
    text, tokens = plain(cell), frozenset(map(plain, re.split(r"[\W_]+", cell)))
    who, who_word = max(((name, _longest(words, text, tokens)) for name, words in _WHO.items()), key=lambda found: len(found[1]))
    first = next(((name, word) for name, words in _WHAT[:_FIRST] if (word := _longest(words, text, tokens))), None)
    what, what_word = first or max(
        ((name, _longest(words, text, tokens)) for name, words in _WHAT[_FIRST:]), key=lambda found: len(found[1])
    )
    # "Family name" speaks of nobody's family, and the Arabic word for school holds the one for teacher.
    is_part = who_word != what_word and who_word in what_word
    return who if who_word and not is_part else "", what if what_word else ""


def _longest(words: str, text: str, tokens: frozenset[str]) -> str:
    """The longest of the words that is in the header; short Latin ones only as a word of their own."""
    fitting = (
        word for word in map(plain, words.split()) if (word in tokens if len(word) <= 3 and word.isascii() else word in text)
    )
    return max(fitting, key=len, default="")


def _bare_name(cell: str) -> str:
    """Which of the words for "name" that mean something else in another language it is."""
    text = plain(cell)
    return next((word for word in ("nume", "nome", "nom") if text.startswith(word) or text.endswith(word)), "")


def _field(who: str, what: str) -> str:
    if what in _NAMES:
        if who == "teacher":
            return {"id": "teacher_id", "family2": ""}.get(what, "teacher_name")
        return f"{who or 'student'}_{what}"
    if who == "teacher":
        return "" if what in _ALWAYS_GUARDIAN and what != "home" else "teacher_name"
    if what in _ALWAYS_STUDENT:
        return _ALWAYS_STUDENT[what]
    if what in _ALWAYS_GUARDIAN:
        return "" if who == "student" and what in {"email", "phone"} else _ALWAYS_GUARDIAN[what]
    return f"{who}_name" if who in {"student", "guardian"} and not what else ""
