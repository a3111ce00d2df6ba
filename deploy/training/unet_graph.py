"""Writes a network of networks.py as ONNX, in operations that ONNX Runtime computes fast.

Norms and activations take as long as the convolutions where an exporter writes them out one by one. Here the mean of
squares is a 1 × 1 convolution, whose layout is that of its neighbours; a norm's weight is folded into what multiplies
it next. The folding stands in the graph, as operations on weights that ONNX Runtime does once, when it loads the file:
the file's weights have the names and values of the network's, so that it can be trained further.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from networks import UNSHUFFLE

EPSILON = 1e-6


class _Graph:
    def __init__(self, network):
        self.nodes, self.weights, self.known = [], [], set()
        self._state = {name: value.detach().cpu().numpy() for name, value in network.state_dict().items()}

    def weight(self, name):
        """One of the network's, by its name."""
        if name not in self.known:
            self.known.add(name)
            self.weights.append(numpy_helper.from_array(np.ascontiguousarray(self._state[name]), name))
        return name

    def constant(self, values, kind=np.float32):
        name = f"constant_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def shape(self, *sides):
        return self.constant(sides, np.int64)

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, names[0], **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, name, layer, x):
        pad = layer.padding[0]
        return self.op(
            "Conv", x, self.weight(name + ".weight"), self.weight(name + ".bias"),
            kernel_shape=list(layer.kernel_size), strides=list(layer.stride), pads=[pad] * 4,
        )  # fmt: skip

    def silu(self, x):
        return self.op("Mul", x, self.op("Sigmoid", x))

    def linear(self, x, weight, bias):
        return self.op("Gemm", x, weight, bias, transB=1)

    def inverse_root(self, x, channels):
        """1/√(mean of squares + ε), batch × 1 × height × width."""
        mean = self.op(
            "Conv", self.op("Mul", x, x), self.constant(np.full((1, channels, 1, 1), 1 / channels)),
            self.constant([EPSILON]), kernel_shape=[1, 1],
        )  # fmt: skip
        return self.op("Reciprocal", self.op("Sqrt", mean))

    def norm(self, name, x, channels):
        gain = self.op("Reshape", self.weight(name + ".g"), self.shape(channels, 1, 1, 1))
        factors = self.op("Conv", self.inverse_root(x, channels), gain, kernel_shape=[1, 1])
        return self.op("Mul", x, factors)

    def block(self, name, block, x, embedded):
        inputs, outputs = block.c1.in_channels, block.outputs
        h = self.conv(name + ".c1", block.c1, self.silu(self.norm(name + ".n1", x, inputs)))
        # (1 + scale) · gain, shift: the gain and the 1 in the weights of the layer that makes them.
        gain = self.op("Reshape", self.weight(name + ".n2.g"), self.shape(outputs, 1))
        gains = self.op("Concat", gain, self.constant(np.ones((outputs, 1))), axis=0)
        ones = self.constant(np.concatenate([np.ones(outputs), np.zeros(outputs)]))
        weight = self.op("Mul", self.weight(name + ".e.weight"), gains)
        bias = self.op("Add", self.weight(name + ".e.bias"), ones)
        bias = self.op("Mul", bias, self.op("Reshape", gains, self.shape(2 * outputs)))
        both = self.op("Reshape", self.linear(embedded, weight, bias), self.shape(-1, 2 * outputs, 1, 1))
        scale, shift = self.op("Split", both, self.shape(outputs, outputs), outputs=2, axis=1)
        h = self.op("Mul", self.op("Mul", h, self.inverse_root(h, outputs)), scale)
        h = self.conv(name + ".c2", block.c2, self.silu(self.op("Add", h, shift)))
        return self.op("Add", x if inputs == outputs else self.conv(name + ".sk", block.sk, x), h)

    def stem(self, layer):
        """Pixel-unshuffle and the first convolution: SpaceToDepth has the planes in another order."""
        outputs, planes, high, wide = layer.weight.shape
        colours, positions = planes // UNSHUFFLE**2, UNSHUFFLE**2
        weight = self.op("Reshape", self.weight("cin.weight"), self.shape(outputs, colours, positions, high, wide))
        weight = self.op("Transpose", weight, perm=[0, 2, 1, 3, 4])
        weight = self.op("Reshape", weight, self.shape(outputs, planes, high, wide))
        return self.op(
            "Conv", self.op("SpaceToDepth", "sample", blocksize=UNSHUFFLE), weight, self.weight("cin.bias"),
            kernel_shape=[high, wide], pads=[layer.padding[0]] * 4,
        )  # fmt: skip

    def embedding(self):
        steps = self.op("Reshape", self.op("Cast", "timestep", to=TensorProto.FLOAT), self.shape(-1, 1))
        angle = self.op("Mul", steps, self.weight("freq"))
        x = self.op("Concat", self.op("Sin", angle), self.op("Cos", angle), axis=1)
        for layer in ("mlp.0", "mlp.2"):
            x = self.silu(self.linear(x, self.weight(layer + ".weight"), self.weight(layer + ".bias")))
        return x


def write(network, opset):
    """The model; inputs `sample` (batch × 3 × height × width) and `timestep` (batch, int64)."""
    graph = _Graph(network)
    embedded = graph.embedding()
    x = graph.stem(network.cin)
    kept = []
    for i, level in enumerate(network.down):
        for k, block in enumerate(level):
            x = graph.block(f"down.{i}.{k}", block, x, embedded)
        if i < len(network.ds):
            kept.append(x)
            x = graph.conv(f"ds.{i}", network.ds[i], x)
    x = graph.block("mid", network.mid, x, embedded)
    for i, (widen, level) in enumerate(zip(network.us, network.up)):
        x = graph.op("DepthToSpace", graph.conv(f"us.{i}", widen, x), blocksize=2, mode="CRD")
        x = graph.op("Concat", x, kept.pop(), axis=1)
        for k, block in enumerate(level):
            x = graph.block(f"up.{i}.{k}", block, x, embedded)
    x = graph.silu(graph.norm("nout", x, network.cout.in_channels))
    graph.op("DepthToSpace", graph.conv("cout", network.cout, x), blocksize=UNSHUFFLE, mode="CRD")
    graph.nodes[-1].output[0] = "out_sample"

    def value(name, kind, *sides):
        return helper.make_tensor_value_info(name, kind, list(sides))

    made = helper.make_graph(
        graph.nodes,
        "unet",
        [value("sample", TensorProto.FLOAT, "batch", 3, "height", "width"), value("timestep", TensorProto.INT64, "batch")],
        [value("out_sample", TensorProto.FLOAT, "batch", network.outputs, "height", "width")],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)], producer_name="Diff-SR", ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model
