"""Every error that a user can meet, and the exit code it ends with.

AgentError                1   something that was checked failed
├── UsageError            2   wrong use, or input that cannot be read
│   └── MissingPart       2   a browser, a model or a package is not there; the message holds the cure
└── Refused               3   some of the goal could not be planned, or nothing fits the description

The packages below know nothing of this tree: they raise their own (`perception.types.ImageError`,
`codegen.plan.PlanError`, `sandbox.browser.BrowserMissing`, ...), and `jobs` turns those into these.
A message is one sentence: what is wrong, where, and what to do.
"""

from __future__ import annotations


class AgentError(Exception):
    exit_code = 1


class UsageError(AgentError):
    exit_code = 2


class MissingPart(UsageError):
    pass


class Refused(AgentError):
    exit_code = 3
