"""Reads a network in ncnn's text form (.param beside .bin), as Upscayl and Real-ESRGAN's programs have it, as ONNX.

Only the operations of convolutional enlargers are known: convolution, activations, sums, concatenation, enlargement
and pixel-shuffle.
"""

import struct
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MAGIC = "7767517"
HALF_TAG = 0x01306B47
ACTIVATION, ACTIVATION_PARAMETERS, COEFFICIENTS = 9, -23310, -23301
INTERPOLATIONS = {1: ("nearest", "asymmetric"), 2: ("linear", "half_pixel"), 3: ("cubic", "half_pixel")}


class _Weights:
    def __init__(self, content):
        self._content, self._at = content, 0

    def take(self, count):
        taken = self._content[self._at : self._at + count]
        if len(taken) != count:
            raise ValueError("the .bin file is too short for its .param file")
        self._at += count
        return taken

    def floats(self, count):
        return np.frombuffer(self.take(4 * count), "<f4").copy()

    def tagged(self, count):
        """Weights that say in which precision they are kept."""
        tag = struct.unpack("<I", self.take(4))[0]
        if tag == HALF_TAG:
            return np.frombuffer(self.take((2 * count + 3) // 4 * 4)[: 2 * count], "<f2").astype(np.float32)
        if tag:
            raise ValueError(f"weights of kind {tag:#x} are not known, only single and half precision")
        return self.floats(count)

    def require_end(self):
        if self._at != len(self._content):
            raise ValueError("the .bin file is too long for its .param file")


class _Reader:
    def __init__(self, weights):
        self._weights = weights
        self.nodes, self.constants, self._names = [], [], {}

    def _constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
        return name

    def _node(self, kind, inputs, outputs, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))

    def layer(self, kind, name, inputs, outputs, p):
        read = getattr(self, "_" + kind, None)
        if read is None:
            raise ValueError(f"the operation {kind} is not known")
        read(name, [self._names.get(each, each) for each in inputs], outputs, p)

    def _Input(self, name, inputs, outputs, p):
        self._names[outputs[0]] = "image"

    def _Split(self, name, inputs, outputs, p):
        self._names.update(dict.fromkeys(outputs, inputs[0]))

    def _Convolution(self, name, inputs, outputs, p):
        filters, edge, pad, count = int(p[0]), int(p[1]), int(p.get(4, 0)), int(p[6])
        if p.get(3, 1) != 1 or p.get(2, 1) != 1 or p.get(11, edge) != edge:
            raise ValueError(f"the convolution {name} has a stride, a dilation or is not square")
        weight = self._weights.tagged(count).reshape(filters, -1, edge, edge)
        bias = self._weights.floats(filters) if p.get(5, 0) else np.zeros(filters)
        activation = int(p.get(ACTIVATION, 0))
        made = outputs[0] + "_before" if activation else outputs[0]
        operands = [inputs[0], self._constant(name + "_weight", weight), self._constant(name + "_bias", bias)]
        self._node("Conv", operands, [made], kernel_shape=[edge, edge], pads=[pad] * 4)
        if activation == 1:
            self._node("Relu", [made], outputs)
        elif activation == 2:
            self._node("LeakyRelu", [made], outputs, alpha=p[ACTIVATION_PARAMETERS][1])
        elif activation:
            raise ValueError(f"the activation {activation} of {name} is not known")

    def _PReLU(self, name, inputs, outputs, p):
        slopes = self._weights.floats(int(p[0])).reshape(-1, 1, 1)
        self._node("PRelu", [inputs[0], self._constant(name + "_slope", slopes)], outputs)

    def _ReLU(self, name, inputs, outputs, p):
        self._node("LeakyRelu", inputs, outputs, alpha=float(p.get(0, 0)))

    def _Concat(self, name, inputs, outputs, p):
        self._node("Concat", inputs, outputs, axis=1)

    def _Eltwise(self, name, inputs, outputs, p):
        if p.get(0, 0) != 1:
            raise ValueError(f"{name} is no sum")
        factors = p.get(COEFFICIENTS, [len(inputs)] + [1.0] * len(inputs))[1:]
        terms = []
        for i, (each, factor) in enumerate(zip(inputs, factors)):
            term = each
            if factor != 1:
                term = f"{name}_term_{i}"
                self._node("Mul", [each, self._constant(term + "_factor", factor)], [term])
            terms.append(term)
        self._node("Sum", terms, outputs)

    def _BinaryOp(self, name, inputs, outputs, p):
        kinds = {0: "Add", 1: "Sub", 2: "Mul"}
        if int(p.get(0, 0)) not in kinds:
            raise ValueError(f"the operation {int(p[0])} of {name} is not known")
        other = self._constant(name + "_scalar", p.get(2, 0)) if p.get(1, 0) else inputs[1]
        self._node(kinds[int(p.get(0, 0))], [inputs[0], other], outputs)

    def _Interp(self, name, inputs, outputs, p):
        mode, places = INTERPOLATIONS[int(p[0])]
        scales = self._constant(name + "_scales", [1, 1, p[1], p[2]])
        self._node(
            "Resize", [inputs[0], "", scales], outputs,
            mode=mode, coordinate_transformation_mode=places, nearest_mode="floor",
        )  # fmt: skip

    def _PixelShuffle(self, name, inputs, outputs, p):
        self._node("DepthToSpace", inputs, outputs, blocksize=int(p[0]), mode="CRD")


def _parameters(pairs):
    found = {}
    for pair in pairs:
        key, value = pair.split("=")
        found[int(key)] = [float(v) for v in value.split(",")] if "," in value else float(value)
    return found


def read(param, opset):
    """The network of a .param file and the .bin file beside it, as an ONNX model of one picture in 0..1."""
    param = Path(param)
    lines = param.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].strip() != MAGIC:
        raise ValueError(f"{param} is no .param file of ncnn in text form")
    weights = _Weights(param.with_suffix(".bin").read_bytes())
    reader = _Reader(weights)
    for line in lines[2:]:
        fields = line.split()
        if fields:
            inputs, outputs = int(fields[2]), int(fields[3])
            middle, end = 4 + inputs, 4 + inputs + outputs
            reader.layer(
                fields[0], fields[1], fields[4:middle], fields[middle:end], _parameters(fields[end:])
            )  # fmt: skip
    weights.require_end()
    reader.nodes[-1].output[0] = "enlarged"

    def value(name, *sides):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(sides))

    graph = helper.make_graph(
        reader.nodes,
        "network",
        [value("image", 1, 3, "height", "width")],
        [value("enlarged", 1, 3, "enlarged_height", "enlarged_width")],
        reader.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model
