"""The word lists of `visit_words`, language by language: regular expressions for whole words, a space for any white space.

Careful with words of two meanings: "notes" may be a message, "marks" a verb, «hace falta» a need, «điểm mạnh» a strength.
Each list has sentences in `tests/reach/test_visit_words.py` that it must refuse and sentences that it must let pass; add to
both when you add a word.
"""

Lists = dict[str, dict[str, tuple[str, ...]]]

LISTS: Lists = {
    "en": {
        "marks": (
            (
                r"(?<!lower )(?<!upper )(?<!primary )(?<!middle )(?<!early )(?<!other )(?<!both )(?<!all )(?<!two )"
                r"grades(?! (?:\d|k\b|one\b|two\b|three\b|four\b|five\b|six\b))"
            ),
            r"(?:good|bad|better|best|low|lower|lowest|high|higher|highest|poor|failing|passing|final|report) grade",
            r"grade points?|grade point average|gpa|graded|percentiles?",
            r"(?:below|above|behind|under) grade level",
            r"(?<!question )(?<!trade)marks(?! (?:a|an|the|his|her|our|their|my)\b)",
            r"(?:good|bad|better|low|high|poor|top|full) mark",
            r"report cards?|(?:test|exam|sat|reading|maths?) scores?|exam results?",
            r"(?<!without )(?<!else )fail(?:s|ed|ing)?(?! to\b)",
            r"flunk(?:s|ed|ing)?|underachiev\w+",
        ),
        "discipline": (
            r"detentions?|suspended|suspensions?(?! bridges?\b)|expelled|expulsions?",
            r"disciplinary|discipline (?:problems?|issues?|referrals?|records?|reports?|measures?)",
            r"(?:was|were|been|being|got) (?:disciplined|written up)",
            r"misbehav\w+|(?:bad|poor) behaviou?r|behaviou?r (?:problems?|issues?|reports?|referrals?|incidents?|points?)",
            r"punish(?:ed|es|ing|ment|ments)?|office referrals?|troublemakers?",
        ),
        "absence": (
            r"absences|(?:his|her|their|school|excused|unexcused|frequent) absence|absenteeism|truan(?:t|ts|cy)",
            r"absent (?:from|again|often|a lot|so (?:much|often)|too (?:much|often)|many (?:times|days)|for (?:days|weeks)|\d+)",
            r"(?:often|frequently|always|never|constantly) absent|tardy|tardies|tardiness",
            r"attendance (?:records?|rates?|problems?|issues?|letters?|warnings?)|(?:poor|bad|low) attendance",
            r"skip(?:s|ped|ping)? (?:school|class|classes|lessons?)|miss(?:es|ed|ing)? (?:(?:too much|so much|a lot of) school|\d+ (?:school )?days)",
        ),
    },
    "es": {
        "marks": (
            r"calificaci(?:ón|ones)|bolet(?:ín|ines) de (?:notas|calificaciones)",
            r"(?:buenas|malas|sus|mejores|peores|bajas|altas|sacar?|sacó|las) notas(?! (?:musicales|de voz|de agradecimiento))",
            r"(?:buena|mala|baja|alta|mejor) nota",
            r"suspens[oa]s?|suspendi(?:ó|do|da|dos|das)|suspender|reprob(?:ó|ar|ado|ada|ados|adas)",
            r"repet(?:ir|idor|idora) curso|repite curso|sac(?:a|ó|ar) un \d+",
        ),
        "discipline": (
            r"castig(?:o|os|a|ó|ar|ado|ada|ados|adas|aron)|expulsi(?:ón|ones)|expuls(?:ó|ar|aron|ado|ada|ados|adas)",
            r"amonestaci(?:ón|ones)|amonestad[oa]s?|partes? (?:de disciplina|disciplinarios?)|disciplinari[oa]s?",
            r"mala conducta|mal comportamiento|(?:se porta|portarse|se portó) mal|problemas? de (?:conducta|disciplina|comportamiento)",
        ),
        "absence": (
            r"absentismo|ausentismo|ausencias|inasistencias?|faltas? (?:de asistencia|injustificadas?)",
            r"falt(?:a|an|ó|aron|ado|ar) a (?:clase|clases|la escuela)|hac(?:er|e) novillos",
            r"ausente (?:a menudo|muchas veces|muchos días|de clase|de la escuela)",
        ),
    },
    "ca": {
        "marks": (
            r"qualificaci(?:ó|ons)|butllet(?:í|ins) de notes",
            r"(?:bones|males|seves|millors|pitjors|baixes|altes|treu|treure) notes(?! (?:musicals|de veu|d'agraïment))",
            r"(?:bona|mala|baixa|alta|millor) nota",
            r"susp(?:ès|esa|esos|eses|endre)|repet(?:ir|eix) curs|va treure un \d+",
        ),
        "discipline": (
            r"càstigs?|castiga(?:r|t|da|ts|des)|expulsi(?:ó|ons)|expulsa(?:r|t|da|ts|des)|amonestaci(?:ó|ons)",
            r"disciplin(?:ari|ària|aris|àries)|mala conducta|mal comportament|es porta malament|problemes? de (?:conducta|comportament|disciplina)",
        ),
        "absence": (r"absentisme|absències|faltes? d'assistència|fa(?:lta|ltar|ltat) a classe|f(?:er|a) campana",),
    },
    "fr": {
        "marks": (
            r"bulletins? (?:scolaires?|de notes)|(?:bonnes?|mauvaises?|meilleures?|basses?|faibles?) notes?(?! (?:de musique|musicales))",
            r"ses notes|moyenne (?:générale|de \d+)|échec scolaire|résultats scolaires",
            r"redoublement(?! d')|redoubl(?:er?|é|era|ait) (?:sa|son|la|une|le|cette) (?:classe|année|ce1|ce2|cm1|cm2|cp)",
            r"(?:raté|échoué) (?:à |à l'|au |aux |son |l'|un |le )(?:examen|examens|contrôle|test|brevet|bac)",
        ),
        "discipline": (
            r"puni(?:e|s|es|r|tion|tions)?|(?:heures? de|en) retenue|exclusions? (?:temporaires?|définitives?)|exclue? (?:du collège|de l'école|de la classe)",
            r"avertissements? de (?:conduite|comportement|travail)|indisciplin(?:e|é|ée|és|ées)|disciplinaires?|conseil de discipline",
            r"mauvais comportement|mauvaise conduite|problèmes? de (?:discipline|comportement)",
        ),
        "absence": (
            r"absentéisme|absences|absence (?:injustifiée|non justifiée)|(?:souvent|toujours) absente?|absente? (?:de l'école|en classe|des cours)|école buissonnière|sèch(?:e|er|é) (?:les|des|ses) cours",
        ),
    },
    "pt": {
        "marks": (
            r"(?:boas|más|suas|melhores|piores|baixas|altas|as) notas(?! (?:musicais|de agradecimento))|nota (?:boa|má|baixa|alta)|boa nota",
            r"boletim (?:escolar|de notas)|boletins (?:escolares|de notas)|reprov(?:ado|ada|ou|ar|ação|ações)|chumb(?:ou|ar|ado|ada)",
            r"tirou (?:um )?\d+|repet(?:ir|iu|e) (?:o|de) ano",
        ),
        "discipline": (
            r"castig(?:ou|ado|ada|ados|adas)|de castigo|suspensão(?! (?:do|da|de) (?:carro|mota|bicicleta))|expuls(?:o|a|os|as|ão|ou)",
            r"mau comportamento|má conduta|porta-se mal|comporta-se mal|indisciplina|advertências? disciplinar(?:es)?|process\w+ disciplinar(?:es)?",
        ),
        "absence": (
            r"faltas (?:injustificadas|às aulas|à escola)|falt(?:a|ou|am|ar) (?:às aulas|à escola)|ausências|absentismo|absenteísmo|matar? aulas?",
        ),
    },
    "ro": {
        "marks": (
            r"note(?:le)? (?:bune|mici|mari|slabe|proaste|sale|lui|ei)|notele(?! muzicale)|note la|nota \d+|media (?:generală|\d+)",
            r"carnet(?:ul)? de note|corigen(?:t|tă|[țţ]ă|[țţ]e)|repeten(?:t|tă|[țţ]ie)|picat (?:la|examenul|clasa)|calificativ(?:e|ul|ele)",
        ),
        "discipline": (
            r"pedeps\w*|exmatricul\w*|sanc[țţ]ion\w*|sanc[țţ]iun\w*|indisciplin\w*|(?:abatere|abateri|probleme) (?:disciplinar[ăe]|de disciplină)",
            r"se poartă urât|purtare rea|comportament (?:urât|rău|neadecvat)|(?:scăzut\w* )?nota la purtare|eliminat\w* de la ore",
        ),
        "absence": (r"absen[țţ]e(?:le|lor)?|absenteism\w*|chiul\w*|lipse[șşs]\w* de la (?:[șş]coală|ore)",),
    },
    "ar": {
        "marks": (
            r"درجات(?:ه|ها|هم)?(?! (?:الحرارة|حرارة|السلم))|علامات(?:ه|ها|هم)|علامات (?:ضعيفة|سيئة|جيدة|عالية|متدنية|مدرسية)|علامات المدرسية",
            r"رسب|رسبت|راسب|راسبة|رسوب(?:ه|ها)?|يرسب|ترسب|معدل(?:ه|ها)|نتائج الامتحان(?:ات)?|نتيجة الامتحان",
        ),
        "discipline": (
            r"عقاب|عقوبة|عقوبات|معاقبة|عوقب|عوقبت|يعاقب|تعاقب|تأديب|تأديبي|تأديبية|إنذار|إنذارات|مشاغب|مشاغبة",
            r"(?:طرد|طردت|طرده|طردها|فصل|فصلت|فصله|فصلها) من (?:المدرسة|الصف)|سوء (?:ال)?سلوك|سلوك(?:ه|ها)? (?:ال)?سيئ",
        ),
        "absence": (r"غيابات|غياب(?:ه|ها)|غياب عن (?:المدرسة|الدروس|الصف)|غياب المتكرر|تغيب|يتغيب|تتغيب|هروب من المدرسة",),
    },
    "ur": {
        "marks": (
            r"(?:اچھے|برے|کم|زیادہ|خراب|پورے) نمبر(?:وں)?|مارکس|گریڈز|(?:اچھے|برے|خراب) گریڈ|رپورٹ کارڈ|رزلٹ کارڈ|فیل|امتحان کا نتیجہ|پرسنٹیج",
        ),
        "discipline": (r"سزا|سزائیں|سزاؤں|معطل|معطلی|تادیبی|بدتمیز|بدتمیزی|بدسلوکی|اسکول سے نکال\w*",),
        "absence": (r"غیر حاضر|غیر حاضری|غیر حاضریاں|غیرحاضر|غیرحاضری|ناغہ|ناغے|ناغوں",),
    },
    "zh-hans": {
        "marks": (r"成绩|成績|分数|分數|考分|不及格|挂科|留级|留級|班级排名|考了?\d+分|得了\d+分",),
        "discipline": (
            r"处分|處分|惩罚|懲罰|体罚|體罰|停学|停學|开除|開除|违纪|違紀|记过|記過|捣乱|搗亂|(?:纪律|行为|紀律|行為)(?:问题|問題)",
        ),
        "absence": (r"旷课|曠課|缺课|缺課|缺勤|逃课|逃課|逃学|逃學",),
    },
    "uk": {
        "marks": (
            r"оцін(?:ка|ки|ку|ці|кою|ками|ках|ок)|середній бал|бал(?:и|ів|ами|ах)|табел(?:ь|і|я|ем)|двій(?:ка|ки|ку|кою|ок)",
            r"двієчни\w+|незадовільно|успішн(?:ість|ості)|провали(?:в|ла|вся|лася) (?:іспит|екзамен|тест|контрольну|на іспиті)",
        ),
        "discipline": (
            r"покаран\w*|покара(?:ли|ти|в|ла)|дисциплінарн\w*|порушен\w* дисципліни|поган(?:а|ої|у) поведінк[аиу]|доган(?:а|и|у|ою)",
            r"виключ(?:ен|или|ення)\w* зі школи|хуліган\w*|зауважен\w* (?:від вчителя|у щоденнику|в щоденнику)",
        ),
        "absence": (
            r"прогул(?:и|ів|ами)|прогульни\w+|прогулю(?:є|ють|вав|вала|вали) (?:школу|уроки|заняття)|відвідуван(?:ість|ості)",
            r"пропус(?:ки|ків|кає|тив|тила) (?:уроки|уроків|занять|заняття|школу|школи)|пропущен\w+ (?:урок\w*|занят\w*)|відсутн\w+ на уроках",
        ),
    },
    "so": {
        "marks": (
            r"buundo|buundooyin\w*|dhibco|dhibcaha|dhibcihii|natiijada imtixaan\w*|(?:ku|wuu|way) dhac\w+ imtixaan\w*|imtixaan\w* (?:ku|wuu|way) dhac\w+",
            r"fashil(?:may|antay|mo|meen|san)|darajo(?:oyin)? (?:hoose|xun|sare|fiican|liidata)",
        ),
        "discipline": (
            r"ciqaab\w*|edbin\w*|anshax ?-?(?:xumo|darro)|anshaxxumo|dhaqan ?xumo",
            r"(?:iskuulka|dugsiga|fasalka) laga (?:eryay|eryey|saaray|joojiyay|joojiyey)|laga (?:eryay|eryey|saaray|joojiyay) (?:iskuulka|dugsiga|fasalka)",
        ),
        "absence": (
            r"maqnaansho\w*|maqnaanshaha|(?:iskuulka|dugsiga|fasalka) ka (?:maqan|maqnaa|maqnayd|baaqday)|ka (?:maqan|maqnaa|maqnayd|baaqday) (?:iskuulka|dugsiga|fasalka)",
        ),
    },
    "vi": {
        "marks": (
            r"điểm (?:số|kém|thấp|thi|kiểm tra|trung bình|xấu|tốt|tổng kết)|bị điểm|bảng điểm|học bạ|\d+ điểm(?! (?:mạnh|yếu|đến|chung|hẹn))",
            r"thi (?:trượt|rớt)|(?:trượt|rớt) (?:kỳ thi|bài thi)|lưu ban|ở lại lớp|học lực (?:yếu|kém)|xếp hạng",
        ),
        "discipline": (
            r"(?:bị|hình thức|vi phạm|xử lý) k[ỷỉ] luật|bị phạt|hình phạt|đình chỉ|đuổi học|bị đuổi|hạnh kiểm|bản kiểm điểm|quậy phá|vi phạm nội quy",
        ),
        "absence": (r"vắng (?:học|mặt)|bỏ học|trốn học|cúp (?:học|tiết)|nghỉ học (?:không phép|nhiều)",),
    },
    # German and Italian are no languages of the pages, but languages in which schools write. "Noten" may be music, «voto» a
    # vote or a vow, „fehlt“ and «manca» what somebody longs for, „Note“ a note.
    "de": {
        "marks": (
            r"(?:gute|schlechte|bessere|schlechtere|seine|ihre|die|deren|schwache|miserable)n? (?:schul)?noten(?! (?:lesen|lernen|spielen))",
            r"(?:gute|schlechte|bessere|schlechtere) (?:schul)?note|schulnoten?|notendurchschnitt|notenschnitt|zeugnis(?:se|sen|ses|noten?)?|halbjahreszeugnis\w*",
            r"(?:eine|mit einer) (?:[1-6]|eins|zwei|drei|vier|fünf|sechs) in (?:mathe|mathematik|deutsch|englisch|latein|physik|chemie|biologie|geschichte|erdkunde|sport|kunst|musik)",
            r"sitzengeblieben|sitzenbleiben|sitzen geblieben|nicht versetzt|(?:ist|war|wurde) versetzungsgefährdet|versetzungsgefährdung",
            r"durchgefallen|(?:prüfung|klassenarbeit|klausur|test) nicht bestanden|schulische leistungen|leistungsabfall",
        ),
        "discipline": (
            r"(?:eine|die|zur|als|keine) strafen?|strafarbeit(?:en)?|bestraf(?:t|te|ten|en|ung|ungen)|nachsitzen|nachgesessen",
            r"schulverweis(?:e|es)?|suspendier(?:t|te|en|ung)|vom unterricht ausgeschlossen|ordnungsmaßnahmen?|disziplinar\w+|disziplin(?:probleme?n?|losigkeit)",
            r"(?:schlechtes|schlechtem) (?:benehmen|betragen|verhalten)|benimmt sich (?:schlecht|daneben)|verhaltensauffällig\w*|(?:klassenbuch|klassenbuchs?)eintrag\w*|eintrag im klassenbuch",
        ),
        "absence": (
            r"fehlzeiten|fehltagen?|fehlstunden|schulschwänz\w+|schwänz(?:t|te|ten|en)|geschwänzt|schulabsentismus",
            r"unentschuldigt\w*|(?:fehlt|fehlte) (?:oft|häufig|viel|ständig|wieder|\d+|im unterricht|in der schule)|(?:oft|häufig|viel|\d+ tage) gefehlt",
        ),
    },
    "it": {
        "marks": (
            r"(?:bei|buoni|brutti|cattivi|bassi|alti|ottimi|pessimi|suoi|migliori|peggiori) voti|(?:bel|buon|brutto|cattivo|basso|pessimo) voto",
            r"voti (?:bassi|alti|brutti|scarsi|scolastici|della scuola|a scuola)|pagell[ae]|insufficienz[ae](?! (?:cardiaca|renale|respiratoria))|gravemente insufficiente",
            r"(?:è stat[oa]|fu|sarà|essere) (?:bocciat[oa]|rimandat[oa])|bocciat[oaie]|bocciatur[ae]|(?:ha )?pres[oe] (?:un )?\d+ in \w+|ripet(?:e|uto|ere) l'anno",
        ),
        "discipline": (
            r"punizion[ei]|punit[oaie]|castig(?:o|hi|at[oaie])|sospensione (?:da scuola|dalle lezioni|disciplinare)|sospes[oaie] (?:da scuola|dalle lezioni|per \d+ giorni)",
            r"espuls[oaie]|espulsion[ei]|not[ae] disciplinar[ei]|note? sul registro|disciplinar[ei]|provvedimenti? disciplinari?",
            r"cattiv[ao] (?:condotta|comportamento)|brutto comportamento|si comporta male|comportarsi male|problemi di (?:condotta|comportamento|disciplina)",
        ),
        "absence": (
            r"assenze|assenteismo|assenza (?:ingiustificata|non giustificata)|assente (?:da scuola|dalle lezioni|spesso|\d+ giorni)|spesso assente",
            r"marin(?:a|ato|are) la scuola|salta(?:to|re)? (?:la scuola|le lezioni)|evasione scolastica|dispersione scolastica",
        ),
    },
}
