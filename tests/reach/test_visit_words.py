"""What the notes of a visit refuse and what they let pass, in every language of the pages."""

import pytest
from django.conf import settings

from gatepost.reach.visit_word_lists import LISTS
from gatepost.reach.visit_words import Topic, refused_words

REFUSED = {
    "en": {
        "She says he failed maths last year.": "failed",
        "His grades are what worries them.": "grades",
        "She hopes for better grades in spring.": "grades",
        "He brought home a bad grade.": "bad grade",
        "They showed us the report card.": "report card",
        "Her test scores went down.": "test scores",
        "He reads below grade level.": "below grade level",
        "His marks were low.": "marks",
        "He had two detentions in May.": "detentions",
        "He was suspended in May.": "suspended",
        "They know about the disciplinary meeting.": "disciplinary",
        "She asked about his bad behaviour.": "bad behaviour",
        "He was punished for it.": "punished",
        "We spoke about the absences.": "absences",
        "He was absent 12 days.": "absent 12",
        "Hodan was absent a lot.": "absent a lot",
        "She missed a lot of school.": "missed a lot of school",
        "There is an attendance problem.": "attendance problem",
        "He skips school on Fridays.": "skips school",
    },
    "es": {
        "Saca malas notas en lengua.": "malas notas",
        "Le preocupan las calificaciones.": "calificaciones",
        "Ha suspendido matemáticas.": "suspendido",
        "Lo expulsaron tres días.": "expulsaron",
        "La castigaron en el recreo.": "castigaron",
        "Tiene muchas faltas de asistencia.": "faltas de asistencia",
        "Faltó a clase el lunes.": "Faltó a clase",
    },
    "ca": {
        "Treu males notes.": "males notes",
        "Ha suspès les matemàtiques.": "suspès",
        "El van castigar al pati.": "castigar",
        "Té moltes faltes d’assistència.": "faltes d'assistència",
    },
    "fr": {
        "Il a de mauvaises notes.": "mauvaises notes",
        "Elle a montré le bulletin scolaire.": "bulletin scolaire",
        "Il redouble sa classe.": "redouble sa classe",
        "Il a été puni hier.": "puni",
        "Le conseil de discipline est en mai.": "conseil de discipline",
        "Ses absences ont été nombreuses.": "absences",
    },
    "pt": {
        "Tem más notas a matemática.": "más notas",
        "Foi reprovado no ano passado.": "reprovado",
        "Ficou de castigo.": "de castigo",
        "Tem faltas injustificadas.": "faltas injustificadas",
    },
    "ro": {
        "Are note mici la română.": "note mici",
        "A rămas corigent.": "corigent",
        "A fost pedepsit la școală.": "pedepsit",
        "Are multe absenţe.": "absenţe",
        "Are multe absențe nemotivate.": "absențe",
    },
    "ar": {
        "درجاته ضعيفة هذا العام.": "درجاته",
        "رَسَبَ في الرياضيات.": "رسب",
        "تحدثنا عن العقوبات.": "العقوبات",
        "كثرة غيابه تقلقهم.": "غيابه",
    },
    "ur": {
        "اس کے خراب نمبر آئے۔": "خراب نمبر",
        "وہ ریاضی میں فیل ہوا۔": "فیل",
        "اسے سزا ملی۔": "سزا",
        "وہ اکثر غیر حاضر رہتا ہے۔": "غیر حاضر",
    },
    "zh-hans": {
        "他的成绩不太好。": "成绩",
        "他数学考了45分。": "考了45分",
        "他受过处分。": "处分",
        "他上周旷课。": "旷课",
    },
    "uk": {
        "У нього погані оцінки.": "оцінки",
        "Середній бал знизився.": "Середній бал",
        "Його покарали.": "покарали",
        "Він прогулював уроки.": "прогулював уроки",
    },
    "so": {
        "Buundooyinkiisa way hooseeyaan.": "Buundooyinkiisa",
        "Dhibcaha imtixaanka waa yar yihiin.": "Dhibcaha",
        "Waa la ciqaabay.": "ciqaabay",
        "Maqnaanshaha ayaa badan.": "Maqnaanshaha",
    },
    "vi": {
        "Điểm số của cháu thấp.": "Điểm số",
        "Cháu được 4 điểm môn toán.": "4 điểm",
        "Cháu bị kỷ luật tháng trước.": "bị kỷ luật",
        "Cháu hay trốn học.": "trốn học",
    },
    "de": {
        "Er hat schlechte Noten und eine Strafe bekommen.": "schlechte Noten",
        "Sie sprachen über das Zeugnis.": "Zeugnis",
        "Er hat eine Fünf in Mathe.": "eine Fünf in Mathe",
        "Er musste nachsitzen.": "nachsitzen",
        "Er wurde suspendiert.": "suspendiert",
        "Er hat oft geschwänzt.": "geschwänzt",
        "Sie fehlt oft.": "fehlt oft",
    },
    "it": {
        "Ha brutti voti in matematica.": "brutti voti",
        "È stato bocciato.": "È stato bocciato",
        "Ci ha mostrato la pagella.": "pagella",
        "Ha preso una nota disciplinare.": "nota disciplinare",
        "È stata sospesa da scuola.": "sospesa da scuola",
        "Ha molte assenze.": "assenze",
    },
}
WELCOME = {
    "en": [
        "She hopes that he becomes a nurse, and passes the exam for it.",
        "He is in grade 4 and loves grades 3 to 5 reading club.",
        "His sister is in the fourth grade, in the lower grades they felt at home.",
        "They would like a note when something goes well.",
        "The school failed to call back, they ask for one number to use.",
        "She comes to the mosque every Friday without fail.",
        "Mark, his uncle, marks the days until the feast.",
        "He has the discipline to practise the violin every day.",
        "He builds suspension bridges and scored 12 goals.",
        "They ask that we call before ten, in the absence of a bus.",
        "She is afraid that he is bullied and asks who she can tell.",
        "We ended with three question marks of our own.",
        "He is good at sums and helps in the shop with the accounts.",
    ],
    "es": [
        "Se nota que quiere mucho a su hija.",
        "Hace falta un autobús; falta poco para su cumpleaños.",
        "Canta y conoce las notas musicales.",
        "Quiere aprobar el carné y ser enfermera.",
    ],
    "ca": ["Es nota que li agrada llegir.", "Els fa falta una guarderia."],
    "fr": [
        "Elle redouble d'efforts pour apprendre la langue.",
        "Le dossier reste en suspens, elle prendra des notes.",
        "Il veut devenir pompier et réussir.",
    ],
    "pt": ["Faltam livros em casa, e ela conhece as notas musicais.", "Gosta de arranjar a suspensão do carro."],
    "ro": ["Ia notițe și cântă după notele muzicale.", "Speră să devină medic."],
    "ar": ["الأم تحلم أن يصبح طبيبا.", "درجات الحرارة عالية في البيت.", "علامات الفرح على وجهه، وكلها أمل."],
    "ur": ["ماں چاہتی ہے کہ وہ ڈاکٹر بنے۔", "ان کا فون نمبر بدل گیا ہے۔"],
    "zh-hans": ["妈妈希望他当医生。", "他喜欢打篮球，得分很多。", "孩子在四年级。"],
    "uk": ["Вони люблять прогулянки лісом.", "Мама мріє, щоб він став лікарем.", "Він чекає на випускний бал."],
    "so": ["Hooyadu waxay rajaynaysaa inuu dhakhtar noqdo.", "Wuxuu jecel yahay akhriska."],
    "vi": ["Cháu có 3 điểm mạnh: vẽ, hát và kể chuyện.", "Mẹ mong cháu thành bác sĩ, cháu có tính kỷ luật."],
    "de": [
        "Die Großmutter fehlt ihr sehr, und sie lernt Noten lesen für das Klavier.",
        "Er übt mit viel Disziplin Geige, ein gutes Verhältnis zu allen.",
        "Die Straße ist laut, zwei Tage fehlen noch bis zum Fest.",
        "Er will Arzt werden und die Prüfung bestehen.",
        "Eine persönliche Note hat ihr Garten.",
    ],
    "it": [
        "Le manca la nonna; sogna di fare l'infermiera.",
        "Il padre ha un'insufficienza cardiaca e lavora con disciplina.",
        "Hanno diritto di voto, e lei conosce le note musicali.",
    ],
}


