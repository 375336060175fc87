"""Vision-language models as eyes: local ones through transformers, others through an OpenAI-compatible server.

`types.py` is what all of them share, `profiles.py` is what each model wants to be asked, `schemas.py` the shape of its
answers, `questions.py` puts the two together, `coordinates.py` turns answers into pixels. `replies.py`
and `tolerant.py` read what no schema held, `zoom.py` looks twice, `openai.py` asks a server. Nothing above this package
sees a model's own coordinates.
"""
