"""The command `scripts/bench`: measures rows, prints one line of JSON for each, and a table of them.

    scripts/bench [NAME ...] [--quick] [--json] [--cache DIR]

It leaves with 0 when everything was measured, whether or not the goals are met.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bench.measurement import as_line
from bench.plan import Plan, tiny
from bench.rows import GROUPS, NAMES, Group, groups_of
from bench.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; `arguments` are those of the command line."""
    options = _parser().parse_args(arguments)
    if unknown := [name for name in options.names if name not in NAMES]:
        sys.stderr.write(f"bench: no row {', '.join(unknown)}: expected some of {', '.join(NAMES)}\n")
        return 2
    if options.here is not None:
        for found in GROUPS[options.here].measure(_plan(options)):
            _say(as_line(found))
        return 0
    lines: list[bytes] = []
    failed: list[str] = []
    for group in groups_of(options.names):
        try:
            for line in _measured(group, options):
                if not options.names or msgspec.json.decode(line)["name"] in options.names:
                    lines.append(line)
                    _say(line)
        except subprocess.CalledProcessError:
            failed += group.names
    if not options.json:
        sys.stdout.write("\n" + table([msgspec.json.decode(line) for line in lines]))
    if failed:
        sys.stderr.write(f"bench: not measured: {', '.join(failed)}\n")
    return 1 if failed else 0


def _measured(group: Group, options: argparse.Namespace) -> Iterator[bytes]:
    """Yield the lines of a group, from a process of its own.

    Raises:
        CalledProcessError: it failed; what it had to say stands on stderr.
    """
    command = [sys.executable, "-m", "bench", "--here", str(GROUPS.index(group)), "--cache", str(options.cache)]
    command += [flag for flag, given in (("--quick", options.quick), ("--tiny", options.tiny)) if given]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        found = False
        for line in process.stdout:
            found = True
            yield line.rstrip(b"\n")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    if not found:
        sys.stderr.write(f"bench: {', '.join(group.names)}: skipped, what they read is not beside this checkout\n")


def _say(line: bytes) -> None:
    sys.stdout.write(line.decode() + "\n")
    sys.stdout.flush()


def _plan(options: argparse.Namespace) -> Plan:
    shared = _ROOT.parent / "shared"
    return (
        tiny(options.cache, shared) if options.tiny else Plan(cache=options.cache, shared=shared, quick=options.quick)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("scripts/bench", description="Measure what bench/README.md describes.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a row; all where none is named: {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="every row at the same sizes, repeated less often")
    parser.add_argument("--json", action="store_true", help="print the measurements alone, no table")
    cache = Path(tempfile.gettempdir()) / "onrecord-bench"
    parser.add_argument(
        "--cache", type=Path, default=cache, metavar="DIR", help="where archives are kept (%(default)s)"
    )
    # for the tests: everything runs, and nothing is measured
    parser.add_argument("--tiny", action="store_true", help=argparse.SUPPRESS)
    # for the command itself: measure one group in this process
    parser.add_argument("--here", type=int, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
