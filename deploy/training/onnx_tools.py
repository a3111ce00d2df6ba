"""ONNX files: half precision, and running them with ONNX Runtime or, where it is missing, PyTorch."""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

FLOAT, HALF = TensorProto.FLOAT, TensorProto.FLOAT16

# Half precision has 3 digits and ends at 65504: squares, means, roots and angles stay single.
SINGLE_OPS = {
    "Pow", "ReduceMean", "ReduceSum", "Sqrt", "Reciprocal", "Div", "Exp", "Log", "Sin", "Cos",
    "Softmax", "InstanceNormalization", "LayerNormalization", "GroupNormalization",
}  # fmt: skip
ELEMENTWISE = {"Add", "Sub", "Mul", "Max", "Clip"}
LARGE = 1024

TORCH_TYPES = {
    FLOAT: torch.float32,
    HALF: torch.float16,
    TensorProto.INT32: torch.int32,
    TensorProto.INT64: torch.int64,
    TensorProto.BOOL: torch.bool,
}


def to_half(model):
    """The same network in half precision. Inputs and outputs stay as they are, and so does what
    does not depend on the picture, which is the embedding of the timestep."""
    model = onnx.shape_inference.infer_shapes(model)
    graph = model.graph
    for node in graph.node:
        if any(a.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS) for a in node.attribute):
            raise ValueError(f"networks with {node.op_type} cannot be brought to half precision")
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant":
            constants[node.output[0]] = _constant(node)
    nodes = [node for node in graph.node if node.op_type != "Constant"]
    values = [*graph.input, *graph.output, *graph.value_info]
    floats = {v.name for v in values if v.type.tensor_type.elem_type == FLOAT}
    floats |= {name for name, value in constants.items() if value.dtype == np.float32}
    single = _kept_single(graph, nodes, floats)

    made, weights, halves, available = [], {}, set(), set()

    def constant(name, half):
        """A constant in the precision asked for; large ones are stored in half precision."""
        value = constants[name]
        if value.dtype != np.float32:
            weights[name] = value
            return name
        if not half and value.size < LARGE:
            weights[name] = value
            return name
        if np.abs(value).max(initial=0) > 65504:
            raise ValueError(f"{name} has values beyond half precision")
        weights[name + "_half"] = value.astype(np.float16)
        return name + "_half" if half else cast(name + "_half", name, FLOAT)

    def cast(source, target, precision):
        if target not in available:
            available.add(target)
            made.append(helper.make_node("Cast", [source], [target], f"Cast {target}", to=precision))
        return target

    def operand(name, half):
        if name in constants:
            return constant(name, half)
        if name not in floats or (name in halves) == half:
            return name
        return cast(name, name + ("_half" if half else "_single"), HALF if half else FLOAT)

    outputs = {output.name for output in graph.output}
    for index, node in enumerate(nodes):
        half = index not in single
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        del copy.input[:], copy.output[:]
        for place, name in enumerate(node.input):
            # Scales and regions of interest of Resize are always single.
            wanted = half and not (node.op_type == "Resize" and place > 0)
            copy.input.append(operand(name, wanted) if name else "")
        made.append(copy)
        for name in node.output:
            produced = half and name in floats
            if produced and name in outputs:
                copy.output.append(name + "_half")
                cast(name + "_half", name, FLOAT)
            else:
                copy.output.append(name)
                if produced:
                    halves.add(name)
    used = {name for node in made for name in node.input}
    stored = [numpy_helper.from_array(v, n) for n, v in weights.items() if n in used]
    result = helper.make_graph(made, graph.name, list(graph.input), list(graph.output), stored)
    half_model = helper.make_model(result, opset_imports=model.opset_import, producer_name="Diff-SR")
    half_model.ir_version = model.ir_version
    onnx.checker.check_model(half_model, full_check=True)
    return half_model


def _kept_single(graph, nodes, floats):
    """Indices of the nodes that are left as they are."""
    pictures = {i.name for i in graph.input if len(i.type.tensor_type.shape.dim) == 4}
    consumers = {}
    single = set()
    for index, node in enumerate(nodes):
        for name in node.input:
            consumers.setdefault(name, []).append(index)
        if pictures.intersection(node.input):
            pictures.update(node.output)
        else:
            single.add(index)
        if node.op_type in SINGLE_OPS or not floats.intersection([*node.input, *node.output]):
            single.add(index)
    # Backwards: what only such nodes use, e.g. the ε under a root.
    for index in reversed(range(len(nodes))):
        after = [c for name in nodes[index].output for c in consumers.get(name, [])]
        if nodes[index].op_type in ELEMENTWISE and after and single.issuperset(after):
            single.add(index)
    return single


def _constant(node):
    attribute = node.attribute[0]
    value = helper.get_attribute_value(attribute)
    if attribute.name == "value":
        return numpy_helper.to_array(value)
    return np.asarray(value, np.float32 if attribute.name.startswith("value_float") else np.int64)


class Runner:
    """Runs a denoiser's ONNX file on the CPU; `by` says what with."""

    def __init__(self, path, threads=0):
        try:
            import onnxruntime
        except ImportError:
            self.by = f"PyTorch {torch.__version__}, operation by operation"
            self._run = _Interpreter(onnx.load(str(path))).run
            return
        self.by = f"ONNX Runtime {onnxruntime.__version__}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._run = lambda inputs: session.run(None, inputs)[0]
        self._types = {i.name: i.type for i in session.get_inputs()}
        self._ranks = {i.name: len(i.shape) for i in session.get_inputs()}

    def __call__(self, sample, timestep):
        """Sample and timestep as tensors with a batch; the output as a float tensor."""
        if not hasattr(self, "_types"):
            return self._run(sample, timestep).float()
        numbers = {"int64": np.int64, "int32": np.int32, "float16": np.float16, "float": np.float32}
        inputs = {}
        for name, kind in self._types.items():
            rank = self._ranks[name]
            value = (sample if rank == 4 else timestep if rank == 1 else timestep[0]).numpy()
            inputs[name] = value.astype(numbers[kind[len("tensor(") : -1]])
        return torch.from_numpy(np.asarray(self._run(inputs), np.float32))


