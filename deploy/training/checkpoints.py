"""Checkpoints: one file with weights, optimizer and what a model card has to say."""

import json
import os
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

import networks

FORMAT = "diffsr-training-1"
TENSORS = ("ema", "net", "optimizer", "extra")


def load(path):
    """A checkpoint of train.py; or bare weights, which then have no `format`: a file of them, or the folder of a
    model, or of one of its starts, that export.py has made."""
    if Path(path).is_dir():
        own = Path(path) / "model.onnx"
        return {"ema": _weights_of_model(own if own.is_file() else Path(path) / "unet" / "model.onnx")}
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise ValueError(f"there is no checkpoint {path}") from None
    except Exception as e:  # torch.load raises what it likes
        raise ValueError(f"{path} is not a checkpoint of weights only: {e}") from e
    if not isinstance(found, dict) or "ema" not in found:
        raise ValueError(f"{path} has no 'ema' weights")
    if "format" in found and found["format"] != FORMAT:
        raise ValueError(f"{path} is of format {found['format']}; this program knows {FORMAT}")
    return {**found, **json.loads(found.pop("rest", "{}"))}


def _weights_of_model(path):
    """An exported network keeps its parameters under their names; what it computes itself is made anew."""
    if not path.is_file():
        raise ValueError(f"there is no {path}")
    tensors = {tensor.name: tensor for tensor in onnx.load(str(path)).graph.initializer}
    last = tensors.get("cout.weight")
    outputs = networks.outputs_of({"cout.weight": numpy_helper.to_array(last)}) if last else networks.COLOURS
    for arch in networks.ARCHITECTURES:
        network = networks.build(arch, outputs)
        names = {name: tuple(value.shape) for name, value in network.named_parameters()}
        if all(name in tensors and tuple(tensors[name].dims) == shape for name, shape in names.items()):
            kept = {name: torch.from_numpy(numpy_helper.to_array(tensors[name]).copy()) for name in names}
            return {**network.state_dict(), **kept}
    raise ValueError(f"{path} fits none of {', '.join(networks.ARCHITECTURES)}")


def arch_of(checkpoint):
    """The architecture whose weights these are; None where it is none of the recipe."""
    if "cout.weight" not in checkpoint["ema"]:
        return None
    shapes = {name: tuple(value.shape) for name, value in checkpoint["ema"].items()}
    for arch in networks.ARCHITECTURES:
        expected = networks.build(arch, networks.outputs_of(checkpoint["ema"])).state_dict()
        if shapes == {name: tuple(value.shape) for name, value in expected.items()}:
            return arch
    return None


def steps_of(checkpoint):
    """Steps that the weights were trained in all."""
    if "format" in checkpoint:
        return checkpoint["earlier"] + checkpoint["step"]
    return int(checkpoint.get("it", 0))


def network_of(path):
    """The averaged network of a checkpoint, its architecture and the checkpoint."""
    checkpoint = load(path)
    arch = arch_of(checkpoint)
    if arch is None:
        raise ValueError(f"{path} fits none of {', '.join(networks.ARCHITECTURES)}")
    network = networks.build(arch, networks.outputs_of(checkpoint["ema"]))
    network.load_state_dict(checkpoint["ema"])
    return network.eval(), arch, checkpoint


def without_optimizer(checkpoint):
    """What is small enough to be carried: a run that goes on from it begins with the averaged weights."""
    return {**checkpoint, "net": {}, "optimizer": {}}


def save(path, checkpoint):
    """Writes so that the file is always the old or the new one, never a part of it."""
    path = Path(path)
    # PyTorch 1.13 reads tensors and texts without running code from the file, but no numbers.
    content = {name: checkpoint.get(name, {}) for name in TENSORS}
    content["format"] = FORMAT
    content["rest"] = json.dumps({k: v for k, v in checkpoint.items() if k not in TENSORS})
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
