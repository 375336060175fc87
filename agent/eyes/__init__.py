"""Vision-language models beside the embedded eyes: who is asked, what they may see, and what of it is believed.

    opening.py   --model, --endpoint and --allow-remote -> the eyes of one command
    veil.py      the picture that a model may see: no password is on it
    placing.py   a box that a model names -> the element that is there, or why nothing is
    colours.py   the colour that a description says, held against the picture
    cascade.py   one description, several eyes -> one element, or a refusal
    naming.py    what the embedded eyes could not name
    asking.py    questions on pictures
    beside.py    a model beside the rules on a live page
    gazing.py    where a model looked

A model chooses among what is there; it never adds to it, and never speaks for the goal.
"""
