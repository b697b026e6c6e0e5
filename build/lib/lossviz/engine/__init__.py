"""One drawing function, three places: live in a notebook, on a page without a kernel, and drawn whole to compare.

Knows nothing of losses: it could be lifted out of the book. What an author touches is `demo.py`, `controls.py` and
`style.py`; `stage.py` draws a state, `recording.py` all of them, `html.py` and `widgets.py` show them.
"""
