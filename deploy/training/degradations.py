"""The degradation A of the engine, its pseudo-inverse, and inputs that networks of one call are trained on."""

import functools
import io
import math

import numpy as np
import torch
from PIL import Image

import jpeg

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
        self._inverse = np.linalg.pinv(resampling(high, low))
        self._up = {}

    def shrink(self, x):
        return resized(x, self._low)

    def enlarge(self, y):
        """A⁺y."""
        if y.device not in self._up:
            self._up[y.device] = torch.tensor(self._inverse, dtype=torch.float32, device=y.device)
        return self._up[y.device] @ y @ self._up[y.device].T

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
def _matrix(inputs, outputs, device):
    return torch.tensor(resampling(inputs, outputs), dtype=torch.float32, device=device)


def resized(x, edge):
    """Squares brought to another edge, larger or smaller."""
    matrix = _matrix(x.shape[-1], edge, x.device)
    return matrix @ x @ matrix.T


def rounded(y):
    """To the levels of 8 bits."""
    return torch.round((y.clamp(-1, 1) + 1) * 127.5) / 127.5 - 1


def drawn_files(jpeg_share):
    """Files of small pictures as they are trained on: of each picture JPEG with a probability, else lossless."""

    def files(y, rng):
        n = len(y)
        jpeg_files = torch.from_numpy(rng.random(n) < jpeg_share).to(y.device)
        qualities = torch.from_numpy(rng.integers(*QUALITIES, n)).to(y.device)
        halved = torch.from_numpy(rng.random(n) < HALVED_COLOUR).to(y.device)
        decoded = jpeg.coded(y, qualities, halved, rng.integers(jpeg.BLOCK, size=2).tolist())
        return torch.where(jpeg_files[:, None, None, None], decoded, y)

    return files


def real_files(quality):
    """Files of a quality as libjpeg writes and reads them, with 4:2:0 colour; lossless ones where it is None."""

    def files(y, rng):
        return y if quality is None else torch.stack([_of_libjpeg(picture, quality, rng) for picture in y])

    return files


def _of_libjpeg(y, quality, rng):
    """With the blocks at a random place."""
    level = ((y.permute(1, 2, 0) + 1) * 127.5).round().to(torch.uint8).numpy()
    top, left = rng.integers(jpeg.BLOCK, size=2)
    height, width = level.shape[:2]
    padding = ((top, (-height - top) % 16), (left, (-width - left) % 16), (0, 0))
    file = io.BytesIO()
    Image.fromarray(np.pad(level, padding, mode="symmetric")).save(file, "JPEG", quality=quality, subsampling=2)
    file.seek(0)
    decoded = np.asarray(Image.open(file).convert("RGB"))[top : top + height, left : left + width]
    return torch.from_numpy(decoded.astype(np.float32)).permute(2, 0, 1) / 127.5 - 1


def inputs(x, share, files, rng):
    """The degradation, the clean small pictures y, and A⁺ of what their files (one of the functions above) hold."""
    found = degradation(x.shape[-1], max(8, round(x.shape[-1] * share)))
    y = rounded(found.shrink(x))
    return found, y, found.enlarge(files(y, rng))
