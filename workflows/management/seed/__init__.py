"""The demo region: read from workflows/fixtures/demo and built by the deeds that the pages use."""
