"""Given and family names by home language; where the script is not Latin, each as Latin/own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """As the register writes it, and as the family does."""

    latin: str
    own: str


@dataclass(frozen=True)
class Naming:
    """`share`: of a hundred families. `family_first`: the own script puts the family name first, without a space."""

    language: str
    share: float
    female: tuple[Name, ...]
    male: tuple[Name, ...]
    family: tuple[Name, ...]
    family_first: bool = False

    @property
    def has_own_script(self) -> bool:
        return any(name.own != name.latin for name in self.family)


def _names(words: str) -> tuple[Name, ...]:
    pairs = (word.partition("/") for word in words.split())
    return tuple(Name(latin.replace("_", " "), (own or latin).replace("_", " ")) for latin, _slash, own in pairs)


def _naming(language: str, share: float, female: str, male: str, family: str) -> Naming:
    return Naming(language, share, _names(female), _names(male), _names(family), family_first=language.startswith("zh"))


NAMINGS: tuple[Naming, ...] = (
    _naming(
        "en", 27.0,
        "Alice Grace Hannah Ruby Ella Chloe Megan Lucy Olivia Naomi Zoe Freya Imani Skye Beth Nora",
        "Jack Oliver Samuel Thomas Leo Noah Daniel Owen Marcus Ethan Jamal Theo Callum Isaac Rhys Finn",
        "Walker Hughes Bennett Carter Morgan Price Turner Ellis Campbell Reid Foster Okafor Grant Shaw Doyle Clarke Byrne Holt Marsh Webb Lloyd Nolan",
    ),
    _naming(
        "es", 13.0,
        "Lucía Sofía Valentina Camila Daniela Paula Elena Marisol Ximena Carmen Inés Rosa Alba Noelia",
        "Mateo Diego Javier Andrés Luis Santiago Emilio Tomás Álvaro Joaquín Rafael Hugo Iván Gael",
        "García Hernández Ramírez Torres Flores Castillo Morales Ortega Vargas Navarro Rojas Mendoza Delgado Cruz Peña Molina Soto Ibáñez",
    ),
    _naming(
        "ca", 4.0,
        "Laia Montserrat Neus Mercè Aina Jordina Núria Queralt Roser Gemma",
        "Jordi Oriol Arnau Pau Martí Biel Ferran Guillem Roger Quim",
        "Puig Vila Serra Soler Ferrer Bosch Camps Pujol Roca Casals Mas Riera Font",
    ),
    _naming(
        "fr", 3.0,
        "Camille Manon Inès Aminata Fatou Margaux Élodie Awa Chloé Mariam",
        "Hugo Lucas Théo Mamadou Ibrahima Antoine Julien Ousmane Mathis Cheikh",
        "Moreau Lefèvre Girard Diallo Traoré Fontaine Chevalier Konaté Mercier Ndiaye Rousseau Camara",
    ),
    _naming(
        "pt", 5.0,
        "Beatriz Mariana Inês Leonor Joana Catarina Thaís Débora Luana Matilde",
        "João Tiago Rui Gonçalo Duarte Caio Vinícius Afonso Bruno Nuno",
        "Silva Santos Ferreira Oliveira Pereira Costa Almeida Ribeiro Carvalho Teixeira Moreira Pinto",
    ),
    _naming(
        "ro", 7.0,
        "Ioana Andreea Mihaela Daria Bianca Ștefania Ana-Maria Raluca Simona Denisa",
        "Mihai Andrei Ștefan Ionuț Vlad Răzvan Cristian Alexandru Darius Luca",
        "Popescu Ionescu Dumitru Stan Constantin Marin Ilie Munteanu Rusu Moldovan Ciobanu Neagu Ungureanu",
    ),
    _naming(
        "so", 4.5,
        "Hodan Ayaan Fadumo Sahra Ifrah Nasra Ubah Hibo Deqa Maryan",
        "Liban Abdi Mahad Guled Bilal Nuur Warsan Zakariye Ismaaciil Cabdalla",
        "Warsame Farah Jama Abdullahi Hersi Egal Samatar Duale Omar Guled Shire Aden",
    ),
    _naming(
        "vi", 2.0,
        "Lan Mai Hương Thảo Linh Ngọc Trang Yến Phương",
        "Minh Tuấn Dũng Khôi Long Hải Quân Phúc Đức",
        "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô",
    ),
    _naming(
        "fil", 1.4,
        "Maricel Jasmine Analyn Rowena Cristina Tala Luningning",
        "Jerome Rodel Arnel Jomar Rizal Bayani Efren",
        "Dela_Cruz Reyes Bautista Villanueva Salvador Pangilinan Manalo Macaraeg",
    ),
    _naming(
        "pl", 2.4,
        "Zuzanna Maja Agnieszka Julia Hanna Kinga Oliwia Magda",
        "Jakub Szymon Kacper Wojciech Mateusz Filip Bartosz Igor",
        "Nowak Wójcik Mazur Kaczmarek Dudek Pawlak Stępień Sikora Baran Duda",
    ),
    _naming(
        "de", 1.0,
        "Greta Johanna Lieselotte Frieda Antonia Mathilda Katharina",
        "Jonas Emil Moritz Friedrich Anton Konrad Matthias",
        "Schäfer Krüger Lindemann Vogt Brandt Zimmermann Rühl Großmann",
    ),
    _naming(
        "it", 1.2,
        "Giulia Chiara Ginevra Francesca Martina Beatrice Elisa",
        "Lorenzo Matteo Riccardo Davide Pietro Niccolò Enrico",
        "Conti Ferri Greco Galli Marchetti Fontana Barbieri Caruso De_Luca",
    ),
    _naming(
        "tr", 2.2,
        "Elif Zeynep Ayşe Defne Gülşah Merve Ecrin İrem",
        "Emre Mehmet Yusuf Kerem Çağan Burak Ömer Umut",
        "Yılmaz Kaya Demir Şahin Çelik Aydın Öztürk Koç Arslan Güneş",
    ),
    _naming(
        "sw", 0.8,
        "Neema Zuhura Rehema Amani Mwanajuma Pendo",
        "Juma Baraka Hamisi Salim Rashidi Jabari",
        "Mwangi Kamau Mushi Massawe Odhiambo Njoroge Mrisho",
    ),
    _naming(
        "ar", 9.0,
        "Layla/ليلى Fatima/فاطمة Mariam/مريم Noor/نور Hala/هالة Salma/سلمى Rania/رانيا Yasmin/ياسمين Huda/هدى Samira/سميرة",
        "Omar/عمر Karim/كريم Yousef/يوسف Ahmad/أحمد Tariq/طارق Hassan/حسن Ziad/زياد Mahmoud/محمود Sami/سامي Khalil/خليل",
        "Haddad/حداد Mansour/منصور Khoury/خوري Nasser/ناصر Saleh/صالح Hamdan/حمدان Darwish/درويش Aziz/عزيز Shaheen/شاهين Najjar/نجار Sabbagh/صباغ Qasim/قاسم",
    ),
    _naming(
        "ur", 6.0,
        "Ayesha/عائشہ Zainab/زینب Sana/ثناء Hira/حرا Mahnoor/ماہ_نور Iqra/اقرا Nadia/نادیہ Rabia/رابعہ",
        "Bilal/بلال Hamza/حمزہ Usman/عثمان Faisal/فیصل Danish/دانش Imran/عمران Saad/سعد Zubair/زبیر",
        "Khan/خان Malik/ملک Qureshi/قریشی Chaudhry/چودھری Siddiqui/صدیقی Butt/بٹ Mirza/مرزا Sheikh/شیخ Raja/راجہ Akhtar/اختر",
    ),
    _naming(
        "zh-Hans", 4.5,
        "Mei/梅 Xiuying/秀英 Lin/琳 Yan/燕 Jing/静 Xinyi/欣怡 Hui/慧 Lanlan/兰兰",
        "Wei/伟 Jun/军 Haoran/浩然 Ming/明 Zihan/子涵 Bo/博 Qiang/强 Jiahao/家豪",
        "Wang/王 Li/李 Zhang/张 Liu/刘 Chen/陈 Zhao/赵 Huang/黄 Zhou/周 Wu/吴 Xu/徐 Sun/孙 Lin/林",
    ),
    _naming(
        "uk", 4.5,
        "Oksana/Оксана Daryna/Дарина Solomiia/Соломія Kateryna/Катерина Iryna/Ірина Zlata/Злата Halyna/Галина Polina/Поліна",
        "Taras/Тарас Bohdan/Богдан Andrii/Андрій Mykola/Микола Maksym/Максим Ostap/Остап Danylo/Данило Yurii/Юрій",
        "Shevchenko/Шевченко Kovalenko/Коваленко Bondarenko/Бондаренко Tkachuk/Ткачук Kravchuk/Кравчук Moroz/Мороз Lysenko/Лисенко Rudenko/Руденко Savchuk/Савчук Koval/Коваль",
    ),
    _naming(
        "bn", 2.2,
        "Nusrat/নুসরাত Sharmin/শারমিন Farzana/ফারজানা Mitu/মিতু Rina/রিনা Taslima/তাসলিমা",
        "Rakib/রাকিব Tanvir/তানভীর Arif/আরিফ Sohel/সোহেল Imtiaz/ইমতিয়াজ Nayeem/নাঈম",
        "Rahman/রহমান Hossain/হোসেন Ahmed/আহমেদ Islam/ইসলাম Chowdhury/চৌধুরী Miah/মিয়া Uddin/উদ্দিন Das/দাস",
    ),
    _naming(
        "pa", 1.8,
        "Harpreet/ਹਰਪ੍ਰੀਤ Simran/ਸਿਮਰਨ Jasleen/ਜਸਲੀਨ Manpreet/ਮਨਪ੍ਰੀਤ Gurleen/ਗੁਰਲੀਨ",
        "Gurdeep/ਗੁਰਦੀਪ Arjan/ਅਰਜਨ Balraj/ਬਲਰਾਜ Jaspal/ਜਸਪਾਲ Karan/ਕਰਨ",
        "Singh/ਸਿੰਘ Gill/ਗਿੱਲ Sandhu/ਸੰਧੂ Dhillon/ਢਿੱਲੋਂ Sidhu/ਸਿੱਧੂ Grewal/ਗਰੇਵਾਲ",
    ),
    _naming(
        "ru", 1.6,
        "Anna/Анна Maria/Мария Ksenia/Ксения Vera/Вера Alina/Алина Yulia/Юлия",
        "Dmitry/Дмитрий Ilya/Илья Pavel/Павел Artyom/Артём Roman/Роман Kirill/Кирилл",
        "Melnik/Мельник Sedykh/Седых Chernykh/Черных Dolgikh/Долгих Gurevich/Гуревич Sobol/Соболь",
    ),
    _naming(
        "fa", 2.2,
        "Parisa/پریسا Zahra/زهرا Shirin/شیرین Maryam/مریم Farida/فریده Nilofar/نیلوفر",
        "Reza/رضا Ali/علی Farhad/فرهاد Navid/نوید Mirwais/میرویس Jawad/جواد",
        "Ahmadi/احمدی Rahimi/رحیمی Karimi/کریمی Hosseini/حسینی Noori/نوری Sadat/سادات Amiri/امیری",
    ),
    _naming(
        "ti", 1.2,
        "Selam/ሰላም Rahwa/ራህዋ Freweyni/ፍረወይኒ Luwam/ሉዋም Saba/ሳባ",
        "Tesfay/ተስፋይ Filmon/ፊልሞን Yonas/ዮናስ Haben/ሃበን Merhawi/መርሃዊ",
        "Gebremedhin/ገብረመድህን Tekle/ተክለ Haile/ሃይለ Berhane/በርሀነ Kidane/ኪዳነ Mehari/መሓሪ",
    ),
    _naming(
        "ka", 0.5,
        "Nino/ნინო Tamar/თამარ Ketevan/ქეთევან Salome/სალომე",
        "Giorgi/გიორგი Levan/ლევან Luka/ლუკა Davit/დავით",
        "Beridze/ბერიძე Kapanadze/კაპანაძე Lomidze/ლომიძე Maisuradze/მაისურაძე",
    ),
)  # fmt: skip

BY_LANGUAGE = {naming.language: naming for naming in NAMINGS}
