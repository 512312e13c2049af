"""Who looks, and whose texts each of them may ever see, on any page."""

WHOLE = frozenset({"ofelia", "carla", "coco", "dov"})
TEACHERS = frozenset({"ben", "nora"})
RIVERSIDE = WHOLE | TEACHERS
HILLSIDE = frozenset({"eve", "pia"})
STAFF = RIVERSIDE | HILLSIDE
PRINCIPALS = frozenset({"dov", "pia"})
# Who reads what came by mail and found no place.
READERS = frozenset({"ofelia", "carla", "dov", "pia"})
OFFICE = frozenset({"ofelia", *PRINCIPALS})
# Guardians who hold the contact right for at least one child today.
GUARDIANS = frozenset({"amina", "sami", "olga", "tomas", "akua"})
# Signed in, but without any right: restricted, ended, left the school, or a student.
RIGHTLESS = frozenset({"abdi", "exo", "fred", "yusuf"})
EVERYBODY = STAFF | GUARDIANS | RIGHTLESS
ALL = EVERYBODY | {"anonymous"}

WORDS = {
    "anonymous": "nobody signed in",
    "amina": "guardian of Yusuf and Hodan",
    "sami": "guardian of both, barred from Hodan only",
    "olga": "guardian of another child in the same section",
    "tomas": "guardian of a child in another section",
    "akua": "guardian at another school",
    "abdi": "guardian barred by a court",
    "exo": "guardian whose guardianship ended",
    "yusuf": "student",
    "ben": "teacher of the section",
    "nora": "another teacher of the school",
    "fred": "teacher who left the school",
    "ofelia": "office",
    "carla": "family liaison",
    "coco": "counsellor",
    "dov": "principal",
    "eve": "teacher at another school",
    "pia": "principal of another school",
}

_FOURB = {"yusuf", "lena", "fourb", "notefourb", "threadyusuf", "threadlena", "lettersfourb", "visityusuf"}
_FIVEA = {"hodan", "tom", "fivea", "notefivea", "threadhodan", "threadtom", "lettersfivea", "visithodan"}
_RIVERSIDE_STAFF = {"ben", "nora", "ofelia", "carla", "coco", "dov", "fred"}
_FOURB_ADULTS = {"amina", "aminacontact", "sami", "samicontact", "abdi", "abdicontact", "exo", "exocontact", "olga"}
_FIVEA_ADULTS = {"amina", "aminacontact", "sami", "samicontact", "tomas", "tomascontact"}
_HILLSIDE = {
    "hillside",
    "kofi",
    "akua",
    "akuacontact",
    "sixc",
    "notesixc",
    "threadkofi",
    "letterssixc",
    "visitkofi",
    "planhillside",
    "eve",
    "pia",
}
_ROSTER = {"rosterriverside"}
_OLD_LOG = {"oldlogriverside"}
# What is not published yet is for all staff of the school.
_DRAFTS = {"riversidedraft", "planriverside"}
_WHOLE = {
    *{"riverside", "postriverside"},
    *_DRAFTS,
    *(_FOURB | _FIVEA | _RIVERSIDE_STAFF | _FOURB_ADULTS | _FIVEA_ADULTS),
}
# What families said in the first inquiry, without names: principal, counsellor, liaison.
_SAID = {"saidriverside"}
# What a family hopes for: the two who were there, liaison, counsellor, principal.
_HOPES = {"hopesyusuf"}

ALLOWED: dict[str, set[str]] = {
    "anonymous": set(),
    "amina": {"riverside", "amina", "aminacontact", "ben", "nora"}
    | {"yusuf", "fourb", "notefourb", "threadyusuf", "hodan", "fivea", "notefivea", "threadhodan"},
    "sami": {"riverside", "sami", "samicontact", "ben", "yusuf", "fourb", "notefourb", "threadyusuf"},
    "olga": {"riverside", "olga", "olgacontact", "ben", "lena", "fourb", "notefourb", "threadlena"},
    "tomas": {"riverside", "tomas", "tomascontact", "nora", "tom", "fivea", "notefivea", "threadtom"},
    "akua": {"hillside", "akua", "akuacontact", "eve", "kofi", "sixc", "notesixc", "threadkofi"},
    "abdi": {"riverside", "abdi"},
    "exo": {"exo"},
    "yusuf": {"yusuf"},
    "ben": {"riverside", "draftben"} | _DRAFTS | _HOPES | _FOURB | _FOURB_ADULTS | _RIVERSIDE_STAFF,
    "nora": {"riverside", "draftnora"} | _DRAFTS | _FIVEA | _FIVEA_ADULTS | _RIVERSIDE_STAFF,
    "fred": {"fred"},
    # A protected guardian's address is for two roles only, an order of the court for the principal.
    "ofelia": _WHOLE | _ROSTER | _OLD_LOG | {"olgacontact"} | {f"{name}contact" for name in _RIVERSIDE_STAFF},
    "carla": _WHOLE | _OLD_LOG | _SAID | _HOPES,
    "coco": _WHOLE | _SAID | _HOPES,
    "dov": _WHOLE
    | _SAID
    | _HOPES
    | _ROSTER
    | _OLD_LOG
    | {"olgacontact", "restriction", "systemmailriverside", "courtriverside"}
    | {f"{name}contact" for name in _RIVERSIDE_STAFF},
    "eve": _HILLSIDE | {"drafteve"},
    "pia": _HILLSIDE
    | {"rosterhillside", "oldloghillside", "posthillside", "courthillside", "systemmailhillside", "evecontact", "piacontact"},
}
# What the school asks: whoever is asked it, and who looks after the whole school.
for _name in {"amina", "olga", "ben", *WHOLE}:
    ALLOWED[_name] |= {"askedriverside"}
for _name in {"akua", *HILLSIDE}:
    ALLOWED[_name] |= {"askedhillside"}
# What families wrote on paper, until it is counted: whoever types it in.
for _name in WHOLE:
    ALLOWED[_name] |= {"paperriverside"}
