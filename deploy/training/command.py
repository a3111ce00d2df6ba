"""How the commands of this folder end."""

import sys


def ended(program, run, args):
    """Runs a command and answers its exit code: 2, with one line, where what it was given cannot be used."""
    try:
        return run(args)
    except ValueError as e:
        print(f"{program}: {e}", file=sys.stderr)
        return 2
