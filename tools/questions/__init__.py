"""The book's exercises and quizzes as questions for a course in Moodle or Canvas: `make questions`.

`reading` takes them from the notebooks, `markup` makes HTML of their Markdown, `numbers` says which numbers are right;
`gift` writes them for Moodle, `qti` for Canvas.
"""
