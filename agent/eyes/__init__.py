"""Vision-language models beside the embedded eyes: who is asked, what they may see, and what of it is believed.

    opening.py   --model, --endpoint and --allow-remote -> the eyes of one command
    veil.py      the picture that a model may see: no password is on it
    placing.py   a box that a model names -> the element that is there, or why nothing is
    cascade.py   one description, several eyes -> one element, or a refusal
    naming.py    what the embedded eyes could not name
    asking.py    questions on pictures

A model chooses among what is there; it never adds to it, and never speaks for the goal.
"""
