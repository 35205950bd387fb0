"""What the process says to its caller when it ends."""

PASSED, FAILED, NOTHING_TO_GRADE, OUR_FAULT = 0, 1, 2, 4
