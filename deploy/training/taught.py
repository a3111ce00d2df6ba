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
    """Keeps every batch in a folder, in half precision, so that a run that goes on has them again."""

    def __init__(self, folder, every):
        self._folder = Path(folder)
        self._every = every
        self._batches = {}

    def load(self, step):
        """Those of a run that has come to a step."""
        for path in sorted(self._folder.glob("batch-*.pt")):
            made = int(path.stem.split("-")[1])
            if made < step:
                self._keep(made, Sample(*torch.load(path, weights_only=True).values()))

    def wants(self, step):
        """Whether a batch is to be made at a step."""
        return len(self._batches) < FIRST or step % self._every == 0

    def add(self, step, sample):
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = Sample(*(v.cpu().half() if v.is_floating_point() else v.cpu() for v in sample))
        part = self._folder / "part"
        torch.save(kept._asdict(), part)
        part.replace(self._folder / f"batch-{step:08d}.pt")
        self._keep(step, kept)

    def _keep(self, step, sample):
        self._batches[step] = sample
        while len(self._batches) > KEPT:
            del self._batches[min(self._batches)]

    def draw(self, count, rng):
        """A batch of kept samples, each turned and mirrored anew."""
        steps = sorted(self._batches)
        drawn = []
        for _ in range(count):
            batch = self._batches[steps[rng.integers(len(steps))]]
            at = rng.integers(len(batch.crops))
            turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
            pictures = torch.rot90(torch.stack([v[at].float() for v in batch[:3]]), turns, (2, 3))
            drawn.append((pictures.flip(3) if mirrored else pictures, batch.timesteps[at]))
        crops, given, target = torch.stack([pictures for pictures, _ in drawn], 1)
        return Sample(crops, given, target, torch.stack([timestep for _, timestep in drawn]))
