"""The two networks of the recipe, by name, and what they cost."""

import math

import torch
import torch.nn.functional as F
from torch import nn

UNSHUFFLE = 2
COLOURS = 3

ARCHITECTURES = {
    # Fast on two CPU cores. Shape and parameter names are those of the bundled diffsr-small.
    "small": {"stem": 64, "channels": (64, 96, 128), "blocks": 2, "embedding": 256},
    # Appendix D of the paper: base 64, three levels with multipliers 2, 4 and 8.
    "base": {"stem": 64, "channels": (128, 256, 512), "blocks": 2, "embedding": 512},
}


class PixelNorm(nn.Module):
    """RMS norm over the channels of each pixel: unlike group norm, the same in every tile."""

    def __init__(self, channels):
        super().__init__()
        self.g = nn.Parameter(torch.ones(1, channels, 1, 1))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(1, keepdim=True) + 1e-6) * self.g


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, embedding):
        super().__init__()
        self.outputs = outputs
        self.n1 = PixelNorm(inputs)
        self.c1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.e = nn.Linear(embedding, 2 * outputs)
        self.n2 = PixelNorm(outputs)
        self.c2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.sk = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        for layer in (self.e, self.c2):
            _zero(layer)

    def forward(self, x, embedded):
        h = self.c1(F.silu(self.n1(x)))
        scale, shift = self.e(embedded)[:, :, None, None].split(self.outputs, 1)
        h = self.n2(h) * (1 + scale) + shift
        return self.sk(x) + self.c2(F.silu(h))


class UNet(nn.Module):
    """Predicts the noise in pictures whose sides are multiples of `size_multiple`; or answers with two pictures.

    Convolutions and per-pixel operations only, so that overlapping tiles agree.
    """

    def __init__(self, stem, channels, blocks, embedding, outputs=COLOURS):
        super().__init__()
        planes = COLOURS * UNSHUFFLE**2
        self.outputs = outputs
        self.size_multiple = UNSHUFFLE * 2 ** (len(channels) - 1)
        self.mlp = nn.Sequential(
            nn.Linear(128, embedding), nn.SiLU(), nn.Linear(embedding, embedding), nn.SiLU()
        )
        self.register_buffer("freq", torch.exp(-math.log(10000) * torch.arange(64) / 64))
        self.cin = nn.Conv2d(planes, stem, 3, padding=1)
        self.down, self.ds = nn.ModuleList(), nn.ModuleList()
        self.up, self.us = nn.ModuleList(), nn.ModuleList()

        def level(inputs, outputs):
            return nn.ModuleList(
                ResidualBlock(inputs if i == 0 else outputs, outputs, embedding)
                for i in range(blocks)
            )

        for i, width in enumerate(channels):
            self.down.append(level(stem if i == 0 else width, width))
            if i + 1 < len(channels):
                self.ds.append(nn.Conv2d(width, channels[i + 1], 2, stride=2))
        self.mid = ResidualBlock(channels[-1], channels[-1], embedding)
        for below, width in reversed(list(zip(channels[1:], channels))):
            self.us.append(nn.Conv2d(below, 4 * width, 1))
            self.up.append(level(2 * width, width))
        self.nout = PixelNorm(channels[0])
        self.cout = nn.Conv2d(channels[0], outputs * UNSHUFFLE**2, 3, padding=1)
        _zero(self.cout)

    def forward(self, sample, timestep):
        angle = timestep.float().reshape(-1, 1) * self.freq[None]
        embedded = self.mlp(torch.cat([angle.sin(), angle.cos()], 1))
        h = self.cin(F.pixel_unshuffle(sample, UNSHUFFLE))
        kept = []
        for i, level in enumerate(self.down):
            for block in level:
                h = block(h, embedded)
            if i < len(self.ds):
                kept.append(h)
                h = self.ds[i](h)
        h = self.mid(h, embedded)
        for widen, level in zip(self.us, self.up):
            h = torch.cat([F.pixel_shuffle(widen(h), 2), kept.pop()], 1)
            for block in level:
                h = block(h, embedded)
        return F.pixel_shuffle(self.cout(F.silu(self.nout(h))), UNSHUFFLE)


def _zero(layer):
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


def build(arch, outputs=COLOURS):
    """outputs: channels of the answer, 3 or 6"""
    return UNet(**ARCHITECTURES[arch], outputs=outputs)


def outputs_of(weights):
    """Channels of the answer of the network that these are of."""
    return weights["cout.weight"].shape[0] // UNSHUFFLE**2


def answering_twice(weights):
    """Those of a network of 3 channels as those of one of 6, which gives its answer twice."""
    return {name: torch.cat([value, value]) if name.startswith("cout.") else value for name, value in weights.items()}


def unet_config(arch, outputs=COLOURS):
    """What unet/config.json says."""
    shape = ARCHITECTURES[arch]
    return {
        "_class_name": "DiffSrSmallUNet" if arch == "small" else "DiffSrUNet",
        "in_channels": 3,
        "out_channels": outputs,
        "sample_size": 256,
        "size_multiple": UNSHUFFLE * 2 ** (len(shape["channels"]) - 1),
        # No operation depends on the size of a picture, so that tiles may be large.
        "largest_tile_size": 832,
        "stem_channels": shape["stem"],
        "block_out_channels": list(shape["channels"]),
        "layers_per_block": shape["blocks"],
        "pixel_unshuffle": UNSHUFFLE,
        "time_embedding_dim": shape["embedding"],
    }


def parameters(network):
    return sum(p.numel() for p in network.parameters())


def gflop(network, size=256):
    """Floating-point operations of one call, two per multiplication, in 10⁹."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        if isinstance(layer, nn.Conv2d):
            taps = layer.in_channels // layer.groups * math.prod(layer.kernel_size)
        else:
            taps = layer.in_features
        total += 2 * taps * output.numel()

    # Counted on a small picture: the work grows with its area, but for the few timestep layers.
    edge = network.size_multiple * 4
    hooks = [
        layer.register_forward_hook(count)
        for layer in network.modules()
        if isinstance(layer, (nn.Conv2d, nn.Linear))
    ]
    with torch.no_grad():
        network(torch.zeros(1, 3, edge, edge), torch.zeros(1))
    for hook in hooks:
        hook.remove()
    return total * (size / edge) ** 2 / 1e9


if __name__ == "__main__":
    for name in ARCHITECTURES:
        net = build(name)
        count = parameters(net)
        print(
            f"{name}: {count / 1e6:.2f} M parameters, {gflop(net):.1f} GFLOP per 256² call, "
            f"about {count * 2 / 1e6:.1f} MB in half precision"
        )
