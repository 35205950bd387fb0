"""From a trace to a verdict: checks, rubric, findings."""
