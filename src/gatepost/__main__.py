"""Lets `python -m gatepost` be the command line."""

import sys

from gatepost.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
