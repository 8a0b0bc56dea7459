"""The commands of the command line, one module a subject. Each module has `add_to(commands)`; a command returns its exit code.

A command is called with the monitor, the options (with `actor`, who is at the keyboard) and the words of the chosen language.
"""

OK, FAULT, REJECTED = 0, 1, 2  # done; something else went wrong; the file was rejected
