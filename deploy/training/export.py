#!/usr/bin/env python3
"""Turns a checkpoint of train.py, or a UNet2DModel folder of diffusers, into a model of Diff-SR."""

import argparse
import json
import math
import sys
import tempfile
from pathlib import Path

import onnx
import torch

import checkpoints
import command
import degradations
import diffusion
import model_card
import networks
import onnx_tools
import unet_graph
from start_training import RESIDUAL_SCALE

OPSET = 17


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    given = p.add_mutually_exclusive_group(required=True)
    given.add_argument("--checkpoint", metavar="FILE", help="of train.py, or bare weights of one of its networks")
    given.add_argument("--diffusers", metavar="DIR", help="an unconditional pixel model with unet/ and scheduler/")
    p.add_argument("--out", required=True, metavar="DIR", help="folder of models, e.g. deploy/models")
    p.add_argument("--name", required=True, help="of the model: its folder in --out")
    p.add_argument(
        "--part",
        choices=("unet", "start", "predictor", "texture"),
        default="unet",
        help="the denoiser, which makes the model, or a network of one call, which is put into its folder",
    )
    p.add_argument("--licence", help="of the weights (default Apache-2.0; required with --diffusers)")
    p.add_argument("--origin", help="where the weights come from and what they were trained on (with --diffusers)")
    p.add_argument("--force", action="store_true", help="write over a model of that name")
    args = p.parse_args(argv)
    if args.name in ("", ".", "..") or not all(c.isalnum() or c in "-_." for c in args.name):
        p.error("--name may have letters, digits, '-', '_' and '.' only")
    if args.diffusers and not (args.licence and args.origin):
        p.error("--diffusers needs --licence and --origin: a model without them cannot be passed on")
    args.licence = args.licence or "Apache-2.0"
    made = Path(args.out) / args.name
    if args.part != "unet":
        if args.diffusers:
            p.error("--part is for checkpoints of train.py")
        if not (made / "unet").is_dir():
            p.error(f"{made} is no model to put a {args.part} into")
        made = made / args.part
    if made.exists() and not args.force:
        p.error(f"{made} is there already; --force writes over it")
    return args


def of_checkpoint(path, part="unet"):
    """Network, config.json, scheduler_config.json and a function that writes the card."""
    network, arch, checkpoint = checkpoints.network_of(path)
    expected = 2 * networks.COLOURS if part == "start" else networks.COLOURS
    if network.outputs != expected:
        raise ValueError(f"{path} answers with {network.outputs} channels; a {part} has {expected}")
    config = networks.unet_config(arch, network.outputs)
    if part != "unet":
        smallest, largest = 1 / max(degradations.SHARES), 1 / min(degradations.SHARES)
        config.update(residual_scale=RESIDUAL_SCALE, smallest_factor=round(smallest, 2), largest_factor=round(largest, 2))

    def card(name, licence, checks):
        return model_card.of_checkpoint(name, licence, arch, network, checkpoint, checks, Path(path))

    return network, config, diffusion.SCHEDULER, card


