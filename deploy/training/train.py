#!/usr/bin/env python3
"""Trains an unconditional pixel diffusion model for Diff-SR, or a network that it starts from. See README.md."""

import argparse
import math
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch

import command
import networks
import photos
from crops import Crops
from start_training import StartTraining
from training import EARLY, Training


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--arch", required=True, choices=networks.ARCHITECTURES, help="which network")
    tasks = ("diffusion", "start", "predictor", "texture")
    kinds_of_task = "a denoiser, or a network of one call to start from; start answers with both of the last two"
    p.add_argument("--task", default="diffusion", choices=tasks, help=kinds_of_task)
    p.add_argument("--teacher", metavar="FILE", help="Real-ESRGAN x4plus as ONNX, which --task start and texture learn from")
    weight = "of the discriminator of --task start and texture against the distances: higher gives more grain, lower PSNR"
    p.add_argument("--discriminator-weight", type=positive, default=0.05, metavar="W", help=weight)
    p.add_argument("--jpeg-share", type=fraction, default=0.35, help="of inputs that are JPEG, for networks of one call")
    p.add_argument("--reuse", type=count, default=1, metavar="N", help="make samples at every Nth step, and draw from them")
    p.add_argument("--data", required=True, metavar="DIR", help="folder with MANIFEST.tsv and its pictures")
    p.add_argument("--out", default="training-run", metavar="DIR", help="where checkpoint.pt is written")
    p.add_argument("--resume", metavar="FILE", help="go on from a checkpoint, or start from bare weights or a model folder")
    p.add_argument("--minutes", type=positive, metavar="M", help="stop after so long; the learning rate follows")
    p.add_argument("--steps", type=count, default=200_000, help="length of the learning rate's cosine in steps")
    p.add_argument("--batch", type=count, default=16, help="crops per step")
    p.add_argument("--crop", type=count, default=64, help="edge of a crop, a multiple of 8")
    p.add_argument("--lr", type=positive, help="highest learning rate (else the checkpoint's, 2e-4 from bare weights, 6e-4)")
    p.add_argument("--ema", type=fraction, default=0.9995, help="decay of the averaged weights")
    p.add_argument("--late-share", type=fraction, default=0.15, help=f"share of timesteps from {EARLY} on")
    p.add_argument("--seed", type=count, help="of everything drawn (default: the checkpoint's, else 1)")
    p.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    kinds = ("auto", "float32", "bfloat16")
    p.add_argument("--precision", default="auto", choices=kinds, help="of what is learned from; auto: bfloat16 on CUDA")
    p.add_argument("--compile", action="store_true", help="torch.compile the network: PyTorch 2 and a C++ compiler")
    p.add_argument("--threads", type=count, help="of PyTorch on the CPU (default: its own choice)")
    p.add_argument("--permissive-only", action="store_true", help="leave share-alike and unclear licences out")
    p.add_argument("--val-crops", type=count, default=16, help="crops of held-out photos for E_t")
    p.add_argument("--val-size", type=count, default=128, help="edge of those crops, a multiple of 8")
    p.add_argument("--val-every", type=positive, default=15, metavar="M", help="minutes between two E_t")
    p.add_argument("--save-every", type=positive, default=3, metavar="M", help="minutes between two checkpoints")
    p.add_argument("--report-every", type=positive, default=10, metavar="S", help="seconds between two lines")
    args = p.parse_args(argv)
    for name in ("crop", "val_size"):
        if getattr(args, name) % 8:
            p.error(f"--{name.replace('_', '-')} must be a multiple of 8")
    if args.task in ("start", "texture") and not args.teacher:
        p.error(f"--task {args.task} needs --teacher")
    if args.ema >= 1:
        p.error("--ema must be below 1")
    if args.compile and not hasattr(torch, "compile"):
        p.error(f"--compile: PyTorch {torch.__version__} has no torch.compile, 2.0 or newer is needed")
    if args.device != "cpu" and args.device != "auto" and not torch.cuda.is_available():
        p.error(f"--device {args.device}: this PyTorch sees no CUDA device")
    return args


def number(kind, low, high, what):
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not {what}")
        return value

    return parse


count = number(int, 1, 2**31, "a whole number above 0")
positive = number(float, 1e-9, 1e9, "a number above 0")
fraction = number(float, 0, 1, "a number from 0 to 1")


