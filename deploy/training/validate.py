#!/usr/bin/env python3
"""Compares two models: the ε-error on held-out photos, with the same noise for both, and, where --images
is given, what the engine makes of shrunk pictures with each."""

import argparse
import json
import math
import sys
from pathlib import Path

import torch

import checkpoints
import command
import diffusion
import onnx_tools
import photos
import restorations
from train import count


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("models", nargs=2, metavar="MODEL", help="a checkpoint or a model folder with unet/model.onnx")
    p.add_argument("--data", required=True, metavar="DIR", help="folder with MANIFEST.tsv and its pictures")
    p.add_argument("--crops", type=count, default=64, help="how many crops, as many photos as there are")
    p.add_argument("--size", type=count, default=128, help="edge of a crop, a multiple of 8")
    p.add_argument("--device", default="cpu", help="of checkpoints: cpu or cuda")
    p.add_argument("--half", action="store_true", help="of model folders, take unet/model.fp16.onnx")
    p.add_argument("--threads", type=count, help="on the CPU (default: the runtimes' own choice)")
    p.add_argument("--images", metavar="DIR", help="sharp pictures for the engine's evaluate, of two model folders")
    p.add_argument("--features", metavar="FILE", help="feature network of evaluate, for the distance")
    p.add_argument("--scales", default="1.5,2,2.7,3.5,4", help="of evaluate")
    args = p.parse_args(argv)
    if args.images and not all(Path(model).is_dir() for model in args.models):
        p.error("--images needs two model folders; export.py makes them of checkpoints")
    if args.size % 8:
        p.error("--size must be a multiple of 8")
    return args


def open_model(path, args):
    """A function from samples and timesteps to the output, scheduler_config.json, and whether the
    model says that it kept off the held-out photos."""
    path = Path(path)
    if path.is_dir():
        try:
            scheduler = json.loads((path / "scheduler/scheduler_config.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as e:
            raise ValueError(f"{path}: cannot read scheduler/scheduler_config.json: {e}") from e
        file = path / "unet" / ("model.fp16.onnx" if args.half else "model.onnx")
        if not file.is_file():
            raise ValueError(f"{path} has no unet/{file.name}")
        runner = onnx_tools.Runner(file, args.threads or 0)
        print(f"{path}: {runner.by}")
        return runner, scheduler, None
    network, arch, checkpoint = checkpoints.network_of(path)
    network = network.to(args.device)
    print(f"{path}: {arch}, step {checkpoints.steps_of(checkpoint)}, PyTorch on {args.device}")

    def predict(sample, timestep):
        return network(sample.to(args.device), timestep.to(args.device)).cpu()

    return predict, diffusion.SCHEDULER, "format" in checkpoint and not checkpoint["before"]


@torch.no_grad()
def run(args):
    if args.threads:
        torch.set_num_threads(args.threads)
    crops, of = photos.validation_crops(args.data, photos.read_manifest(args.data), args.crops, args.size)
    print(f"{len(crops)} crops of {args.size}² from {len(set(of))} held-out photos, each noise with both signs")
    opened = [open_model(path, args) for path in args.models]
    schedules = [diffusion.alphas_cumprod(scheduler) for _, scheduler, _ in opened]
    if len(schedules[0]) != len(schedules[1]) or not torch.allclose(*schedules, rtol=1e-6):
        raise ValueError("the models have different noise schedules: their E_t cannot be compared")
    for path, (_, _, kept_off) in zip(args.models, opened):
        if not kept_off:
            print(f"note: {path} does not prove that its training kept off these photos")
    errors = []
    for path, (predict, scheduler, _) in zip(args.models, opened):
        errors.append(diffusion.epsilon_errors(predict, crops, config=scheduler))
        print(f"{path}: done", flush=True)
    report(*errors, of)
    if args.images:
        found = [restorations.evaluate(model, args.images, args.features, args.scales) for model in args.models]
        print("\n".join(restorations.table(*found)))
    return 0


def report(a, b, of):
    """A table; the uncertainty is that of the mean over photos, whose crops are not independent."""
    groups = {}
    for index, photo in enumerate(of):
        groups.setdefault(photo, []).append(index)
    print(f"\n{'t':>4} {'E_t first':>11} {'E_t second':>11} {'second/first':>13}  ± one standard error")
    logs = []
    for row, t in enumerate(diffusion.TIMESTEPS):
        means = [torch.stack([e[row, i].mean() for i in groups.values()]) for e in (a, b)]
        first, second = (float(m.mean()) for m in means)
        spread = (means[1] - second / first * means[0]).std() if len(groups) > 1 else torch.tensor(math.nan)
        uncertainty = float(spread) / math.sqrt(len(groups)) / first
        print(f"{t:>4} {a[row].mean():>11.5f} {b[row].mean():>11.5f} {second / first:>13.4f}  ± {uncertainty:.4f}")
        logs.append(math.log(second / first))
    print(f"geometric mean of second/first: {math.exp(sum(logs) / len(logs)):.4f} (below 1: the second is better)")


def main(argv=None):
    return command.ended("validate.py", run, arguments(argv))


if __name__ == "__main__":
    sys.exit(main())
