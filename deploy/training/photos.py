"""The training pictures: which there are, which are held out, and crops of them."""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

HELD_OUT = 0.1
PERMISSIVE = re.compile(r"CC0|CC-BY-\d|Public domain|BSD-|MIT|Apache-")


@dataclass(frozen=True)
class Picture:
    """A file of the training data and the photo that it is a part of."""

    file: str
    photo: str
    source: str
    licence: str
    attribution: str

    @property
    def permissive(self):
        """False where a person should look: share-alike, stock-photo or unclear licences."""
        return bool(PERMISSIVE.search(self.licence)) and "-SA" not in self.licence

    @property
    def held_out(self):
        digest = hashlib.sha256(self.photo.encode()).digest()
        return int.from_bytes(digest[:4], "big") < HELD_OUT * 2**32


def read_manifest(folder):
    """All pictures that MANIFEST.tsv lists; files it does not list have no licence and are left."""
    path = Path(folder) / "MANIFEST.tsv"
    if not path.is_file():
        raise ValueError(f"{folder} has no MANIFEST.tsv; without it there are no licences")
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))
    for field in ("file", "source", "licence", "attribution"):
        if not rows or field not in rows[0]:
            raise ValueError(f"{path} has no column {field}, or no lines")
    for row in rows:
        if not row["licence"]:
            raise ValueError(f"{path}: {row['file']} has no licence")
    photos = _photos(rows)
    return [
        Picture(row["file"], photo, row["source"], row["licence"], row["attribution"] or "")
        for row, photo in zip(rows, photos)
    ]


def _photos(rows):
    """Which photo each row is of. The same source, the same first part of the file's name or the
    same address in the attribution make the same photo, so that none is on both sides of the split.
    """
    parent = {}

    def root(key):
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    names = []
    for row in rows:
        # File names such as 2560x1440.jpg are not unique, with their licence's note they are.
        name = f"{row['source']} ({row['licence']})"
        names.append(name)
        keys = ["file " + row["file"].split("_")[0]]
        keys += ["page " + page for page in re.findall(r"<(https?://[^>]+)>", row["attribution"] or "")]
        for key in keys:
            a, b = sorted((root(name), root(key)), reverse=True)
            # A name is above a file or page, and of two names the first: stable when data are added.
            if b.startswith(("file ", "page ")) and not a.startswith(("file ", "page ")):
                a, b = b, a
            parent[a] = b
    return [root(name) for name in names]


def decode(folder, pictures):
    """The pictures as uint8 arrays, all in memory."""
    images = []
    for picture in pictures:
        try:
            with Image.open(Path(folder) / picture.file) as image:
                images.append(np.asarray(image.convert("RGB")))
        except OSError as e:
            raise ValueError(f"cannot read {picture.file}, which MANIFEST.tsv lists: {e}") from e
    return images


def normalised(batch):
    """From uint8 [batch, height, width, 3] to [-1, 1], channels first."""
    return batch.permute(0, 3, 1, 2).float() / 127.5 - 1


def validation_crops(folder, pictures, count, size):
    """The middles of some pictures that are held out, as many as possible of different photos, and
    the photo of each. The same for every model."""
    by_photo = {}
    for picture in sorted((p for p in pictures if p.held_out), key=lambda p: p.file):
        by_photo.setdefault(picture.photo, []).append(picture)
    order = []
    turn = 0
    while len(order) < count and any(len(all_) > turn for all_ in by_photo.values()):
        order += [all_[turn] for all_ in by_photo.values() if len(all_) > turn]
        turn += 1
    chosen = order[:count]
    if not chosen:
        raise ValueError("no photo of this data is held out for validation")
    crops = []
    for picture, image in zip(chosen, decode(folder, chosen)):
        if min(image.shape[:2]) < size:
            raise ValueError(f"{picture.file} is smaller than validation crops of {size} pixels")
        y, x = (image.shape[0] - size) // 2, (image.shape[1] - size) // 2
        crops.append(image[y : y + size, x : x + size])
    return normalised(torch.from_numpy(np.stack(crops))), [p.photo for p in chosen]
