"""What the process says to its caller when it ends."""

PASSED, FAILED, NOTHING_TO_GRADE, DISQUALIFIED, OUR_FAULT = 0, 1, 2, 3, 4
CANNOT_WRITE = OUR_FAULT  # of the verdict and the files that were asked for
INTERRUPTED = 130  # as a shell has it: 128 and the number of SIGINT
