"""One of Django's management commands as the command line runs it: `python -m gatepost.cli.management COMMAND …`."""

import sys

from gatepost.cli.home import Home
from gatepost.cli.problems import INTERRUPTED, USAGE, report_unexpected, say


def main(argv: list[str]) -> int:
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- not there before set-up
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        from gatepost.kernel.errors import DomainError  # noqa: PLC0415

        try:
            execute_from_command_line(["gatepost manage", *argv])
        except (DomainError, ImproperlyConfigured) as problem:
            say(str(problem))
            return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return INTERRUPTED
    except Exception as error:
        if "--traceback" in argv:
            raise
        return report_unexpected(error, Home.from_environment().log)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
