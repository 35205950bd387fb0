"""The links: a station's I/O image on a real network."""
