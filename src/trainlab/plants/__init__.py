"""The simulated plants and the parts that they are made of."""
