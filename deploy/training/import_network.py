#!/usr/bin/env python3
"""Turns a network that enlarges or cleans pictures into a folder of the model repository, as a method by itself.

Takes PyTorch weights (.pth, .pt, .ckpt, .safetensors; through the package spandrel, which knows some forty
architectures), ncnn's .param with its .bin beside it, or ONNX.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch

import command
import onnx_tools
from export import OPSET

LARGEST_DIFFERENCE = 1e-3


def arguments(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("source", metavar="FILE", help=".pth, .pt, .ckpt, .safetensors, .param or .onnx")
    p.add_argument("--out", required=True, metavar="DIR", help="folder of models, e.g. deploy/models")
    p.add_argument("--name", required=True, help="of the method: its folder in --out")
    p.add_argument("--licence", required=True, help="of the weights; who passes them on needs it")
    p.add_argument("--origin", required=True, help="where the weights come from")
    p.add_argument(
        "--padding",
        type=int,
        default=10,
        metavar="PIXELS",
        help="by which pictures are continued by reflection, so that borders do not show (default 10)",
    )
    p.add_argument("--force", action="store_true", help="write over a folder of that name")
    args = p.parse_args(argv)
    if args.name in ("", ".", "..") or not all(c.isalnum() or c in "-_." for c in args.name):
        p.error("--name may have letters, digits, '-', '_' and '.' only")
    if (Path(args.out) / args.name).exists() and not args.force:
        p.error(f"{Path(args.out) / args.name} is there already; --force writes over it")
    return args


class Found:
    """A network as it was found: the ONNX model, what it is checked against, and what must be known to run it."""

    def __init__(self, model, original, described, channels=3, multiple=1):
        self.model, self.original, self.described = model, original, described
        self.channels, self.multiple = channels, multiple


def of_pytorch(path, work):
    try:
        from spandrel import ImageModelDescriptor, ModelLoader
    except ImportError as e:
        raise ValueError(f"the Python package spandrel is needed to read {path}: {e}") from e
    try:
        described = ModelLoader(device="cpu").load_from_file(str(path))
    except Exception as e:  # spandrel and pickles raise what they like
        raise ValueError(f"spandrel cannot read {path}: {e}") from e
    if not isinstance(described, ImageModelDescriptor):
        raise ValueError(f"{described.architecture.name} does not turn one picture into another")
    if described.input_channels != described.output_channels or described.input_channels not in (1, 3):
        raise ValueError(
            f"the network turns {described.input_channels} channels into {described.output_channels}; 3 or 1 are taken"
        )
    network = described.model.eval().float()
    multiple = described.size_requirements.multiple_of
    edge = max(32, described.size_requirements.minimum) // multiple * multiple
    sides = {2: "height", 3: "width"}
    file = work / "exported.onnx"
    torch.onnx.export(
        network,
        (torch.rand(1, described.input_channels, edge, edge + 2 * multiple),),
        str(file),
        opset_version=OPSET,
        input_names=["image"],
        output_names=["enlarged"],
        dynamic_axes={"image": sides, "enlarged": sides},
        dynamo=False,
    )

    def original(picture):
        with torch.no_grad():
            return network(torch.from_numpy(picture)).numpy()

    name = f"{described.architecture.name}, read by spandrel"
    return Found(onnx.load(str(file)), original, name, described.input_channels, multiple)


def of_ncnn(path, _):
    import ncnn_network

    model = ncnn_network.read(path, OPSET)
    try:
        import ncnn
    except ImportError:
        print("the Python package ncnn is not installed: the network is not checked against ncnn's own answers")
        return Found(model, None, "a network of ncnn")
    net = ncnn.Net()
    if net.load_param(str(path)) or net.load_model(str(Path(path).with_suffix(".bin"))):
        raise ValueError(f"ncnn cannot load {path}")

    def original(picture):
        with net.create_extractor() as extractor:
            extractor.input(net.input_names()[0], ncnn.Mat(np.ascontiguousarray(picture[0])))
            return np.asarray(extractor.extract(net.output_names()[0])[1])[None].copy()

    return Found(model, original, "a network of ncnn")


def of_onnx(path, _):
    model = onnx.load(str(path))
    if len(model.graph.input) != 1:
        raise ValueError(f"{path} has {len(model.graph.input)} inputs; a picture alone is given")
    sides = model.graph.input[0].type.tensor_type.shape.dim
    channels = sides[1].dim_value if len(sides) == 4 and sides[1].dim_value == 1 else 3
    return Found(model, None, "an ONNX file", channels)


def runner(file):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    half = session.get_inputs()[0].type == "tensor(float16)"
    return lambda picture: session.run(None, {name: picture.astype(np.float16) if half else picture})[0]


def check(found, run):
    """The factor, and the largest difference from the original at two sizes, one of them odd where that is taken."""
    generator = np.random.default_rng(0)
    factors, largest = set(), 0.0
    for height, width in ((32, 40), (33, 27)):
        m = found.multiple
        height, width = -(-height // m) * m, -(-width // m) * m
        picture = generator.random((1, found.channels, height, width), np.float32)
        answer = np.asarray(run(picture), np.float32)
        if answer.ndim != 4 or answer.shape[1] != found.channels:
            raise ValueError(f"the network answers with the shape {answer.shape}")
        factors.add((answer.shape[2] / height, answer.shape[3] / width))
        if found.original:
            largest = max(largest, float(np.abs(answer - found.original(picture)).max()))
    (vertical, horizontal), *others = factors
    if others or vertical != horizontal or vertical != int(vertical) or not 1 <= vertical <= 16:
        raise ValueError(f"the network enlarges by {sorted(factors)}; one whole factor in 1..16 is taken")
    return int(vertical), largest


def run(args):
    kinds = {".param": of_ncnn, ".onnx": of_onnx}
    source = Path(args.source)
    if not source.is_file():
        raise ValueError(f"there is no file {source}")
    Path(args.out).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=args.out) as folder:
        work = Path(folder)
        found = kinds.get(source.suffix.lower(), of_pytorch)(source, work)
        full, half = work / "model.onnx", work / "model.fp16.onnx"
        onnx.save(found.model, str(full))
        single = runner(full)
        scale, largest = check(found, single)
        if largest > LARGEST_DIFFERENCE:
            raise ValueError(f"the ONNX file differs from the original by up to {largest:.1e}")
        checks = f"checked against the original at two sizes: at most {largest:.1e} apart, on 0..1"
        files = [full]
        try:
            onnx.save(onnx_tools.to_half(found.model), str(half))
            apart = Found(found.model, single, "", found.channels, found.multiple)
            files.append(half)
            halves = f" Half precision differs by at most {check(apart, runner(half))[1]:.1e}."
        except Exception as e:  # a failed half never stops the single one
            files = [full]
            halves = f" No half precision: {e}"
        method = {"kind": "regression", "scale": scale, "range": [0, 1], "padding": args.padding}
        if found.multiple > 1:
            method["size_multiple"] = found.multiple
        card = (
            f"# {args.name}\n\nEnlarges by {scale}; {found.described}.\n\n## Licence\n\nThe weights: {args.licence}\n\n"
            f"## Data and origin\n\n{args.origin}\n\n## Files\n\nONNX opset {OPSET}, "
            f"{checks if found.original else 'not checked against an original'}.{halves}\n"
        )
        out = Path(args.out) / args.name
        out.mkdir(exist_ok=True)
        for file in files:
            file.replace(out / file.name)
        (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
        (out / "method.json").write_text(json.dumps(method, indent=2) + "\n", encoding="utf-8")
    print(f"{card.splitlines()[2]} {checks if found.original else 'Not checked against an original'}.{halves}")
    print(f"written: {out}")
    return 0


def main(argv=None):
    return command.ended("import_network.py", run, arguments(argv))


if __name__ == "__main__":
    sys.exit(main())
