"""Training of the networks of one call that a run starts from: the mean (predictor), a textured one (texture), or both
as the two answers of one network (start)."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

import degradations
import networks
import photos
from taught import Sample, Samples
from training import Training

RESIDUAL_SCALE = 0.1
# Of the mean's distance, where a network answers with both: the textured answer has three terms.
MEAN_WEIGHT = 3
# Below, a teacher of factor 4 has nothing to tell: the crop itself is the target.
LEAST_TAUGHT_FACTOR = 1.45
TEACHER_FACTOR = 4
TEACHER_MARGIN = 10
# Factor, quality of JPEG inputs or None.
VALIDATED = ((1.5, None), (2, None), (2.7, None), (4, None), (2, 75))


class RealEsrgan(nn.Module):
    """The network of Real-ESRGAN x4plus (Wang et al., 2021), with the weights of an ONNX file of it."""

    def __init__(self, path, blocks=23, width=64, growth=32):
        super().__init__()
        self.first = nn.Conv2d(3, width, 3, 1, 1)
        self.dense = nn.ModuleList(
            nn.ModuleList(nn.Conv2d(width + growth * i, growth if i < 4 else width, 3, 1, 1) for i in range(5))
            for _ in range(3 * blocks)
        )
        self.trunk, self.up1, self.up2, self.high, self.last = (
            nn.Conv2d(width, width if i < 4 else 3, 3, 1, 1) for i in range(5)
        )
        order = [self.first, *(c for d in self.dense for c in d), self.trunk, self.up1, self.up2, self.high, self.last]
        graph = onnx.load(str(path)).graph
        values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        values.update({n.output[0]: values[n.input[0]] for n in graph.node if n.op_type == "Cast" and n.input[0] in values})
        convolutions = [n for n in graph.node if n.op_type == "Conv"]
        if len(convolutions) != len(order):
            raise ValueError(f"{path} has {len(convolutions)} convolutions instead of {len(order)}")
        for layer, node in zip(order, convolutions):
            for kind, name in zip(("weight", "bias"), node.input[1:]):
                value = torch.tensor(values[name].astype(np.float32))
                if value.shape != getattr(layer, kind).shape:
                    raise ValueError(f"{path} is no network of Real-ESRGAN x4plus: {name} is {tuple(value.shape)}")
                getattr(layer, kind).data.copy_(value)

    def _block(self, x, dense):
        found = [x]
        for i, layer in enumerate(dense):
            y = layer(torch.cat(found, 1))
            if i == 4:
                return y * 0.2 + x
            found.append(F.leaky_relu(y, 0.2))
        raise AssertionError

    @torch.no_grad()
    def forward(self, y):
        """Four times as large, in [-1, 1] like y."""
        pad = [TEACHER_MARGIN] * 4
        first = self.first(F.pad((y + 1) / 2, pad, mode="reflect"))
        h = first
        for i in range(0, len(self.dense), 3):
            before = h
            for dense in self.dense[i : i + 3]:
                h = self._block(h, dense)
            h = h * 0.2 + before
        h = first + self.trunk(h)
        for up in (self.up1, self.up2):
            h = F.leaky_relu(up(F.interpolate(h, scale_factor=2, mode="nearest")), 0.2)
        h = self.last(F.leaky_relu(self.high(h), 0.2))
        edge = TEACHER_FACTOR * TEACHER_MARGIN
        return h[:, :, edge:-edge, edge:-edge].clamp(0, 1) * 2 - 1


class Discriminator(nn.Module):
    """Sees a picture and the input that it was made from."""

    def __init__(self, width=48):
        super().__init__()

        def layer(inputs, outputs, edge=3, stride=1):
            convolution = nn.Conv2d(inputs, outputs, edge, stride, 1)
            return nn.utils.spectral_norm(convolution), nn.LeakyReLU(0.2)

        self.n = nn.Sequential(
            *layer(6, width), *layer(width, width, 4, 2), *layer(width, 2 * width),
            *layer(2 * width, 2 * width, 4, 2), *layer(2 * width, 2 * width), nn.Conv2d(2 * width, 1, 3, 1, 1),
        )  # fmt: skip

    def forward(self, picture, given):
        return self.n(torch.cat([picture, given], 1))


def charbonnier(difference):
    return torch.sqrt(difference * difference + 1e-5).mean()


def high_pass(x):
    return x - F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), 3, 1)


class StartTraining(Training):
    """A run for a network of one call. Its steps are functions of seed and step number, as those of a denoiser."""

    def __init__(self, args):
        super().__init__(args)
        self.textured = args.task in ("start", "texture")
        self.both = args.task == "start"
        self.samples = None
        if args.reuse > 1:
            # A GPU makes them again sooner than a disk reads them.
            self.samples = Samples(args.reuse, None if self.cuda else Path(args.out) / "samples")
            self.samples.load(self.total, self.device)
        if self.textured:
            layout = torch.channels_last
            self.teacher = RealEsrgan(args.teacher).eval().to(self.device, memory_format=layout)
            # Half precision has the finer steps of the two, and CUDA is as fast with it.
            half = torch.float16 if self.cuda else torch.bfloat16
            self.teacher = self.teacher.to(half if self.half else torch.float32)
            self.discriminator = Discriminator().to(self.device, memory_format=layout)
            if "discriminator" in self.extra:
                self.discriminator.load_state_dict(self.extra["discriminator"])
            self.opponent = torch.optim.AdamW(self.discriminator.parameters(), lr=2e-4, betas=(0.5, 0.99))

    def state(self):
        return {"discriminator": self.discriminator.state_dict()} if self.textured else {}

    def target(self, x, y, files, found):
        """What the network is to answer: the crop, or what the teacher makes of the file, made faithful."""
        if not self.textured or found.factor < LEAST_TAUGHT_FACTOR:
            return x
        kind = next(self.teacher.parameters()).dtype
        large = self.teacher(files.to(kind).contiguous(memory_format=torch.channels_last)).float()
        return found.project(degradations.resized(large, x.shape[-1]), y).clamp(-1, 1)

    def train(self, crops):
        rng = np.random.default_rng([self.seed, self.total, 2])
        if self.samples is None:
            sample = self._sample(crops, rng)
        else:
            if self.samples.wants(self.total):
                self.samples.add(self.total, self._sample(crops, rng))
            sample = self.samples.draw(self.args.batch, rng)
        x, given, target, timesteps = sample
        given = given.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            answer = self.forward(given, timesteps)
        answers = [given - RESIDUAL_SCALE * r for r in answer.float().split(networks.COLOURS, 1)]
        difference = answers[-1] - target
        loss = reported = charbonnier(difference)
        if self.textured:
            loss = loss + high_pass(difference).abs().mean() + self._opposition(x, answers[-1], given)
        if self.both:
            loss = loss + MEAN_WEIGHT * charbonnier(answers[0] - x)
        self.learn(loss)
        return reported.detach()

    def _sample(self, crops, rng):
        x = photos.normalised(crops.batch(self.total))
        share = degradations.SHARES[rng.integers(len(degradations.SHARES))]
        found, y, given = degradations.inputs(x, share, degradations.drawn_files(self.args.jpeg_share), rng)
        target = self.target(x, y, found.shrink(given), found)
        return Sample(x, given, target, torch.full((len(x),), found.timestep, device=x.device))

    def _opposition(self, x, answer, given):
        """One step of the discriminator (hinge), and what it then says of the answer."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            real = self.discriminator(x, given).float()
            made = self.discriminator(answer.detach(), given).float()
            loss = F.relu(1 - real).mean() + F.relu(1 + made).mean()
        self.opponent.zero_grad(set_to_none=True)
        loss.backward()
        self.opponent.step()
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(False)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            says = -self.discriminator(answer, given).float().mean()
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(True)
        return self.args.discriminator_weight * min(1, (self.step + 30) / 300) * says

    @torch.no_grad()
    def validate(self, crops, stopped=lambda: False):
        """PSNR of A⁺y and of the averaged network on held-out crops; the mean error of the latter is returned."""
        rng = np.random.default_rng(11)
        figures, errors = {}, []
        for factor, quality in VALIDATED:
            found, _, given = degradations.inputs(crops, 1 / factor, degradations.real_files(quality), rng)
            answers = []
            for at in range(0, len(crops), 2):
                if stopped():
                    raise InterruptedError
                part = given[at : at + 2].to(self.device)
                r = self.averaged(part, torch.full((len(part),), found.timestep, device=self.device))
                parts = r.float().split(networks.COLOURS, 1)
                answers.append(torch.stack([part - RESIDUAL_SCALE * one for one in parts]).cpu())
            for which, answer in enumerate(torch.cat(answers, 1)):
                if quality is None:
                    answer = found.project(answer, found.shrink(given))
                error = float((answer - crops).square().mean())
                name = f"{factor}×" + (f" JPEG {quality}" if quality else "") + (" textured" if which else "")
                figures[name] = [_decibels(float((given - crops).square().mean())), _decibels(error)]
                errors.append(error)
        self.history.append({"step": self.total, "psnr": figures})
        each = "  ".join(f"{name}: {before:.2f} → {after:.2f}" for name, (before, after) in figures.items())
        print(f"PSNR at step {self.total}, A⁺y → network:  {each}", flush=True)
        return float(np.mean(errors))


def _decibels(error):
    return round(10 * math.log10(4 / error), 3)
