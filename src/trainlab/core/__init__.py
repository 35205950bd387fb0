"""The words that every floor speaks: tags, the I/O image, plants, controllers, diagnostics."""
