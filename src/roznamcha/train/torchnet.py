"""The network of the training stage behind the run-time seam, so that dev is measured by the code that users run."""

from __future__ import annotations

import torch

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray
from roznamcha.train.net import Net
from roznamcha.train.precision import mixed


class TorchNetwork:
    """Run a network in torch, in the numbers in which it was trained."""

    def __init__(self, net: Net) -> None:
        self.net = net.eval()

    def enter(self, ids: IntArray, shapes: IntArray) -> tuple[FloatArray, FloatArray]:
        """Give each piece's vector at the fork, and its anchor scores as they look from there."""
        with torch.no_grad(), mixed("cpu"):
            forked = self.net.encoder.enter(torch.from_numpy(ids), torch.from_numpy(shapes))
            return forked.float().numpy(), self.net.early(forked).float().numpy()

    def find(self, forked: FloatArray, ids: IntArray) -> FloatArray:
        """Give each piece's anchor scores."""
        with torch.no_grad(), mixed("cpu"):
            top = self.net.encoder.rise(torch.from_numpy(forked), self.net.encoder.bias(torch.from_numpy(ids)))
            scores: FloatArray = self.net.anchors(top).float().numpy()
            return scores

    def read(self, forked: FloatArray, ids: IntArray, marks: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Give tag, attribute and incident scores of every piece, read for the marked incident."""
        with torch.no_grad(), mixed("cpu"):
            given = torch.from_numpy(forked), self.net.encoder.bias(torch.from_numpy(ids)), torch.from_numpy(marks)
            tags, attributes, incident = self.net.reader(*given)
            return tags.float().numpy(), attributes.float().numpy(), incident.float().numpy()