def test_every_language_of_the_pages_has_a_list_with_sentences_for_both_sides() -> None:
    # Schools write German and Italian too, though the pages are in neither.
    ours = {code for code, _name in settings.LANGUAGES} | {"de", "it"}
    assert set(LISTS) == set(REFUSED) == set(WELCOME) == ours
    assert {language: set(topics) for language, topics in LISTS.items()} == {language: set(Topic) for language in ours}


@pytest.mark.parametrize(("sentence", "word"), [pair for sentences in REFUSED.values() for pair in sentences.items()])
def test_marks_discipline_and_absences_are_named_as_they_were_written(sentence: str, word: str) -> None:
    assert [found.word for found in refused_words(sentence)][:1] == [word]


@pytest.mark.parametrize("sentence", [sentence for sentences in WELCOME.values() for sentence in sentences])
def test_hopes_strengths_and_wishes_pass_whatever_their_language(sentence: str) -> None:
    assert refused_words(sentence) == []


@pytest.mark.parametrize("language", sorted(LISTS))
def test_each_topic_of_a_language_refuses_something(language: str) -> None:
    topics = {found.topic for sentence in REFUSED[language] for found in refused_words(sentence)}
    assert topics == set(Topic)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("He had 7/10 in maths.", "7/10"),
        ("It was 15,5/20 this time.", "15,5/20"),
        ("كان ٧/١٠ في المادة", "7/10"),
        ("He had 8 out of 10.", "8 out of 10"),
        ("Il a eu 12 sur 20.", "12 sur 20"),
        ("It was a C- again.", "C-"),
        ("A B+ in art.", "B+"),
        ("She got a D in art.", "got a D"),
        ("He scored 45 % there.", "scored 45 %"),
        ("It was grade B work.", "grade B"),
        ("She has straight A's.", "straight A's"),
    ],
)
def test_marks_in_figures_and_letters_are_found(written: str, word: str) -> None:
    assert [found.word for found in refused_words(written)] == [word]


@pytest.mark.parametrize(
    "written",
    [
        "We came on 7/10/2026.",
        "She works 24/7 and sleeps 3/4 of an hour.",
        "He writes C++ and is in 4-A, the A-level is far.",
        "They speak Somali 90 % of the time.",
        "Class 4B, grade 4, Plan B, section C.",
        "He got a bicycle; she got a lot of books.",
        "Room 10/100B",
    ],
)
def test_dates_classes_and_shares_are_no_marks(written: str) -> None:
    assert refused_words(written) == []


def test_each_word_is_said_once_in_the_order_of_the_text_and_over_a_line_s_end() -> None:
    found = refused_words("He failed.\nHe FAILED, was absent\nfrom class, then failed.")
    assert [(one.word, one.topic) for one in found] == [("failed", Topic.MARKS), ("absent from", Topic.ABSENCE)]


def test_the_explanation_names_the_word_says_why_and_what_is_kept() -> None:
    (found,) = refused_words("He failed.")
    assert found.why == "A visit is not about marks: “failed” was found. Please leave it out; the rest is kept here."
