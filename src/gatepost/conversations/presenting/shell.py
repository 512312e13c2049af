"""What a phone keeps so that the gate opens without connection: a page without anybody's name, and its files."""

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

SHELL = "conversations/gate.html"
# What the frame of every page would show of the person who looks.
NOBODY: dict[str, Any] = {
    "person": None,
    "school": None,
    "main_places": [],
    "main_action": None,
    "messages": [],
    "csrf_token": "",
}
_SCRIPTS = ("gate_store", "gate_sync")
_WORKER = "conversations/gate_worker.js"
_FILES = (
    "ui/gatepost.css",
    "ui/staff.css",
    "ui/atkinson-hyperlegible-next.woff2",
    "ui/atkinson-hyperlegible-next-ext.woff2",
    "ui/gate.svg",
    "ui/staff.js",
    "ui/kept.js",
    "django_htmx/htmx-2.min.js",
    "conversations/gate.css",
    *(f"conversations/{name}.js" for name in (*_SCRIPTS, "gate_lists", "gate_drafts", "gate_parts", "gate_waiting", "gate")),
)


@functools.cache
def worker_script() -> str:
    """The service worker: what to keep, and the scripts that do it. It changes whenever a kept file changes."""
    told = {
        "version": _version(),
        "page": reverse("conversations:log-talk"),
        "shell": reverse("conversations:talk-shell"),
        "files": [static(name) for name in _FILES],
        "ticket": reverse("conversations:talk-ticket"),
        "sync": reverse("conversations:sync-talks"),
    }
    scripts = [static(f"conversations/{name}.js") for name in _SCRIPTS] + [static(_WORKER)]
    return f"self.SHELL = {json.dumps(told)};\nimportScripts({', '.join(json.dumps(path) for path in scripts)});\n"


def _version() -> str:
    mark = hashlib.sha256(render_to_string(SHELL).encode())
    for name in (*_FILES, _WORKER):
        found = finders.find(name)
        mark.update(Path(found).read_bytes() if found else b"")
    return mark.hexdigest()[:16]