def describe(pictures, earlier):
    """For the model card, as plain lists that a checkpoint can hold: source, licence, attribution,
    held out or not, number of pictures. What an earlier run was trained on stays in it."""
    rows = {}
    for p in pictures:
        key = (p.source, p.licence, p.attribution, p.held_out)
        rows[key] = rows.get(key, 0) + 1
    for *key, number_of in earlier:
        rows.setdefault(tuple(key), number_of)
    return [[*key, number_of] for key, number_of in sorted(rows.items())]


class Stop:
    """Set by Ctrl-C and SIGTERM; a second one ends the process at once."""

    def __init__(self):
        self.signal = 0
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._set)

    def _set(self, number_, _):
        self.signal = number_
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        print("stopping after this step; once more ends at once", flush=True)

    def __call__(self):
        return self.signal != 0


def run(args):
    start = time.monotonic()
    if args.threads:
        torch.set_num_threads(args.threads)
    training = Training(args) if args.task == "diffusion" else StartTraining(args)
    pictures = photos.read_manifest(args.data)
    crops, _ = photos.validation_crops(args.data, pictures, args.val_crops, args.val_size)
    used = [p for p in pictures if not p.held_out and (p.permissive or not args.permissive_only)]
    images = photos.decode(args.data, used)
    if min(min(image.shape[:2]) for image in images) < args.crop:
        raise ValueError(f"some pictures are smaller than --crop {args.crop}")
    held = [p for p in pictures if p.held_out]
    training.data = describe(used + held, training.data)
    print(
        f"{args.arch}: {networks.parameters(training.network) / 1e6:.2f} M parameters on {training.device}, "
        f"from step {training.total}, seed {training.seed}\n"
        f"{len(used)} pictures of {len({p.photo for p in used})} photos, "
        f"{sum(i.nbytes for i in images) / 1e6:.0f} MB; "
        f"{len({p.photo for p in held})} photos held out, {len(crops)} crops of them for E_t",
        flush=True,
    )
    if training.earlier and not training.goes_on:
        print("bare weights do not say what they were trained on: held-out photos may have been among it")
    Path(args.out).mkdir(parents=True, exist_ok=True)

    stop = Stop()
    seconds = training.seconds
    begun = validated = time.monotonic()
    mean = math.nan
    try:
        mean = training.validate(crops, stop)
    except InterruptedError:
        return 128 + stop.signal
    cost = time.monotonic() - validated
    deadline = begun + args.minutes * 60 - cost if args.minutes else math.inf
    begun = reported = saved = validated = time.monotonic()
    first, progress = training.step, training.progress
    losses = []
    figure = "E_t" if args.task == "diffusion" else "squared error"
    source = Crops(images, args.crop, args.batch, training.seed, training.device)
    while not stop() and training.step < args.steps and time.monotonic() < deadline:
        losses.append(training.train(source))
        now = time.monotonic()
        by_clock = progress + (1 - progress) * (now - begun) / (deadline - begun) if args.minutes else 0
        training.progress = min(1.0, max(training.step / args.steps, by_clock))
        training.seconds = seconds + now - begun
        if now - reported >= args.report_every or len(losses) == 1 and training.step == first + 1:
            by_steps = (args.steps - training.step) * (now - begun) / (training.step - first)
            print(
                f"step {training.total}  loss {np.mean([float(x) for x in losses]):.4f}  "
                f"lr {training.rate(training.progress):.1e}  {figure} {mean:.5f}  "
                f"{training.seconds:.0f} s  ETA {min(by_steps, deadline - now):.0f} s",
                flush=True,
            )
            losses.clear()
            reported = time.monotonic()
        if now - saved >= args.save_every * 60:
            training.save()
            saved = time.monotonic()
        if now - validated >= args.val_every * 60:
            try:
                mean = training.validate(crops, stop)
            except InterruptedError:
                break
            validated = time.monotonic()
    if stop():
        training.save()
        return 128 + stop.signal
    if training.step > first:
        training.progress = 1.0
        try:
            training.validate(crops, stop)
        except InterruptedError:
            pass  # saved all the same
    training.save()
    print(f"done: {training.step - first} steps in {time.monotonic() - start:.0f} s")
    return 0


def main(argv=None):
    return command.ended("train.py", run, arguments(argv))


if __name__ == "__main__":
    sys.exit(main())
