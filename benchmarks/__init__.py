"""Figures that the book promises, measured beside what people use instead. Run all with `make bench`."""
