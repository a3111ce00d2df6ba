"""Samples whose targets cost more than a step: made once, learned from many times."""

from pathlib import Path
from typing import NamedTuple

import torch

# Batches made one after the other at first, so that no step learns from a few pictures only.
FIRST = 64
KEPT = 512


class Sample(NamedTuple):
    """Crops, what the network is given of them, and what it is to answer (n × 3 × H × W); the factors' timesteps."""

    crops: torch.Tensor
    given: torch.Tensor
    target: torch.Tensor
    timesteps: torch.Tensor


class Samples:
    """The last batches, in half precision on the device that trains."""

    def __init__(self, every, folder=None):
        """every: steps from one batch made to the next; folder: where a run that goes on finds them again, or None"""
        self._folder = Path(folder) if folder else None
        self._every = every
        self._made = 0
        self._pool = None

    def load(self, step, device):
        """Those of a run that has come to a step."""
        for path in sorted(self._folder.glob("batch-*.pt")) if self._folder else ():
            if int(path.stem.split("-")[1]) < step:
                kept = Sample(*torch.load(path, weights_only=True).values())
                self._keep(Sample(*(v.to(device) for v in kept)))

    def wants(self, step):
        """Whether a batch is to be made at a step."""
        return self._made < FIRST or step % self._every == 0

    def add(self, step, sample):
        kept = Sample(*(v.half() if v.is_floating_point() else v for v in sample))
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / "part"
            torch.save(kept._asdict(), part)
            part.replace(self._folder / f"batch-{step:08d}.pt")
        self._keep(kept)

    def _keep(self, sample):
        if self._pool is None:
            self._pool = Sample(*(v.new_empty((KEPT, *v.shape)) for v in sample))
        for place, value in zip(self._pool, sample):
            place[self._made % KEPT] = value
        self._made += 1

    def draw(self, count, rng):
        """A batch of kept samples, each turned and mirrored anew."""
        device = self._pool.timesteps.device
        batches = torch.from_numpy(rng.integers(min(self._made, KEPT), size=count)).to(device)
        places = torch.from_numpy(rng.integers(self._pool.timesteps.shape[1], size=count)).to(device)
        *pictures, timesteps = (v[batches, places] for v in self._pool)
        changes = torch.from_numpy(rng.random((3, count)) < 0.5).to(device)[:, :, None, None, None]
        return Sample(*(_changed(v.float(), *changes) for v in pictures), timesteps)


def _changed(pictures, upturned, mirrored, turned):
    pictures = torch.where(upturned, pictures.flip(2), pictures)
    pictures = torch.where(mirrored, pictures.flip(3), pictures)
    return torch.where(turned, pictures.transpose(2, 3), pictures)
