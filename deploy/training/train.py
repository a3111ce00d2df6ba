#!/usr/bin/env python3
"""Trains an unconditional pixel diffusion model for Diff-SR. See README.md."""

import argparse
import copy
import math
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import checkpoints
import diffusion
import networks
import photos

EARLY = 600
WARM_UP = 200


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--arch", required=True, choices=networks.ARCHITECTURES, help="which network")
    p.add_argument("--data", required=True, metavar="DIR", help="folder with MANIFEST.tsv and its pictures")
    p.add_argument("--out", default="training-run", metavar="DIR", help="where checkpoint.pt is written")
    p.add_argument("--resume", metavar="FILE", help="go on from a checkpoint, or start from bare weights")
    p.add_argument("--minutes", type=positive, metavar="M", help="stop after so long; the learning rate follows")
    p.add_argument("--steps", type=count, default=200_000, help="length of the learning rate's cosine in steps")
    p.add_argument("--batch", type=count, default=16, help="crops per step")
    p.add_argument("--crop", type=count, default=64, help="edge of a crop, a multiple of 8")
    p.add_argument("--lr", type=positive, help="highest learning rate (else the checkpoint's, 2e-4 from bare weights, 6e-4)")
    p.add_argument("--ema", type=fraction, default=0.9995, help="decay of the averaged weights")
    p.add_argument("--late-share", type=fraction, default=0.15, help=f"share of timesteps from {EARLY} on")
    p.add_argument("--seed", type=count, help="of everything drawn (default: the checkpoint's, else 1)")
    p.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    p.add_argument("--threads", type=count, help="of PyTorch on the CPU (default: its own choice)")
    p.add_argument("--loaders", type=int, default=-1, help="processes that cut crops (-1: 4 on CUDA, else 0)")
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
    if args.ema >= 1:
        p.error("--ema must be below 1")
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


class Training:
    """The state of a run, on one device."""

    def __init__(self, args):
        self.args = args
        found = checkpoints.load(args.resume) if args.resume else {}
        self.goes_on = "format" in found
        self.seed = args.seed or found.get("seed", 1)
        auto = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.device(auto if args.device == "auto" else args.device)
        self.cuda = self.device.type == "cuda"
        torch.backends.cudnn.deterministic = True
        torch.manual_seed(self.seed)
        network = networks.build(args.arch)
        averaged = copy.deepcopy(network)
        if found:
            arch = checkpoints.arch_of(found)
            if arch != args.arch:
                raise ValueError(f"{args.resume} holds weights of {arch or 'another network'}, not of {args.arch}")
            network.load_state_dict(found.get("net", found["ema"]) if self.goes_on else found["ema"])
            averaged.load_state_dict(found["ema"])
        layout = torch.channels_last if self.cuda else torch.contiguous_format
        self.network = network.to(self.device, memory_format=layout)
        self.averaged = averaged.to(self.device, memory_format=layout).eval()
        usual = found["recipe"]["lr"] if self.goes_on else 2e-4 if found else 6e-4
        self.peak = args.lr or usual
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=self.peak, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.step, self.earlier, self.progress = 0, 0, 0.0
        self.seconds, self.history = 0.0, []
        if self.goes_on:
            groups = self.optimizer.state_dict()["param_groups"]
            self.optimizer.load_state_dict({"state": found["optimizer"], "param_groups": groups})
            self.step, self.earlier, self.progress = found["step"], found["earlier"], found["progress"]
            self.seconds, self.history = found["seconds"], found["history"]
            if self.progress >= 1:
                print("the learning rate of this checkpoint had come to its end: it starts over")
                self.step, self.earlier, self.progress = 0, self.earlier + self.step, 0.0
        elif found:
            self.earlier = checkpoints.steps_of(found)
        self.alphas = diffusion.alphas_cumprod().float().to(self.device)
        self.before = found.get("before", "") if self.goes_on else _card_beside(args.resume)
        self.data = found["data"] if self.goes_on else []

    @property
    def total(self):
        return self.earlier + self.step

    def rate(self, progress):
        return self.peak * min(1, (self.step + 1) / WARM_UP) * (0.02 + 0.49 * (1 + math.cos(math.pi * progress)))

    def timesteps(self, generator):
        n = self.args.batch
        last = len(self.alphas)
        u = torch.rand(n, generator=generator)
        late = torch.rand(n, generator=generator) < self.args.late_share
        return torch.where(late, EARLY + u * (last - EARLY), u * EARLY).long().clamp(max=last - 1)

    def train(self, batch):
        """One step; the loss as a tensor, so that CUDA need not be waited for."""
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + self.total)
        t = self.timesteps(generator).to(self.device)
        x0 = photos.normalised(batch.to(self.device, non_blocking=True))
        noise_source = generator
        if self.cuda:
            noise_source = torch.Generator(self.device).manual_seed(self.seed * 1_000_003 + self.total)
        noise = torch.randn(x0.shape, generator=noise_source, device=self.device)
        alpha = self.alphas[t][:, None, None, None]
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.cuda):
            found = self.network(alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise, t)
        loss = F.mse_loss(found.float(), noise)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(self.progress)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.args.ema, (1 + self.total) / (20 + self.total))
        with torch.no_grad():
            for kept, new in zip(self.averaged.parameters(), self.network.parameters()):
                kept.lerp_(new, 1 - decay)
        return loss.detach()

    @torch.no_grad()
    def validate(self, crops, stopped=lambda: False):
        def predict(sample, t):
            if stopped():
                raise InterruptedError
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.cuda):
                return self.averaged(sample.to(self.device), t.to(self.device)).float().cpu()

        batch = 16 if self.cuda else 2
        errors = diffusion.epsilon_errors(predict, crops, pairs=False, batch=batch).mean(1)
        self.history.append({"step": self.total, "errors": [round(e, 6) for e in errors.tolist()]})
        each = "  ".join(f"{t}: {e:.4f}" for t, e in zip(diffusion.TIMESTEPS, errors.tolist()))
        print(f"E_t at step {self.total}, mean {errors.mean():.5f}:  {each}", flush=True)
        return float(errors.mean())

    def save(self):
        path = Path(self.args.out) / "checkpoint.pt"
        checkpoints.save(
            path,
            {
                "arch": self.args.arch,
                "ema": self.averaged.state_dict(),
                "net": self.network.state_dict(),
                "optimizer": self.optimizer.state_dict()["state"],
                "step": self.step,
                "earlier": self.earlier,
                "progress": self.progress,
                "seconds": self.seconds,
                "seed": self.seed,
                "history": self.history,
                "before": self.before,
                "data": self.data,
                "recipe": {
                    "batch": self.args.batch,
                    "crop": self.args.crop,
                    "lr": self.peak,
                    "ema": self.args.ema,
                    "late_share": self.args.late_share,
                    "device": "CUDA, bfloat16" if self.cuda else "CPU",
                    "val_crops": self.args.val_crops,
                    "val_size": self.args.val_size,
                },
            },
        )
        print(f"saved {path} at step {self.total}", flush=True)


