"""One submission on one scenario: run, trace, verdict."""
