"""ONNX files: half precision, and running them with ONNX Runtime or, where it is missing, PyTorch."""

import warnings

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

FLOAT, HALF = TensorProto.FLOAT, TensorProto.FLOAT16

# Half precision has 3 digits and ends at 65504: means, roots and angles stay single.
SINGLE_OPS = [
    "Pow", "ReduceMean", "ReduceSum", "Sqrt", "Reciprocal", "Div", "Exp", "Log", "Sin", "Cos",
    "Softmax", "InstanceNormalization", "LayerNormalization", "GroupNormalization",
]  # fmt: skip

TORCH_TYPES = {
    FLOAT: torch.float32,
    HALF: torch.float16,
    TensorProto.INT32: torch.int32,
    TensorProto.INT64: torch.int64,
    TensorProto.BOOL: torch.bool,
}


def to_half(model):
    """The same network in half precision. Inputs and outputs stay as they are, and so does what
    does not depend on the picture, which is the embedding of the timestep.

    Raises ValueError where the converter is missing or cannot do it.
    """
    try:
        from onnxconverter_common import float16
    except ImportError as e:
        raise ValueError("the Python package onnxconverter-common is not installed") from e
    model = onnx.shape_inference.infer_shapes(folded(model))
    pictures = {i.name for i in model.graph.input if len(i.type.tensor_type.shape.dim) == 4}
    timesteps = {i.name for i in model.graph.input} - pictures
    single = []
    for index, node in enumerate(model.graph.node):
        node.name = node.name or f"{node.op_type}_{index}"
        if pictures.intersection(node.input):
            pictures.update(node.output)
        elif timesteps.intersection(node.input):
            timesteps.update(node.output)
            single.append(node.name)
        if node.op_type == "Cast":  # the converter leaves its target type as it was
            single.append(node.name)
    try:
        with warnings.catch_warnings():
            # One for every weight below 1e-7, which half precision does not have.
            warnings.simplefilter("ignore")
            half = float16.convert_float_to_float16(
                model,
                keep_io_types=True,
                op_block_list=float16.DEFAULT_OP_BLOCK_LIST + SINGLE_OPS,
                node_block_list=single,
            )
        del half.graph.value_info[:]  # of the single-precision network
        onnx.checker.check_model(half, full_check=True)
    except Exception as e:  # the converter and the checker raise what they like
        raise ValueError(f"the network cannot be brought to half precision: {e}") from e
    return half


def folded(model):
    """The same network with what depends on its weights alone computed. ONNX Runtime does so when it loads a file, but in
    half precision only where the CPU can, which is nowhere."""
    try:
        from onnx.reference import ReferenceEvaluator
    except ImportError:  # before ONNX 1.13
        return model
    graph = model.graph
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    left = []
    for node in graph.node:
        if node.input and all(name in known for name in node.input):
            given = {name: known[name] for name in node.input}
            known.update(zip(node.output, ReferenceEvaluator(node).run(None, given)))
        else:
            left.append(node)
    used = {name for node in left for name in node.input} | {output.name for output in graph.output}
    made = onnx.ModelProto()
    made.CopyFrom(model)
    del made.graph.node[:], made.graph.initializer[:]
    made.graph.node.extend(left)
    made.graph.initializer.extend(numpy_helper.from_array(known[name], name) for name in known if name in used)
    return made


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
        options.log_severity_level = 3  # warns of every weight that it cannot fold in half precision
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
