"""Screens with truth: varied web pages drawn in a browser, and what is on them told by their DOM.

`python -m perception.training.pages --out DIR --count N --split train --seed S` makes them: DIR/train/NAME.png with
NAME.json beside it. Nothing of the product imports this package.
"""
