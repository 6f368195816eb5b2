"""What the commands share: answers on standard output, messages on standard error, and the error of a wrong call."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


class UsageError(Exception):
    """A command line that asks for what cannot be: exit code 2."""


def answer(options: argparse.Namespace, found: dict[str, Any], text: str) -> None:
    """Print `found` as JSON where that is asked for, else `text`."""
    if options.json:
        print_json(found)
    else:
        sys.stdout.write(text + "\n")


def print_json(found: dict[str, Any]) -> None:
    """Print one JSON object, at once."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print a message."""
    sys.stderr.write(text + "\n")
