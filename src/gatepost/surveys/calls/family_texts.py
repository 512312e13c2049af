"""What is said to a family on the phone when it is invited to a survey: no blame, no hurry, help offered."""

from django.utils.translation import gettext_lazy as _

INVITE = _(
    "Hello, I am calling from {school}. We are asking all families what they think of how school and home work together, and your "
    "view matters to us. You can answer in your own language, on the phone or on paper. Would you like me to go through the "
    "questions with you now? It takes a few minutes, and you may leave out any question."
)
INVITE_LATER = _(
    "If another moment suits you better, tell me when. And if you would rather not answer, that is fine, too: nothing changes for "
    "you or your child."
)
