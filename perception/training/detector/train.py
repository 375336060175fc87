"""Training: on a GPU where there is one, else on the CPU in processes of one thread each, which beats threads.

The folder of pages may grow meanwhile; it is looked through again now and then. A checkpoint is written every few
minutes and at the end, and training goes on from it: with `minutes` larger than what it has had.
"""

from __future__ import annotations

import copy
import math
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed, nn

from perception.detect_learned import ROLES
from perception.training.detector.losses import Losses, losses
from perception.training.detector.network import Detector
from perception.training.detector.pages import Floats, Page, find_pages, load_page, part_of
from perception.training.detector.targets import Batch, batch_of
from perception.training.detector.views import SIDE, View, random_view

CHECKPOINT = "checkpoint.pt"
RATE, WARM_UP, DECAY = 2e-3, 0.02, 0.02  # peak learning rate, share of the training until it is reached, weight decay
AVERAGE = 0.998  # of the averaged weights, which are what is exported, this much stays each step
RESCAN = 60  # batches until the folder is looked through again
SAVE = 150.0  # seconds between two checkpoints


@dataclass(frozen=True)
class Plan:
    """Where the pages are and where the checkpoint goes; how long (whichever ends first), and how much at once."""

    data: Path
    out: Path
    minutes: float = 70.0
    steps: int = 1_000_000
    views: int = 6  # of one process in one step
    processes: int = 2
    side: int = SIDE
    kept_pages: int = 3000  # of one process, held in memory
    resume: bool = False


def train(plan: Plan) -> Path:
    """Trains, and returns the checkpoint. Raises FileNotFoundError where there are no pages."""
    if not find_pages(plan.data):
        raise FileNotFoundError(f"no pages in {plan.data}")
    plan.out.mkdir(parents=True, exist_ok=True)
    if torch.cuda.is_available() or plan.processes == 1:
        _work(0, plan, 1)
    else:
        store = plan.out / "meeting"
        store.unlink(missing_ok=True)
        torch.multiprocessing.spawn(_work, (plan, plan.processes), nprocs=plan.processes)
    return plan.out / CHECKPOINT


def _work(rank: int, plan: Plan, world: int) -> None:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if world > 1:
        torch.set_num_threads(1)
        distributed.init_process_group("gloo", f"file://{plan.out / 'meeting'}", rank=rank, world_size=world)
    torch.manual_seed(1)  # the same first weights in each process
    run = Run(plan, rank, world, device)
    for batch in run.feed.batches():
        if not run.step(batch):
            break
    if rank == 0:
        run.save()
    if world > 1:
        distributed.destroy_process_group()


