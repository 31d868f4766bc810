"""One module a family of templates, each with markup of its own."""
