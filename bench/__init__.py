"""What the crawl costs beside its peers, on a site made for it. Knows monitor by its command line."""
