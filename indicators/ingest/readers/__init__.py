"""One module a family of files: `recognise(grid)` and `read(grid, catalogue)`."""
