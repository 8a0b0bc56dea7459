"""One module a family of files: `recognise(grid, catalogue)` and `read(grid, catalogue)`."""
