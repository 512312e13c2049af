"""Which type of involvement an answer may speak of, guessed from beginnings of words. A person always decides.

A short list for each language of the house, to be grown with what families really write. Chinese has no spaces, so there
any place in the text counts; elsewhere a word has to begin so.
"""

import re
from functools import cache

from gatepost.framework.types import InvolvementType
from gatepost.kernel.text import search_key
from gatepost.languages.tags import canonical

_WITHOUT_SPACES = frozenset({"zh"})
# In the order of the six types; beginnings of words, without accents.
_BEGINNINGS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": (
        "health food meal sleep safe cloth money rent doctor parenting upbringing screen visit",
        "messag call phone answer language translat interpret inform letter email talk listen hear meeting conference",
        "volunteer help-out join trip celebrat party craft cook skill invit",
        "homework learn read math exercis practis study lesson grade subject exam",
        "decid decision council vote say-in opinion board rule choose association",
        "neighbo library club sport community clinic museum course job other-families",
    ),
    "es": (
        "salud comida comedor dormir segur ropa dinero medic crianza pantalla visita",
        "mensaj llam telefon respond respuest idioma traduc interpret inform carta correo habl escuch reunion tutor",
        "volunt ayudar particip excursion fiesta celebra taller cocin invit",
        "deber tarea aprend leer lectura matematic ejercicio estudi leccion nota asignatura examen",
        "decid decision consejo vot opinion norma eleg ampa asociacion",
        "barrio vecin bibliotec club deport comunidad museo curso trabajo",
    ),
    "ca": (
        "salut menjar dormir segur roba diner metge crianca pantall visit",
        "missatg truc telefon respo respost llengua idioma tradu interpret inform carta correu parl escolt reunio tutor",
        "volunt ajudar particip excursio festa celebra taller cuin invit convid",
        "deure apren aprend llegir lectur matematiq exercici estudi llico nota assignatur examen",
        "decid decisio consell vot opinio norma triar afa associacio",
        "barri vein bibliotec club esport comunitat museu curs feina",
    ),
    "fr": (
        "sante repas nourriture dormir sommeil securit vetement argent medecin education-parent ecran visit",
        "messag appel telephon repond repons langue tradu interpret inform lettre courriel parler ecout reunion entretien",
        "benevol aider particip sortie fete celebr atelier cuisin invit",
        "devoir apprend lire lecture math exercice etudi lecon note matiere examen",
        "decid decision conseil vot avis opinion regle choisir association",
        "quartier voisin bibliothe club sport communaut musee cours emploi",
    ),
    "pt": (
        "saude comida refeic dormir sono segur roupa dinheiro medic criacao ecra tela visit",
        "mensag ligar telefon respond respost lingua idioma traduc tradut interpret inform carta correio falar ouvir escutar reuni",
        "volunt ajudar particip passeio excursao festa celebra oficina cozinh convid",
        "dever tarefa aprend ler leitura matematic exercicio estud licao nota disciplina exame",
        "decid decisao conselho vot opiniao regra escolher associacao",
        "bairro vizinh bibliotec clube desport esport comunidade museu curso emprego",
    ),
    "ro": (
        "sanatat mancare masa somn sigur haine bani medic crester ecran vizit",
        "mesaj suna telefon raspun limba tradu interpret inform scrisoare vorb ascult sedint intalnir",
        "volunt ajut particip excurs serbar petrec atelier gati invit",
        "teme invat citi citit matematic exercit studi lectie nota materie examen",
        "decid decizi consiliu vot parere regul alege asociat",
        "cartier vecin bibliotec club sport comunitat muzeu curs munca",
    ),
    "ar": (
        "صحة الصحة طعام الطعام نوم النوم امان الامان ملابس مال المال طبيب تربية زيارة",
        "رسال الرسائل اتصال الاتصال هاتف جواب رد لغة اللغة ترجم مترجم معلوم خطاب حديث استماع اجتماع",
        "تطوع التطوع مساعدة مشاركة المشاركة رحلة احتفال حفل دعوة",
        "واجب الواجب تعلم التعلم قراءة القراءة رياضيات تمرين دراسة درس امتحان",
        "قرار القرار مجلس المجلس تصويت راي رأي قواعد جمعية",
        "حي الحي جيران مكتبة نادي رياضة مجتمع المجتمع متحف دورة عمل",
    ),
    "ur": (
        "صحت کھانا نیند حفاظت کپڑ پیس ڈاکٹر پرورش تربیت ملاقات",
        "پیغام فون کال جواب زبان ترجم مترجم معلومات خط بات سن میٹنگ",
        "رضاکار مدد شرکت سیر تقریب جشن دعوت",
        "ہوم سیکھ پڑھ ریاضی مشق مطالعہ سبق امتحان مضمون",
        "فیصل کونسل ووٹ رائے اصول انجمن",
        "محل پڑوس لائبریری کلب کھیل برادری میوزیم کورس کام",
    ),
    "zh": (
        "健康 饮食 吃饭 睡眠 安全 衣服 费用 医生 育儿 屏幕 家访",
        "消息 信息 电话 回复 语言 翻译 通知 信件 邮件 沟通 倾听 家长会",
        "志愿 帮忙 参加 郊游 庆祝 活动 邀请",
        "作业 学习 阅读 数学 练习 课程 成绩 考试",
        "决定 委员会 投票 意见 规则 协会",
        "社区 邻居 图书馆 俱乐部 体育 博物馆 培训 工作",
    ),
    "uk": (
        "здоров харчув їж сон безпе одяг грош лікар вихован екран візит",
        "повідомл дзвон телефон відповід мов переклад інформ лист розмов слуха збор зустріч",
        "волонтер допомага допомог участ екскурс свят майстер запрош",
        "уроки домашн навча вчит чита математ вправ оцінк предмет іспит",
        "рішен вирішу рад голосу думк правил вибира асоціац",
        "район сусід бібліот клуб спорт громад музе курс робот",
    ),
    "so": (
        "caafimaad cunto hurdo amaan dhar lacag dhakhtar barbaarin booqasho",
        "farriin fariin wac taleefan jawaab luqad af turjum war warqad hadal dhageys kulan shir",
        "mutadawac caawin ka-qayb dalxiis xaflad dabaaldeg casuum",
        "shaqo-guri layli barasho baro akhri xisaab dhigasho cashar imtixaan maaddo",
        "go'aan gole codeyn ra'yi talo xeer dooro urur",
        "xaafad deris maktabad naadi ciyaar bulsho matxaf koorso shaqo",
    ),
    "vi": (
        "suc-khoe an-uong ngu an-toan quan-ao tien bac-si nuoi-day man-hinh tham-nha",
        "tin-nhan goi dien-thoai tra-loi ngon-ngu tieng dich phien-dich thong-tin thu noi-chuyen lang-nghe hop",
        "tinh-nguyen giup tham-gia da-ngoai le-hoi to-chuc moi",
        "bai-tap hoc doc toan luyen on-tap bai-hoc diem mon-hoc thi",
        "quyet-dinh hoi-dong bo-phieu y-kien noi-quy chon hoi-phu-huynh",
        "khu-pho hang-xom thu-vien cau-lac-bo the-thao cong-dong bao-tang khoa-hoc viec-lam",
    ),
}  # fmt: skip


def guess(words: str, language: str = "") -> list[InvolvementType]:
    """Types whose words stand in the text, the most often named first. An unknown language is tried in English."""
    text = search_key(words).replace("đ", "d")
    own = canonical(language).split("-")[0] if language else "en"
    patterns = _patterns(own if own in _BEGINNINGS else "en")
    found = {kind: len(pattern.findall(text)) for kind, pattern in patterns.items()}
    order = list(InvolvementType)
    return sorted((kind for kind, hits in found.items() if hits), key=lambda kind: (-found[kind], order.index(kind)))


@cache
def _patterns(language: str) -> dict[InvolvementType, re.Pattern[str]]:
    """A hyphen in the list stands for a space in the text."""
    begin = "" if language in _WITHOUT_SPACES else r"(?<!\w)"
    return {
        kind: re.compile(begin + "(?:" + "|".join(_escaped(word) for word in words.split()) + ")")
        for kind, words in zip(InvolvementType, _BEGINNINGS[language], strict=True)
    }


def _escaped(word: str) -> str:
    return re.escape(search_key(word.replace("-", " "))).replace(r"\ ", r"\s+")
