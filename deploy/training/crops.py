"""Random crops of the training pictures, cut on the device that trains."""

import numpy as np
import torch

# Lanczos's window, in pixels of the coarser of two pictures.
REACH = 3
LEAST_SHRINKING, MOST_SHRINKING = 1.25, 2.0


class Crops:
    """Batch number n, the same whenever it is asked for: uint8 [batch, size, size, 3].

    Half of the crops are pixels as they are, half are shrunk 1.25 to 2 times with a random sub-pixel phase. Less than
    1.25 times would blur what lies between pixels. All are mirrored and turned at random.
    """

    def __init__(self, images, size, batch, seed, device="cpu"):
        self._images = [torch.tensor(image, device=device) for image in images]
        self._size, self._batch, self._seed, self._device = size, batch, seed, device

    def batch(self, number):
        rng = np.random.default_rng([self._seed, number])
        chosen = rng.integers(len(self._images), size=self._batch)
        shapes = np.array([self._images[i].shape[:2] for i in chosen])
        scale = self._shrinking(shapes, rng)
        side = self._size * scale
        # Whole pixels where nothing is shrunk: Lanczos's weights are then those pixels.
        at = rng.random((self._batch, 2)) * (shapes - side[:, None] + (scale == 1)[:, None])
        at = np.where(scale[:, None] == 1, np.floor(at), at)
        edge = int(np.ceil(self._size * scale.max() + 2 * (REACH * scale.max() + 1)))
        first = np.maximum(np.floor(at - REACH * scale[:, None] - 1), 0).astype(int)
        windows = torch.zeros(self._batch, edge, edge, 3, device=self._device)
        for window, image, (top, left) in zip(windows, (self._images[i] for i in chosen), first):
            part = image[top : top + edge, left : left + edge]
            window[: part.shape[0], : part.shape[1]] = part
        mirrored = rng.random((self._batch, 2)) < 0.5
        rows, columns = (self._weights(at, first, scale, shapes, mirrored, axis, edge) for axis in (0, 1))
        crops = torch.einsum("biy,byxc,bjx->bijc", rows, windows, columns)
        turned = torch.from_numpy(rng.random(self._batch) < 0.5).to(self._device)
        crops = torch.where(turned[:, None, None, None], crops.transpose(1, 2), crops)
        return crops.round().clamp(0, 255).to(torch.uint8)

    def _shrinking(self, shapes, rng):
        largest = np.minimum(MOST_SHRINKING, shapes.min(1) / self._size)
        drawn = np.exp(rng.uniform(np.log(LEAST_SHRINKING), np.log(np.maximum(largest, LEAST_SHRINKING))))
        return np.where((largest < LEAST_SHRINKING) | (rng.random(self._batch) < 0.5), 1.0, drawn)

    def _weights(self, at, first, scale, shapes, mirrored, axis, edge):
        """Of the pixels of each window for those of its crop: batch × size × edge."""

        def on_device(values):
            return torch.as_tensor(values, dtype=torch.float32, device=self._device)[:, None, None]

        scale = on_device(scale)
        centres = on_device(at[:, axis] - first[:, axis])
        centres = centres + (torch.arange(self._size, device=self._device)[None, :, None] + 0.5) * scale - 0.5
        places = torch.arange(edge, device=self._device)[None, None]
        distance = (places - centres) / scale
        weights = torch.sinc(distance) * torch.sinc(distance / REACH) * (distance.abs() < REACH)
        weights = weights * (places < on_device(shapes[:, axis] - first[:, axis]))
        weights = weights / weights.sum(2, keepdim=True)
        return torch.where(on_device(mirrored[:, axis]) > 0, weights.flip(1), weights)