class _Interpreter:
    """The operations of networks that export.py writes. Half precision is computed in single and
    rounded after each operation, as accelerators do."""

    def __init__(self, model):
        self._graph = model.graph
        self._constants = {
            i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in model.graph.initializer
        }
        unknown = sorted({n.op_type for n in model.graph.node if not hasattr(self, "_" + n.op_type)})
        if unknown:
            raise ValueError(f"ONNX Runtime is needed for the operations {', '.join(unknown)}")

    def run(self, sample, timestep):
        values = dict(self._constants)
        for each in self._graph.input:
            if each.name not in values:
                rank = len(each.type.tensor_type.shape.dim)
                given = sample if rank == 4 else timestep if rank == 1 else timestep[0]
                values[each.name] = given.to(TORCH_TYPES[each.type.tensor_type.elem_type])
        left = {}
        for node in self._graph.node:
            for name in node.input:
                left[name] = left.get(name, 0) + 1
        for node in self._graph.node:
            inputs = [values[name] if name else None for name in node.input]
            half = any(i is not None and i.dtype == torch.float16 for i in inputs)
            if half:
                inputs = [i.float() if i is not None and i.dtype == torch.float16 else i for i in inputs]
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            outputs = getattr(self, "_" + node.op_type)(*inputs, **attributes)
            outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            for name, output in zip(node.output, outputs):
                round_ = half and node.op_type != "Cast" and output.dtype == torch.float32
                values[name] = output.half() if round_ else output
            for name in node.input:
                left[name] -= 1
                if name and not left[name] and name not in self._constants:
                    values.pop(name, None)
        return values[self._graph.output[0].name]

    def _Constant(self, **attributes):
        name, value = next(iter(attributes.items()))
        if name == "value":
            return torch.from_numpy(numpy_helper.to_array(value).copy())
        return torch.tensor(value, dtype=torch.float32 if name.startswith("value_float") else torch.int64)

    def _Cast(self, x, to):
        return x.to(TORCH_TYPES[to])

    def _Conv(self, x, w, b=None, strides=(1, 1), pads=(0, 0, 0, 0), dilations=(1, 1), group=1, **_):
        top, left, bottom, right = pads
        return F.conv2d(F.pad(x, (left, right, top, bottom)), w, b, tuple(strides), 0, tuple(dilations), group)

    def _Gemm(self, a, b, c=None, alpha=1.0, beta=1.0, transA=0, transB=0):
        product = alpha * ((a.T if transA else a) @ (b.T if transB else b))
        return product if c is None else product + beta * c

    def _ReduceMean(self, x, axes, keepdims=1):
        return x.mean(list(axes), keepdim=bool(keepdims))

    def _Reshape(self, x, shape, **_):
        return x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape.tolist())])

    def _DepthToSpace(self, x, blocksize, mode=b"DCR"):
        if mode != b"CRD":
            raise ValueError("DepthToSpace is known in mode CRD only")
        return F.pixel_shuffle(x, blocksize)

    def _SpaceToDepth(self, x, blocksize):
        batch, channels, height, width = x.shape
        planes = F.pixel_unshuffle(x, blocksize).reshape(batch, channels, blocksize**2, height // blocksize, -1)
        return planes.transpose(1, 2).reshape(batch, channels * blocksize**2, height // blocksize, -1)

    def _Unsqueeze(self, x, axes):
        for axis in sorted(axes.tolist()):
            x = x.unsqueeze(axis)
        return x

    def _Squeeze(self, x, axes):
        for axis in sorted(axes.tolist(), reverse=True):
            x = x.squeeze(axis)
        return x

    def _Slice(self, x, starts, ends, axes, steps=None):
        index = [slice(None)] * x.dim()
        steps = [1] * len(axes) if steps is None else steps.tolist()
        for axis, start, end, step in zip(axes.tolist(), starts.tolist(), ends.tolist(), steps):
            index[axis] = slice(start, end, step)
        return x[tuple(index)]

    def _Gather(self, x, indices, axis=0):
        taken = x.index_select(axis, indices.reshape(-1))
        return taken.reshape(x.shape[:axis] + indices.shape + x.shape[axis + 1 :])

    def _Div(self, a, b):
        return a / b if a.is_floating_point() else torch.div(a, b, rounding_mode="trunc")

    _Split = staticmethod(lambda x, sizes, axis=0: x.split(sizes.tolist(), axis))
    _Concat = staticmethod(lambda *xs, axis: torch.cat(xs, axis))
    _Transpose = staticmethod(lambda x, perm: x.permute(*perm))
    _Shape = staticmethod(lambda x: torch.tensor(x.shape))
    _Add = staticmethod(torch.add)
    _Sub = staticmethod(torch.sub)
    _Mul = staticmethod(torch.mul)
    _Pow = staticmethod(torch.pow)
    _Sqrt = staticmethod(torch.sqrt)
    _Reciprocal = staticmethod(torch.reciprocal)
    _Sigmoid = staticmethod(torch.sigmoid)
    _Sin = staticmethod(torch.sin)
    _Cos = staticmethod(torch.cos)
    _Identity = staticmethod(lambda x: x)
