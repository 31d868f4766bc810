"""The city's new-media accounts, and stand-ins for the platforms that they are on."""
