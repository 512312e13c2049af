"""What families answer and what staff note after a talk. Short, everyday, invented."""

# language → (thanks, we shall come)
ANSWERS: dict[str, tuple[str, str]] = {
    "en": ("Thank you, that made our evening.", "We will be there."),
    "es": ("Muchas gracias, nos alegra mucho.", "Allí estaremos."),
    "ca": ("Moltes gràcies, ens alegra molt.", "Hi serem."),
    "fr": ("Merci beaucoup, cela nous fait plaisir.", "Nous serons là."),
    "pt": ("Muito obrigada, ficámos contentes.", "Estaremos lá."),
    "ro": ("Mulțumim mult, ne bucurăm.", "Vom fi acolo."),
    "so": ("Aad ayaad u mahadsan tahay.", "Waan imaan doonnaa."),
    "vi": ("Cảm ơn thầy cô rất nhiều.", "Chúng tôi sẽ đến."),
    "fil": ("Maraming salamat po.", "Pupunta po kami."),
    "pl": ("Bardzo dziękujemy, cieszymy się.", "Przyjdziemy."),
    "de": ("Vielen Dank, das freut uns sehr.", "Wir kommen gern."),
    "it": ("Grazie mille, ci fa molto piacere.", "Ci saremo."),
    "tr": ("Çok teşekkür ederiz.", "Geleceğiz."),
    "sw": ("Asante sana.", "Tutakuja."),
    "ar": ("شكرًا جزيلًا، هذا يسعدنا.", "سنحضر إن شاء الله."),
    "ur": ("بہت شکریہ، ہمیں خوشی ہوئی۔", "ہم ضرور آئیں گے۔"),
    "zh-Hans": ("谢谢老师，我们很高兴。", "我们会来的。"),
    "uk": ("Дуже дякуємо, нам приємно.", "Ми прийдемо."),
    "bn": ("অনেক ধন্যবাদ।", "আমরা আসব।"),
    "pa": ("ਬਹੁਤ ਧੰਨਵਾਦ।", "ਅਸੀਂ ਆਵਾਂਗੇ।"),
    "ru": ("Большое спасибо, нам приятно.", "Мы придём."),
    "fa": ("خیلی ممنون، خوشحال شدیم.", "حتماً می‌آییم."),
    "ti": ("የቐንየልና።", "ክንመጽእ ኢና።"),
    "ka": ("დიდი მადლობა.", "მოვალთ."),
}

# (what was said, content kind, tone)
GATE_TALKS: tuple[tuple[str, str, str], ...] = (
    ("Told her how well the reading goes.", "learning", "praise"),
    ("Works late on Tuesdays; mornings are better for a talk.", "logistics", "neutral"),
    ("Asked how to practise tables at home; showed the card game.", "learning", "neutral"),
    ("Glad about the new friends at break.", "social", "praise"),
    ("Coat lost again; found it together.", "logistics", "neutral"),
    ("Worried about quarrels on the way home; we watch the gate for a week.", "behaviour", "concern"),
    ("Grandmother fetches the child from now on.", "logistics", "neutral"),
    ("Offered to bring bread for the breakfast.", "social", "praise"),
    ("Helped a younger child today: said so.", "behaviour", "praise"),
)
CALLS: tuple[str, ...] = (
    "A good talk. Evenings after six are best.",
    "Prefers a call to a letter; will call back any time.",
    "Did not know about the homework club; will send the child.",
    "Asked for an interpreter at the next meeting.",
)

STREETS = ("Weir Lane", "Mill Street", "Heron Road", "Bridge Walk", "Osier Close", "Ferry Street", "Alder Row", "Kingfisher Way")
SCHOOL_NAMES = (
    "Riverside",
    "Hillside",
    "Meadow",
    "Harbour",
    "Orchard",
    "Station Road",
    "Castle",
    "Forest",
    "Lakeside",
    "Old Mill",
)

# Numbers that belong to nobody (the regulator keeps them free for stories): prefix, and how many digits follow.
PHONE_BLOCKS: tuple[tuple[str, int], ...] = (
    ("+442079460", 3),
    ("+441134960", 3),
    ("+441144960", 3),
    ("+441164960", 3),
    ("+441174960", 3),
    ("+441184960", 3),
    ("+441214960", 3),
    ("+441314960", 3),
    ("+441414960", 3),
    ("+441514960", 3),
    ("+441614960", 3),
    ("+441914980", 3),
    ("+442896496", 3),
    ("+442920180", 3),
)
MAIL_HOSTS = ("mail.example", "post.example", "inbox.example", "example.org")
