"""The peer: django-post_office with the same messages, in its own tables of the same database, to the same sink."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Any


def measure(messages: int, port: int) -> dict[str, Any]:
    """Its figures, under its name; nothing where it is not installed."""
    if find_spec("post_office") is None:
        return {}
    env = os.environ | {"DATABASE_URL": os.environ.get("DATABASE_OWNER_URL", os.environ.get("DATABASE_URL", ""))}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gatepost.bench.post_office_side", str(messages), str(port)]
    told = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=sys.stderr, check=True, text=True).stdout
    return {"django_post_office": json.loads(told.splitlines()[-1])}
