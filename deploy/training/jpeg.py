"""What JPEG files of pictures decode to, many at once on any device (ITU-T T.81; libjpeg's tables and sampling)."""

import functools
import math

import torch
import torch.nn.functional as F

# T.81, tables K.1 and K.2.
LUMINANCE = (
    (16, 11, 10, 16, 24, 40, 51, 61), (12, 12, 14, 19, 26, 58, 60, 55), (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62), (18, 22, 37, 56, 68, 109, 103, 77), (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101), (72, 92, 95, 98, 112, 100, 103, 99),
)  # fmt: skip
CHROMINANCE = (
    (17, 18, 24, 47, 99, 99, 99, 99), (18, 21, 26, 66, 99, 99, 99, 99), (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99), *(((99,) * 8,) * 4),
)  # fmt: skip
# JFIF: from RGB to Y, Cb and Cr less 128, all in levels of 8 bits.
TO_YCC = (
    (0.299, 0.587, 0.114),
    (-0.299 / 1.772, -0.587 / 1.772, 0.5),
    (0.5, -0.587 / 1.402, -0.114 / 1.402),
)
BLOCK = 8


def coded(y, qualities, halved, corner):
    """y (n × 3 × h × w in [-1, 1]) as decoded from JPEG files of them.

    qualities: of each picture, 1 to 100 as libjpeg counts; halved: of each, whether its colour is sampled 2 × 2
    corner: how far the pictures lie from the corner of a block, (rows, columns) from 0 to 7
    """
    n, _, height, width = y.shape
    levels = ((y.clamp(-1, 1) + 1) * 127.5).round()
    whole = levels[:, :, _folded(height, corner[0], y.device)][:, :, :, _folded(width, corner[1], y.device)]
    ycc = torch.einsum("dc,nchw->ndhw", _matrix(TO_YCC, y.device), whole).round()
    luminance = _quantized(ycc[:, :1] - 128, _tables(LUMINANCE, qualities, y.device)) + 128
    tables = _tables(CHROMINANCE, qualities, y.device)
    small = _twice(_quantized(F.avg_pool2d(ycc[:, 1:], 2).round(), tables))
    colour = torch.where(halved[:, None, None, None], small, _quantized(ycc[:, 1:], tables))
    ycc = torch.cat([luminance.round().clamp(0, 255), colour.round().clamp(-128, 127)], 1)
    back = torch.linalg.inv(torch.tensor(TO_YCC, dtype=torch.float64)).float().to(y.device)
    decoded = torch.einsum("dc,nchw->ndhw", back, ycc).round().clamp(0, 255)
    return decoded[:, :, corner[0] : corner[0] + height, corner[1] : corner[1] + width] / 127.5 - 1


def _folded(length, before, device):
    """Places of a line that begins within a block and ends with one of 16, mirrored where the picture does not reach."""
    after = (-length - before) % (2 * BLOCK)
    places = torch.arange(-before, length + after, device=device) % (2 * length)
    return torch.where(places < length, places, 2 * length - 1 - places)


@functools.lru_cache(maxsize=None)
def _matrix(values, device):
    return torch.tensor(values, dtype=torch.float32, device=device)


def _tables(base, qualities, device):
    """libjpeg's jpeg_quality_scaling: n × 1 × 1 × 1 × 8 × 8."""
    scale = torch.where(qualities < 50, torch.floor(5000 / qualities), 200 - 2 * qualities)
    tables = torch.floor((_matrix(base, device) * scale[:, None, None] + 50) / 100).clamp(1, 255)
    return tables[:, None, None, None]


@functools.lru_cache(maxsize=None)
def _cosines(device):
    """The orthonormal DCT-II of 8 values."""
    place, frequency = torch.arange(BLOCK)[None], torch.arange(BLOCK)[:, None]
    cosines = torch.cos(math.pi * (2 * place + 1) * frequency / (2 * BLOCK)) * math.sqrt(2 / BLOCK)
    cosines[0] /= math.sqrt(2)
    return cosines.to(device)


def _quantized(planes, tables):
    n, channels, height, width = planes.shape
    cosines = _cosines(planes.device)
    blocks = planes.reshape(n, channels, height // BLOCK, BLOCK, width // BLOCK, BLOCK).transpose(3, 4)
    found = cosines.T @ ((cosines @ blocks @ cosines.T / tables).round() * tables) @ cosines
    return found.transpose(3, 4).reshape(planes.shape)


def _twice(planes):
    """libjpeg's triangle filter: each pixel is ¾ of the sample it lies in and ¼ of the next, along both axes."""
    for axis in (2, 3):
        before = torch.cat([planes.narrow(axis, 0, 1), planes.narrow(axis, 0, planes.shape[axis] - 1)], axis)
        after = torch.cat([planes.narrow(axis, 1, planes.shape[axis] - 1), planes.narrow(axis, -1, 1)], axis)
        both = torch.stack([0.75 * planes + 0.25 * before, 0.75 * planes + 0.25 * after], axis + 1)
        planes = both.flatten(axis, axis + 1)
    return planes
