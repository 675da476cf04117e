"""Train a tiny network on a dataset of Labeler and write its predictions as label images.

    python docs/examples/train_tiny.py resources/sample /tmp/work

Needs PyTorch; takes some seconds on a processor. docs/training.md explains it step by step.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn.functional import interpolate

import labeler

SIDE = 96  # pixels: small enough for a processor, and the same for all images of a batch


class VocFolder(torch.utils.data.Dataset):
    """The images and label images that an export has written, by one of its lists."""

    def __init__(self, folder: Path, image_set: str) -> None:
        self.folder = folder
        self.ids = (folder / "ImageSets" / "Segmentation" / f"{image_set}.txt").read_text().splitlines()

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, at: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Colours, (3, SIDE, SIDE) float32 from 0 to 1, and class indices, (SIDE, SIDE) int64."""
        image = photograph(self.folder, self.ids[at]).resize((SIDE, SIDE))
        label = Image.open(self.folder / "SegmentationClass" / f"{self.ids[at]}.png")
        # A palette PNG gives indices as it is. NEAREST: between two indices lies a third class, and no blend.
        label = label.resize((SIDE, SIDE), Image.Resampling.NEAREST)
        return to_tensor(image), torch.from_numpy(np.array(label, np.int64))


def photograph(folder: Path, image_id: str) -> Image.Image:
    """The photograph of an export."""
    return Image.open(folder / "JPEGImages" / f"{image_id}.jpg").convert("RGB")


def to_tensor(image: Image.Image) -> torch.Tensor:
    """(3, H, W) float32 from 0 to 1."""
    return torch.from_numpy(np.array(image, np.float32) / 255).permute(2, 0, 1)


def tiny_network(class_count: int) -> nn.Module:
    """Scores for every class and pixel: (N, 3, H, W) to (N, class_count, H, W)."""
    return nn.Sequential(
        nn.Conv2d(3, 16, 5, padding=2),
        nn.ReLU(),
        nn.Conv2d(16, 16, 5, padding=4, dilation=2),
        nn.ReLU(),
        nn.Conv2d(16, class_count, 1),
    )


def train(network: nn.Module, data: VocFolder, steps: int) -> list[float]:
    """Train for some steps and return the loss of each."""
    # 255 is void in every label image of Labeler: pixels that nobody could tell teach nothing.
    loss_of = nn.CrossEntropyLoss(ignore_index=255)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    images, labels = (torch.stack(parts) for parts in zip(*data, strict=True))
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_of(network(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def predict(network: nn.Module, data: VocFolder, classes: labeler.ClassTable, folder: Path) -> None:
    """Write the predictions for all images, each in the size of its photograph."""
    with labeler.LabelWriter(folder, classes) as writer, torch.no_grad():
        for image_id in data.ids:
            image = photograph(data.folder, image_id)
            scores = network(to_tensor(image.resize((SIDE, SIDE)))[None])
            full = interpolate(scores, size=(image.height, image.width), mode="bilinear")
            writer.write(image_id, full[0].argmax(0))


def main(dataset: Path, work: Path, steps: int = 30) -> list[float]:
    """Export, train, predict; returns the losses."""
    labeler.export(dataset, work / "voc", ratios={"train": 1.0}, overwrite="update")
    classes = labeler.read_classes(dataset / "classes.csv")
    # One output for each index up to the highest class: indices are never renumbered, gaps cost one output.
    class_count = 1 + max(row.index for row in classes if row.index != 255)
    torch.manual_seed(0)
    network = tiny_network(class_count)
    data = VocFolder(work / "voc", "train")
    losses = train(network, data, steps)
    predict(network, data, classes, work / "predictions")
    return losses


if __name__ == "__main__":
    losses = main(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"loss {losses[0]:.3f} -> {losses[-1]:.3f}; predictions: {sys.argv[2]}/predictions")
