"""What an author runs while writing: everything that is wrong with a chapter at once, a sentence each.

    make check                    all chapters
    make check CHAPTER=hinge      one

Each rule is a function that looks at a chapter and yields faults; `source` holds what a chapter owes by itself,
`glossary` and `teaching` what the other two texts owe it, `running` runs its cells and draws its demos.
"""
