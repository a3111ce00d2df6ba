"""The degradation A of the engine, its pseudo-inverse, and inputs that networks of one call are trained on."""

import functools
import io
import math

import numpy as np
import torch
from PIL import Image

# Sides that a crop is shrunk to, as shares of its own: factors from 1.33 to 6.
SHARES = (1 / 6, 0.1875, 0.2083, 0.2292, 0.25, 0.2917, 1 / 3, 0.375, 0.4167, 0.5, 0.5833, 0.6667, 0.75)
QUALITIES = (50, 96)
HALVED_COLOUR = 0.7


def cubic(x, a=-0.5):
    x = np.abs(x)
    near = (a + 2) * x**3 - (a + 3) * x**2 + 1
    far = a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def resampling(inputs, outputs):
    """MATLAB's imresize along one axis, antialiased where it shrinks; outputs × inputs."""
    factor = inputs / outputs
    width = max(factor, 1)
    weights = np.zeros((outputs, inputs))
    reach = math.ceil(2 * width) + 2
    for i in range(outputs):
        centre = (i + 0.5) * factor - 0.5
        places = np.arange(math.floor(centre) - reach, math.floor(centre) + reach + 1)
        values = cubic((places - centre) / width)
        values /= values.sum()
        folded = np.mod(places, 2 * inputs)
        np.add.at(weights[i], np.where(folded >= inputs, 2 * inputs - 1 - folded, folded), values)
    return weights


class Degradation:
    """A from squares of one edge to squares of another."""

    def __init__(self, high, low):
        self.factor = high / low
        self._low = low
        self._up = torch.tensor(np.linalg.pinv(resampling(high, low)), dtype=torch.float32)

    def shrink(self, x):
        return resized(x, self._low)

    def enlarge(self, y):
        """A⁺y."""
        return self._up.to(y.device) @ y @ self._up.to(y.device).T

    def project(self, x, y):
        """The picture nearest to x that shrinks to y."""
        return x - self.enlarge(self.shrink(x) - y)

    @property
    def timestep(self):
        """What a network of one call gets in its place."""
        return round(100 * self.factor)


@functools.lru_cache(maxsize=None)
def degradation(high, low):
    return Degradation(high, low)


@functools.lru_cache(maxsize=None)
def _matrix(inputs, outputs):
    return torch.tensor(resampling(inputs, outputs), dtype=torch.float32)


def resized(x, edge):
    """Squares brought to another edge, larger or smaller."""
    matrix = _matrix(x.shape[-1], edge).to(x.device)
    return matrix @ x @ matrix.T


def rounded(y):
    """To the levels of 8 bits."""
    return torch.round((y.clamp(-1, 1) + 1) * 127.5) / 127.5 - 1


def coded(y, quality, halved_colour, rng):
    """What a JPEG file of a picture decodes to, with the blocks at a random place."""
    level = ((y.permute(1, 2, 0) + 1) * 127.5).round().to(torch.uint8).numpy()
    top, left = rng.integers(8, size=2)
    height, width = level.shape[:2]
    padding = ((top, (-height - top) % 16), (left, (-width - left) % 16), (0, 0))
    file = io.BytesIO()
    whole = Image.fromarray(np.pad(level, padding, mode="symmetric"))
    whole.save(file, "JPEG", quality=int(quality), subsampling=2 if halved_colour else 0)
    file.seek(0)
    decoded = np.asarray(Image.open(file).convert("RGB"))[top : top + height, left : left + width]
    return torch.from_numpy(decoded.astype(np.float32)).permute(2, 0, 1) / 127.5 - 1


def inputs(x, share, jpeg_share, rng, quality=None):
    """The degradation, the clean small pictures y, and A⁺ of what files of them hold.

    quality: of all files as JPEG; None draws JPEG for jpeg_share of them and keeps the others lossless
    """
    found = degradation(x.shape[-1], max(8, round(x.shape[-1] * share)))
    y = rounded(found.shrink(x))
    files = y.clone()
    for i in range(len(y)):
        if quality or rng.random() < jpeg_share:
            of_file = quality or rng.integers(*QUALITIES)
            files[i] = coded(y[i], of_file, bool(quality) or rng.random() < HALVED_COLOUR, rng)
    return found, y, found.enlarge(files)
