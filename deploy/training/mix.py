#!/usr/bin/env python3
"""Goes a part of the way from one network's weights towards those of others that were fine-tuned from it. See README.md."""

import argparse
import sys

import checkpoints
import command


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--first", required=True, metavar="FILE", help="checkpoint, bare weights or a folder of export.py")
    p.add_argument(
        "--towards",
        required=True,
        action="append",
        nargs=2,
        metavar=("FILE", "SHARE"),
        help="a checkpoint that went on from it, and the share of its difference, such as 0.3; may be repeated",
    )
    p.add_argument("--out", required=True, metavar="FILE", help="a checkpoint; what it was trained on is that of the last")
    return p.parse_args(argv)


def mixed(first, others):
    """first + Σ share · (other − first), over all weights."""
    result = {name: value.clone() for name, value in first.items()}
    for other, share in others:
        shapes = {name: value.shape for name, value in other.items()}
        if shapes != {name: value.shape for name, value in first.items()}:
            raise ValueError("the networks differ in more than their weights")
        for name, value in first.items():
            result[name] += (share * (other[name] - value)).to(value.dtype)
    return result


def run(args):
    first = checkpoints.load(args.first)["ema"]
    others = [(checkpoints.load(path), float(share)) for path, share in args.towards]
    last = others[-1][0]
    if "format" not in last:
        raise ValueError(f"{args.towards[-1][0]} does not say what it was trained on: it is no checkpoint of train.py")
    weights = mixed(first, [(other["ema"], share) for other, share in others])
    checkpoints.save(args.out, checkpoints.without_optimizer({**last, "ema": weights}))
    print(f"written: {args.out}")
    return 0


def main(argv=None):
    return command.ended("mix.py", run, arguments(argv))


if __name__ == "__main__":
    sys.exit(main())