def of_diffusers(folder, origin):
    folder = Path(folder)
    scheduler = folder / "scheduler" / "scheduler_config.json"
    if not scheduler.is_file():
        raise ValueError(f"{folder} has no scheduler/scheduler_config.json")
    try:
        from diffusers import UNet2DModel
    except ImportError as e:
        raise ValueError(f"the Python package diffusers is needed to read {folder}: {e}") from e
    unet = UNet2DModel.from_pretrained(str(folder / "unet" if (folder / "unet").is_dir() else folder)).eval()

    class Plain(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.unet = unet

        def forward(self, sample, timestep):
            return self.unet(sample, timestep).sample

    def card(name, licence, checks):
        return (
            f"# {name}\n\nUnconditional pixel diffusion model, a UNet2DModel of diffusers with "
            f"{networks.parameters(unet) / 1e6:.1f} M parameters.\n\n## Licence\n\nThe weights: {licence}\n\n"
            f"## Data and origin\n\n{origin}\n\n## Files\n\n{checks}\n"
        )

    config = {k: v for k, v in dict(unet.config).items() if not k.startswith("_") or k == "_class_name"}
    return Plain().eval(), config, json.loads(scheduler.read_text(encoding="utf-8")), card


def export_onnx(network, path, edge):
    """Writes a network; those of networks.py in operations chosen for ONNX Runtime."""
    if isinstance(network, networks.UNet):
        model = unet_graph.write(network, OPSET)
        onnx.save(model, str(path))
        return model
    sample = torch.randn(2, 3, edge, edge * 2, generator=torch.Generator().manual_seed(0))
    sides = {0: "batch", 2: "height", 3: "width"}
    more = {}
    if tuple(int(n) for n in torch.__version__.split(".")[:2]) >= (2, 5):
        more["dynamo"] = False
    torch.onnx.export(
        network,
        (sample, torch.tensor([100, 300])),
        str(path),
        opset_version=OPSET,
        input_names=["sample", "timestep"],
        output_names=["out_sample"],
        dynamic_axes={"sample": sides, "timestep": {0: "batch"}, "out_sample": sides},
        **more,
    )
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    return model


def compare(network, full, half, edge):
    """Largest difference from PyTorch, and root mean square of half from single precision, on
    sizes and batches other than those of the export; half may be None."""
    runner = onnx_tools.Runner(full)
    half_runner = onnx_tools.Runner(half) if half else runner
    generator = torch.Generator().manual_seed(1)
    largest, squares, power, number = 0.0, 0.0, 0.0, 0
    for batch, height, width, t in ((1, 3, 2, 20), (3, 2, 4, 300), (1, 2, 2, 999)):
        sample = torch.randn(batch, 3, height * edge, width * edge, generator=generator)
        timestep = torch.full((batch,), t)
        with torch.no_grad():
            expected = network(sample, timestep)
        single = runner(sample, timestep)
        error = half_runner(sample, timestep) - single
        largest = max(largest, float((single - expected).abs().max()))
        squares += float(error.double().pow(2).sum())
        power += float(single.double().pow(2).sum())
        number += error.numel()
    return largest, math.sqrt(squares / number), math.sqrt(power / number), runner.by


def run(args):
    if args.checkpoint:
        network, config, scheduler, card = of_checkpoint(args.checkpoint, args.part)
    else:
        network, config, scheduler, card = of_diffusers(args.diffusers, args.origin)
    multiple = config.get("size_multiple") or 2 ** (len(config["block_out_channels"]) - 1)
    edge = max(16, multiple)
    out = Path(args.out) / args.name
    Path(args.out).mkdir(parents=True, exist_ok=True)
    # Under a name that no worker takes for a model, until all of it is there and checked.
    with tempfile.TemporaryDirectory(prefix=".export-", dir=args.out) as work:
        full, half = Path(work) / "full.onnx", Path(work) / "half.onnx"
        model = export_onnx(network, full, edge)
        try:
            onnx.save(onnx_tools.to_half(model), str(half))
        except ValueError as e:
            print(f"no half precision, which CUDA would take: {e}")
            half = None
        checks = f"ONNX opset {OPSET}, single precision: {full.stat().st_size / 1e6:.1f} MB"
        checks += f", half precision: {half.stat().st_size / 1e6:.1f} MB." if half else "."
        try:
            largest, error, power, by = compare(network, full, half, edge)
        except ValueError as e:
            print(f"not checked: {e}")
        else:
            checks += f" Run by {by}: single precision differs from PyTorch by at most {largest:.1e}"
            checks += (
                f", half from single precision by {error:.1e} in the root mean square, where the output's is {power:.2f}."
                if half
                else "."
            )
            if not largest < 1e-3:
                raise ValueError(f"the ONNX file does not compute what PyTorch does: {checks}")
            if not error < 0.02 * max(1, power):
                print(f"no half precision, which is too far from single: {checks}")
                half = None
        print(checks)
        network_folder = out / args.part
        network_folder.mkdir(parents=True, exist_ok=True)
        settings = {network_folder / "config.json": config}
        own = out
        if args.part == "unet":
            (out / "scheduler").mkdir(exist_ok=True)
            settings[out / "scheduler" / "scheduler_config.json"] = scheduler
        else:
            own = network_folder
        (own / "MODEL_CARD.md").write_text(card(args.name, args.licence, checks), encoding="utf-8")
        for path, content in settings.items():
            path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        full.replace(network_folder / "model.onnx")
        if half:
            half.replace(network_folder / "model.fp16.onnx")
        else:
            (network_folder / "model.fp16.onnx").unlink(missing_ok=True)
    field = own / "recoverable_field.json"
    if field.exists():
        field.unlink()
        print(f"removed {field}, which was measured on other weights: calibrate again")
    print(f"written: {out}")
    return 0


def main(argv=None):
    return command.ended("export.py", run, arguments(argv))


if __name__ == "__main__":
    sys.exit(main())
