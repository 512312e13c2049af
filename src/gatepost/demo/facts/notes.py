"""The notes of three months, each in a few languages. The translations are a machine's, nobody has read them yet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoteText:
    """One note: how it is tagged, and its versions by language, (subject, body) each."""

    content_kind: str
    tone: str
    versions: dict[str, tuple[str, str]]
    involvement_type: str = "communicating"
    invites: bool = False


NOTES: tuple[NoteText, ...] = (
    NoteText(
        "learning", "praise",
        {
            "en": ("Stories read aloud", ("Dear families, this week every child read a short story aloud. Many were nervous and did it all the same. "
                   "Could you ask your child to read it to you tonight, in any language? Tell me how it went.")),
            "es": ("Cuentos en voz alta", ("Queridas familias: esta semana cada niño leyó en voz alta un cuento corto. Muchos estaban nerviosos y lo hicieron "
                   "igualmente. ¿Pueden pedirle que se lo lea esta noche, en cualquier idioma? Cuéntenme cómo fue.")),
            "fr": ("Histoires à voix haute", ("Chères familles, cette semaine chaque enfant a lu une courte histoire à voix haute. Beaucoup avaient le trac et "
                   "l'ont fait quand même. Pouvez-vous demander à votre enfant de vous la lire ce soir, dans n'importe quelle langue ? Racontez-moi.")),
            "ro": ("Povești citite cu voce tare", ("Dragi familii, săptămâna aceasta fiecare copil a citit cu voce tare o poveste scurtă. Mulți au avut emoții "
                   "și totuși au reușit. Îl puteți ruga să v-o citească diseară, în orice limbă? Spuneți-mi cum a fost.")),
            "ar": ("قصص بصوت عالٍ", ("عائلاتنا الأعزاء، قرأ كل طفل هذا الأسبوع قصة قصيرة بصوت عالٍ. كان كثيرون متوترين ومع ذلك قرأوا. "
                   "هل يمكنكم أن تطلبوا من طفلكم أن يقرأها لكم الليلة بأي لغة؟ أخبروني كيف كان ذلك.")),
            "zh-Hans": ("朗读故事", "各位家长：这个星期每个孩子都朗读了一个小故事。很多孩子很紧张，但都做到了。今晚请让孩子用任何语言读给您听，好吗？请告诉我情况如何。"),
            "uk": ("Оповідання вголос", ("Дорогі родини! Цього тижня кожна дитина прочитала вголос коротке оповідання. Багато хто хвилювався, але впорався. "
                   "Попросіть, будь ласка, дитину прочитати його вам сьогодні ввечері будь-якою мовою. Напишіть мені, як усе пройшло.")),
        },
        "learning-at-home",
    ),
    NoteText(
        "logistics", "neutral",
        {
            "en": ("Walk to the river on Thursday", ("On Thursday we walk to the river and look for birds. Please give your child shoes that may get wet and something "
                   "to drink. We are back at two o'clock. Who would like to come along?")),
            "es": ("Paseo al río el jueves", ("El jueves iremos andando al río a buscar pájaros. Den a su hijo o hija zapatos que se puedan mojar y algo de beber. "
                   "Volvemos a las dos. ¿Quién quiere acompañarnos?")),
            "fr": ("Promenade à la rivière jeudi", ("Jeudi, nous allons à pied à la rivière pour observer les oiseaux. Prévoyez des chaussures qui peuvent être "
                   "mouillées et une boisson. Nous rentrons à deux heures. Qui veut venir avec nous ?")),
            "ro": ("Plimbare la râu joi", ("Joi mergem pe jos până la râu și căutăm păsări. Vă rugăm să-i dați copilului încălțăminte care se poate uda și ceva "
                   "de băut. Ne întoarcem la ora două. Cine vrea să vină cu noi?")),
            "ar": ("نزهة إلى النهر يوم الخميس", ("يوم الخميس نمشي إلى النهر ونبحث عن الطيور. من فضلكم أعطوا طفلكم حذاءً يمكن أن يبتل وشيئًا للشرب. "
                   "نعود في الساعة الثانية. من يود أن يرافقنا؟")),
            "zh-Hans": ("星期四去河边", "星期四我们步行去河边观鸟。请给孩子穿可以弄湿的鞋，并带上饮料。我们两点回来。哪位家长愿意一起来？"),
            "uk": ("Прогулянка до річки в четвер", ("У четвер ми йдемо до річки спостерігати за птахами. Дайте, будь ласка, дитині взуття, яке може намокнути, "
                   "і щось попити. Повертаємося о другій. Хто хоче піти з нами?")),
        },
        invites=True,
    ),
    NoteText(
        "learning", "neutral",
        {
            "en": ("Class meeting", ("We meet on Wednesday at six in our classroom: what the children learn this term, and what you would like to know. "
                   "Bring the children; somebody plays with them next door. Tell me if another evening suits you better.")),
            "es": ("Reunión de clase", ("Nos reunimos el miércoles a las seis en el aula: qué aprenden los niños este trimestre y qué les gustaría saber a ustedes. "
                   "Traigan a los niños; alguien jugará con ellos al lado. Díganme si les va mejor otra tarde.")),
            "fr": ("Réunion de classe", ("Nous nous retrouvons mercredi à six heures dans notre classe : ce que les enfants apprennent ce trimestre et ce que vous "
                   "aimeriez savoir. Venez avec les enfants, quelqu'un jouera avec eux à côté. Dites-moi si un autre soir vous convient mieux.")),
            "ro": ("Întâlnire cu părinții", ("Ne întâlnim miercuri la ora șase în clasa noastră: ce învață copiii în acest trimestru și ce ați dori să știți. "
                   "Aduceți și copiii; cineva se joacă cu ei alături. Spuneți-mi dacă vă convine mai bine altă seară.")),
            "ar": ("لقاء الصف", ("نلتقي يوم الأربعاء في السادسة في صفنا: ماذا يتعلم الأطفال هذا الفصل، وماذا تودون أن تعرفوا. "
                   "أحضروا الأطفال معكم، وسيلعب معهم أحد في الغرفة المجاورة. أخبروني إن كان مساء آخر يناسبكم أكثر.")),
            "zh-Hans": ("班级见面会", "星期三晚上六点我们在教室见面：谈谈孩子们这学期学什么，以及您想了解什么。可以带孩子来，隔壁有人陪他们玩。如果其他晚上更方便，请告诉我。"),
            "uk": ("Зустріч класу", ("Зустрічаємося в середу о шостій у нашому класі: чого діти навчаються цього семестру і про що ви хотіли б дізнатися. "
                   "Приходьте з дітьми, поруч хтось із ними пограється. Скажіть, якщо вам зручніше в інший вечір.")),
        },
        invites=True,
    ),
    NoteText(
        "learning", "praise",
        {
            "en": ("What the children measured", ("The children measured the whole school yard, argued about it and measured it again. I was proud of how they explained "
                   "their results to each other. Ask your child at home: what is the longest thing in our kitchen?")),
            "es": ("Lo que midieron los niños", ("Los niños midieron todo el patio, discutieron y lo volvieron a medir. Me sentí orgulloso de cómo se explicaban los "
                   "resultados. Pregunten en casa: ¿qué es lo más largo de nuestra cocina?")),
            "fr": ("Ce que les enfants ont mesuré", ("Les enfants ont mesuré toute la cour, en ont discuté et l'ont mesurée encore. J'étais fier de leurs explications. "
                   "Demandez à la maison : quelle est la chose la plus longue de notre cuisine ?")),
            "ar": ("ماذا قاس الأطفال", ("قاس الأطفال ساحة المدرسة كلها وتناقشوا ثم قاسوها من جديد. كنت فخورًا بطريقة شرحهم للنتائج. "
                   "اسألوا طفلكم في البيت: ما أطول شيء في مطبخنا؟")),
            "uk": ("Що виміряли діти", ("Діти виміряли все шкільне подвір'я, посперечалися й виміряли ще раз. Я пишаюся тим, як вони пояснювали одне одному результати. "
                   "Запитайте вдома: що найдовше в нашій кухні?")),
        },
        "learning-at-home",
    ),
    NoteText(
        "social", "praise",
        {
            "en": ("You know them best", ("You know your child best. What does your child like to talk about at home, and what would you wish for the coming weeks at school? "
                   "A few words in any language are enough.")),
            "es": ("Ustedes los conocen mejor", ("Ustedes conocen mejor a su hijo o hija. ¿De qué le gusta hablar en casa y qué desean para las próximas semanas en la "
                   "escuela? Bastan unas palabras en cualquier idioma.")),
            "ro": ("Dumneavoastră îi cunoașteți cel mai bine", ("Dumneavoastră vă cunoașteți cel mai bine copilul. Despre ce îi place să vorbească acasă și ce vă doriți "
                   "pentru săptămânile următoare la școală? Ajung câteva cuvinte în orice limbă.")),
            "ar": ("أنتم أدرى بهم", "أنتم أدرى بطفلكم. عمَّ يحب أن يتحدث في البيت؟ وماذا تتمنون له في المدرسة في الأسابيع القادمة؟ تكفي كلمات قليلة بأي لغة."),
            "zh-Hans": ("您最了解孩子", "您最了解自己的孩子。孩子在家喜欢聊什么？您对接下来几周的学校生活有什么期望？用任何语言写几句话就可以。"),
            "uk": ("Ви знаєте їх найкраще", ("Ви знаєте свою дитину найкраще. Про що вона любить говорити вдома і чого б ви бажали на наступні тижні в школі? "
                   "Досить кількох слів будь-якою мовою.")),
        },
    ),
    NoteText(
        "logistics", "neutral",
        {
            "en": ("Warm clothes", ("It is getting cold and we still go out every day. A hat and gloves help; if yours are too small, the school has a shelf with warm things "
                   "for everybody. Just ask.")),
            "es": ("Ropa de abrigo", ("Empieza a hacer frío y seguimos saliendo cada día. Un gorro y unos guantes ayudan; si los suyos quedan pequeños, la escuela tiene un "
                   "estante con ropa de abrigo para todos. Solo hay que pedirlo.")),
            "ar": ("ملابس دافئة", "بدأ البرد وما زلنا نخرج كل يوم. القبعة والقفازات تساعد؛ وإن صارت صغيرة ففي المدرسة رفٌّ فيه أشياء دافئة للجميع. يكفي أن تسألوا."),
            "ro": ("Haine călduroase", ("Se face frig, iar noi ieșim în continuare în fiecare zi. O căciulă și mănuși ajută; dacă sunt prea mici, școala are un raft cu haine "
                   "călduroase pentru toți. E de ajuns să întrebați.")),
        },
    ),
)  # fmt: skip
