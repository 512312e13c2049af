"""Run as a program of its own, with settings of its own: django-post_office enqueues and sends, and is timed.

Its fastest way as far as we know: bulk enqueueing, two processes of five threads, batches of 5,000.
"""

import json
import logging
import resource
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gatepost.config import env

_TEXT = """##- Please write your answer above this line -##

Hello {{ greeting }},

From Ben Ortiz, Riverside School
About {{ child }}

Dear family,

{{ child }} read a whole story aloud in class today and was proud of it. Does {{ child }} like reading at home too?

On Thursday we go to the library. Please give your child a bag for two books. Whoever wants to come along is welcome.

--
To answer, simply reply to this e-mail, in any language. Or open your page; it needs no account and no password:
http://localhost:8000/f/{{ token }}/

You get this because the school may write to you about {{ child }}.
No more e-mails to this address:
http://localhost:8000/f/{{ token }}/stop/
"""


def main(messages: int, port: int) -> dict[str, object]:
    _set_up(port)
    from post_office import mail  # noqa: PLC0415 -- needs the settings
    from post_office.models import Email, EmailTemplate  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    html = "<!doctype html><html><body>" + "".join(f"<p>{line}</p>\n" for line in _TEXT.split("\n\n")) + "</body></html>"
    template = EmailTemplate.objects.create(name="note", subject="A note from Riverside School", content=_TEXT, html_content=html)
    began = time.perf_counter()
    for first in range(0, messages, 5000):
        mail.send_many([_message(number, template) for number in range(first, min(first + 5000, messages))])
    enqueued = time.perf_counter()
    while Email.objects.filter(status=2).exists():
        mail.send_queued(processes=2)
        connection.close()  # the processes it forked have shared and spoiled it
    ended = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "messages": Email.objects.filter(status=0).count(),
        "post_s": round(enqueued - began, 2),
        "send_s": round(ended - enqueued, 2),
        "per_s": round(messages / (ended - enqueued)),
        "end_to_end_per_s": round(messages / (ended - began)),
        "cpu_s_per_1000": round(sum(one.ru_utime + one.ru_stime for one in used) / messages * 1000, 3),
        "peak_mb": round(max(one.ru_maxrss for one in used) / 1024, 1),
    }


def _message(number: int, template: object) -> dict[str, object]:
    personal = {"child": f"Student {number}", "greeting": f"Adult {number}", "token": f"token{number:020}"}
    return {
        "recipients": [f"adult.{number}@example.org"],
        "sender": '"Ben Ortiz, Riverside School" <school@localhost>',
        "template": template,
        "context": personal,
        "headers": {"Reply-To": f"reply+{number}@localhost", "Auto-Submitted": "auto-generated"},
    }


def _set_up(port: int) -> None:
    settings.configure(
        DATABASES={"default": env.database()},
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_FROM_EMAIL="school@localhost",
        SECRET_KEY="bench",  # noqa: S106 -- signs nothing
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": 5000,
            "THREADS_PER_PROCESS": 5,
            "LOG_LEVEL": 0,
        },
    )
    django.setup()
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