class Run:
    """The state of a training: weights, their average, the optimiser, and how far it is."""

    def __init__(self, plan: Plan, rank: int, world: int, device: torch.device) -> None:
        self.plan, self.rank, self.world, self.device = plan, rank, world, device
        self.net = Detector().to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.net).eval()
        weights = [p for p in self.net.parameters() if p.ndim > 1]
        others = [p for p in self.net.parameters() if p.ndim <= 1]
        groups = [{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, RATE)
        self.steps, self.seconds = 0, 0.0
        if plan.resume:
            self._load()
        self.feed = Feed(plan, rank, world, seed=self.steps)
        self.log = Log(plan.out / "log.txt") if rank == 0 else None
        self.clock = self.saved = time.monotonic()

    def step(self, batch: Batch) -> bool:
        """One step; whether there is to be another."""
        for group in self.optimiser.param_groups:
            group["lr"] = RATE * schedule(self.progress)
        found = self._losses(batch)
        self.optimiser.zero_grad()
        sum(found, torch.zeros((), device=self.device)).backward()
        progress = self._share_gradients()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self._update_average()
        self.steps += 1
        now = time.monotonic()
        self.seconds, self.clock = self.seconds + now - self.clock, now
        if self.log:
            self.log.add(self.steps, self.seconds, len(self.feed.paths), found)
        if self.rank == 0 and now - self.saved > SAVE:
            self.save()
        return progress < 1

    @property
    def progress(self) -> float:
        return max(self.seconds / 60 / self.plan.minutes, (self.steps + 1) / self.plan.steps)

    def _losses(self, batch: Batch) -> Losses:
        if self.device.type == "cuda":
            batch = Batch(*(getattr(batch, one.name).to(self.device) for one in fields(batch)))
        pixels = (batch.pixels.permute(0, 3, 1, 2).float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16):
            outputs = self.net(pixels)
        return losses(outputs, batch, torch.from_numpy(self.feed.rarity).to(self.device))

    def _share_gradients(self) -> float:
        """The mean of all processes' gradients in each; returns the mean progress, so that all end at the same step."""
        if self.world == 1:
            return self.progress
        gradients = [p.grad for p in self.net.parameters() if p.grad is not None]
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), torch.tensor([self.progress])])
        distributed.all_reduce(flat)
        flat /= self.world
        for gradient, part in zip(gradients, torch.split(flat[:-1], [g.numel() for g in gradients]), strict=True):
            gradient.copy_(part.view_as(gradient))
        return float(flat[-1])

    @torch.no_grad()
    def _update_average(self) -> None:
        kept = min(AVERAGE, (1 + self.steps) / (10 + self.steps))
        for ours, new in zip(self.average.state_dict().values(), self.net.state_dict().values(), strict=True):
            if ours.dtype.is_floating_point:
                ours.lerp_(new, 1 - kept)

    def save(self) -> None:
        self.saved = time.monotonic()
        state = {"net": self.net.state_dict(), "average": self.average.state_dict(), "steps": self.steps,
                 "optimiser": self.optimiser.state_dict(), "seconds": self.seconds}  # fmt: skip
        unfinished = self.plan.out / f"{CHECKPOINT}.part"
        torch.save(state, unfinished)
        unfinished.replace(self.plan.out / CHECKPOINT)

    def _load(self) -> None:
        state: dict[str, Any] = torch.load(self.plan.out / CHECKPOINT, map_location=self.device, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.steps, self.seconds = state["steps"], state["seconds"]


def schedule(progress: float) -> float:
    """The learning rate's share of its peak: up in a line, down as a cosine."""
    if progress < WARM_UP:
        return max(0.02, progress / WARM_UP)
    return 0.01 + 0.99 * (1 + math.cos(math.pi * min(1.0, (progress - WARM_UP) / (1 - WARM_UP)))) / 2


class Feed:
    """One process's share of the pages, as batches without end."""

    def __init__(self, plan: Plan, rank: int, world: int, seed: int) -> None:
        self.plan, self.rank, self.world = plan, rank, world
        self.chance = np.random.default_rng([seed, rank])
        self.pages: OrderedDict[Path, Page] = OrderedDict()
        self.counts = np.ones(len(ROLES))
        self.scan()

    def scan(self) -> None:
        if not (found := find_pages(self.plan.data)):
            raise FileNotFoundError(f"no pages in {self.plan.data}")
        self.paths = part_of(found, self.rank, self.world) or found

    @property
    def rarity(self) -> Floats:
        """How much an element of each role counts: the rare ones up to four times as much as the usual."""
        share = self.counts.mean() / self.counts
        weights: Floats = np.clip(np.sqrt(share), 0.5, 2.0).astype(np.float32)
        return weights

    def batches(self) -> Iterator[Batch]:
        while True:
            for _ in range(RESCAN):
                views = [self._view() for _ in range(self.plan.views)]
                for view in views:
                    self.counts += np.bincount(view.roles, minlength=len(ROLES))
                yield batch_of(views, self.chance)
            self.scan()

    def _view(self) -> View:
        page = None
        while page is None:
            page = self._page(self.paths[self.chance.integers(len(self.paths))])
        return random_view(page, self.chance, self.rarity, self.plan.side)

    def _page(self, path: Path) -> Page | None:
        """None where the page is no longer there."""
        if path not in self.pages:
            try:
                self.pages[path] = load_page(path)
            except FileNotFoundError:
                self.scan()
                return None
            if len(self.pages) > self.plan.kept_pages:
                self.pages.popitem(last=False)
        return self.pages[path]


class Log:
    """The losses' running means, a line every 50 steps."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.means: list[float] = []

    def add(self, steps: int, seconds: float, pages: int, found: Losses) -> None:
        values = [value.item() for value in found]
        self.means = [0.95 * old + 0.05 * new for old, new in zip(self.means or values, values, strict=True)]
        if steps % 50 == 0:
            told = "  ".join(f"{name} {mean:.3f}" for name, mean in zip(Losses._fields, self.means, strict=True))
            line = f"step {steps}  {seconds / 60:.1f} min  {pages} pages  {told}"
            print(line, flush=True)
            with self.path.open("a", encoding="utf-8") as log:
                log.write(line + "\n")


def averaged(checkpoint: Path) -> tuple[Detector, dict[str, Tensor]]:
    """The network with a checkpoint's averaged weights, ready to be exported."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    net = Detector()
    net.load_state_dict(state["average"])
    return net.eval(), state
