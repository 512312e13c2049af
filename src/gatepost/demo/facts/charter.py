"""What the demo school says publicly, in its own words."""

POLICY: dict[str, dict[str, str]] = {
    "belief": {
        "en": "Every family is strong and knows its child best. We cannot teach a child well without its family.",
        "es": "Toda familia es fuerte y es quien mejor conoce a su hijo. Sin la familia no podemos enseñar bien a un niño.",
        "ar": "كل أسرة قوية وهي أدرى بطفلها. لا نستطيع أن نعلّم الطفل جيدًا من دون أسرته.",
    },
    "welcome": {
        "en": "- In the first week somebody from our staff meets every new family, in its language.\n- Families who are here longer show the school to those who are new.",
        "es": "- En la primera semana alguien del centro se reúne con cada familia nueva, en su idioma.\n- Las familias que llevan más tiempo enseñan la escuela a las nuevas.",
        "ar": "- في الأسبوع الأول يلتقي أحد العاملين بكل أسرة جديدة بلغتها.\n- الأسر التي معنا منذ مدة تعرّف الأسر الجديدة على المدرسة.",
    },
    "two-way": {
        "en": "You reach us by phone, letter, e-mail or at the gate. We answer within two school days. The first news of a year is good news.",
        "es": "Puede hablar con nosotros por teléfono, carta, correo o en la puerta. Respondemos en dos días de clase. La primera noticia del curso es buena.",
    },
    "decisions": {
        "en": "Before we decide something that touches families, families have spoken. We tell what we heard, what we decided and why."
    },
    "concerns": {
        "en": "- First speak with the class teacher.\n- Then with our family liaison.\n- Then with the principal. You get an answer within five school days, each time."
    },
    "review": {"en": "Each autumn families, teachers and leadership look at this text together, with the numbers of the year."},
}
PROFILE: dict[str, dict[str, str]] = {
    "groups": {
        "en": "- Family council: first Tuesday of the month, half past five, with interpreters and childcare.\n- Garden group: Saturday mornings, no words needed.\n- Morning coffee in the library, every Friday after the bell.",
        "es": "- Consejo de familias: primer martes del mes, a las cinco y media, con intérpretes y cuidado de niños.\n- Grupo del huerto: sábados por la mañana.\n- Café en la biblioteca, cada viernes después del timbre.",
    }
}