def _card_beside(checkpoint):
    """What is known about bare weights."""
    if not checkpoint:
        return ""
    card = Path(checkpoint).with_name("MODEL_CARD.md")
    if card.is_file():
        return card.read_text(encoding="utf-8")
    return f"Weights without a card ({Path(checkpoint).name}): their data and licences are not known."


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


def batches(training, images):
    """Endless crops from where the run stands."""
    args = training.args
    loaders = args.loaders if args.loaders >= 0 else 4 if training.cuda else 0
    return iter(
        torch.utils.data.DataLoader(
            photos.Batches(images, args.crop, args.batch, training.seed),
            batch_size=None,
            sampler=range(training.total, 2**40),
            num_workers=loaders,
            pin_memory=training.cuda,
            worker_init_fn=_leave_signals_to_the_parent,
        )
    )


def _leave_signals_to_the_parent(_):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    torch.set_num_threads(1)


def run(args):
    start = time.monotonic()
    if args.threads:
        torch.set_num_threads(args.threads)
    training = Training(args)
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
    source = batches(training, images)
    while not stop() and training.step < args.steps and time.monotonic() < deadline:
        losses.append(training.train(next(source)))
        now = time.monotonic()
        by_clock = progress + (1 - progress) * (now - begun) / (deadline - begun) if args.minutes else 0
        training.progress = min(1.0, max(training.step / args.steps, by_clock))
        training.seconds = seconds + now - begun
        if now - reported >= args.report_every or len(losses) == 1 and training.step == first + 1:
            by_steps = (args.steps - training.step) * (now - begun) / (training.step - first)
            print(
                f"step {training.total}  loss {np.mean([float(x) for x in losses]):.4f}  "
                f"lr {training.rate(training.progress):.1e}  E_t {mean:.5f}  "
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
    args = arguments(argv)
    try:
        return run(args)
    except ValueError as e:
        print(f"train.py: {e}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
