"""The demos that the chapters show: one module a chapter, named as the chapter.

Where a chapter has many, a part of them lies in a module beside it, such as `_kl` beside `cross_entropy`, which names
them all. What several chapters draw alike is in `_draw`.
"""
