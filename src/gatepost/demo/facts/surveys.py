"""How the demo's families, teachers and leadership answer: shares by type of involvement, and what they write."""

# Of each sector, how many answer "this happens" to a practice of the type: professionals see more than families do.
HAPPENS: dict[str, dict[str, float]] = {
    "families": {
        "parenting": 0.34, "communicating": 0.74, "volunteering": 0.46, "learning-at-home": 0.33, "decision-making": 0.28,
        "community": 0.37,
    },
    "teachers": {
        "parenting": 0.46, "communicating": 0.88, "volunteering": 0.74, "learning-at-home": 0.45, "decision-making": 0.67,
        "community": 0.66,
    },
    "directors": {
        "parenting": 0.5, "communicating": 0.95, "volunteering": 0.85, "learning-at-home": 0.5, "decision-making": 0.8,
        "community": 0.8,
    },
}  # fmt: skip
# A year earlier families had seen so much less.
A_YEAR_EARLIER = -0.07
# Families who read another language than the school's see so much less of everything, and answer less often.
FOREIGN = -0.12
ANSWERED = {"families": 0.73, "teachers": 0.83, "directors": 1.0}
ANSWERED_FOREIGN = 0.6
# What stands in the way, by value of the checklists: how often it is ticked.
TICKED = 0.22

WISHES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("en", "That somebody tells me how I can help with maths at home without doing it for her.", ("learning-at-home",)),
    ("en", "A call when something goes well, not only when it does not.", ("communicating",)),
    ("es", "Que las reuniones sean por la tarde, cuando salgo del trabajo.", ("communicating",)),
    ("es", "Poder opinar antes de que se decida, no después.", ("decision-making",)),
    ("ar", "أن أستطيع الكلام مع المعلمة بلغتي.", ("communicating",)),
    ("ar", "أن نتعلم كيف نساعد أطفالنا في القراءة.", ("learning-at-home",)),
    ("so", "In la ii sheego waxa ilmahaygu ku fiican yahay.", ("communicating",)),
    ("ur", "اسکول کے فیصلوں میں ہماری بات بھی سنی جائے۔", ("decision-making",)),
    ("pl", "Chętnie pomogę przy ogrodzie szkolnym w sobotę.", ("volunteering",)),
    ("ro", "Să știu unde găsim cursuri de limbă în cartier.", ("community",)),
    ("en", "A place where parents can meet in the morning with the little ones.", ("parenting", "community")),
    ("vi", "Tôi muốn biết con học gì mỗi tuần bằng tiếng Việt.", ("learning-at-home",)),
    ("en", "I can bake, sew and drive. Just ask.", ("volunteering",)),
    ("uk", "Щоб хтось допоміг зрозуміти листи зі школи.", ()),
    ("en", "More time with the teacher than ten minutes a year.", ()),
    ("zh-hans", "希望能用中文看到孩子的进步。", ()),
)
AFTERTHOUGHTS = (
    "The talk at the gate helps me most.",
    "Thank you for writing in our language now.",
    "I did not know that we may come into lessons.",
    "Meetings at three are not possible for me.",
)
