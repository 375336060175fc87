"""The assignment problem: each row to a column of its own at the least cost in all, and again after small changes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


class Assignment:
    """The cheapest assignment of rows to columns (both all used, as far as they go; the rest counts 0).

    Shortest augmenting paths with prices (Jonker and Volgenant, 1987) on the square that zeros fill up. A change of a
    row costs one more path, not a new start: `merged` makes use of that.
    """

    def __init__(self, costs: Matrix) -> None:
        self.rows, self.columns = costs.shape
        size = max(self.rows, self.columns)
        self._costs = np.zeros((size, size))
        self._costs[: self.rows, : self.columns] = costs
        self._prices = self._costs.min(axis=0) if size else np.zeros(0)
        self._row_prices = (self._costs - self._prices).min(axis=1) if size else np.zeros(0)
        self._row_of = np.full(size, -1)
        self._column_of = np.full(size, -1)
        self._take_free_ones()
        for row in np.flatnonzero(self._column_of < 0):
            self._augment(int(row))

    def pairs(self) -> list[tuple[int, int]]:
        """(row, column) of each pair that is no filling, by row."""
        return [(row, int(column)) for row, column in enumerate(self._column_of[: self.rows]) if column < self.columns]

    def costs(self) -> list[float]:
        return [float(self._costs[pair]) for pair in self.pairs()]

    def merged_costs(self, row: int, costs: NDArray[Any]) -> list[float]:
        """The pairs' costs if `row` had these costs and the next row were gone."""
        trial = object.__new__(Assignment)
        trial.rows, trial.columns = self.rows, self.columns
        trial._costs, trial._prices = self._costs.copy(), self._prices.copy()
        trial._row_prices, trial._row_of = self._row_prices.copy(), self._row_of.copy()
        trial._column_of = self._column_of.copy()
        trial._costs[row, : self.columns] = costs
        trial._costs[row + 1] = 0
        for changed in (row, row + 1):
            trial._row_of[trial._column_of[changed]] = -1
            trial._column_of[changed] = -1
            trial._row_prices[changed] = (trial._costs[changed] - trial._prices).min()
        trial._augment(row)
        trial._augment(row + 1)
        kept = [float(trial._costs[pair]) for pair in trial.pairs() if pair[0] != row + 1]
        return kept + [0.0] * (min(self.rows - 1, self.columns) - len(kept))

    def _take_free_ones(self) -> None:
        """What costs no more than the prices is taken as it comes: most of two pages alike."""
        slack = self._costs - self._prices - self._row_prices[:, None]
        for row, column in zip(*np.nonzero(slack <= 0), strict=True):
            if self._column_of[row] < 0 and self._row_of[column] < 0:
                self._column_of[row], self._row_of[column] = column, row

    def _augment(self, row: int) -> None:
        """Gives `row` a column, and others new ones where that is cheaper: Dijkstra over the reduced costs."""
        size = len(self._row_of)
        far = np.full(size, np.inf)
        came, seen = np.full(size, -1), np.zeros(size, np.bool_)
        reached, at = 0.0, row
        while True:
            length = reached + self._costs[at] - self._row_prices[at] - self._prices
            better = ~seen & (length < far)
            far[better], came[better] = length[better], at
            column = int(np.where(seen, np.inf, far).argmin())
            reached, seen[column] = float(far[column]), True
            at = int(self._row_of[column])
            if at < 0:
                break
        self._row_prices[row] += reached
        inside = seen.copy()
        inside[column] = False
        self._row_prices[self._row_of[inside]] += reached - far[inside]
        self._prices[inside] -= reached - far[inside]
        while True:
            at = int(came[column])
            self._row_of[column] = at
            self._column_of[at], column = column, int(self._column_of[at])
            if at == row:
                return
