"""The doors: each command parses its arguments, calls one job and prints what came back. Nothing heavy is imported."""

from __future__ import annotations

from typing import Annotated

import typer

from agent.commands import house, live, models, pages, screens, scripts

app = typer.Typer(
    name="agent", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Sees a screen and writes the script: a screenshot and a goal become Playwright and Selenium tests.",
    epilog="Exit codes: 0 done, 1 a check or rehearsal failed, 2 wrong use or unreadable input, "
    "3 some of the goal could not be planned.",
)  # fmt: skip


@app.callback()
def settle(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault; works anywhere.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    pass


# In the order in which `agent --help` lists them.
app.command()(scripts.plan)
app.command(name="run")(live.follow)
app.command()(screens.parse)
app.command()(screens.locate)
app.command()(screens.ask)
app.command()(scripts.script)
app.command()(scripts.check)
app.command()(live.replay)
app.command()(live.ci)
app.command()(pages.html)
app.command()(screens.capture)
app.command()(house.serve)
app.command()(models.tune)
app.command(name="doctor")(house.examine)

shelf = typer.Typer(help="List, fetch and check what can look at a picture here.")
shelf.callback(invoke_without_command=True)(models.models)
shelf.command(name="list")(models.listed)
shelf.command()(models.pull)
shelf.command(name="check")(models.check_model)
app.add_typer(shelf, name="models")
