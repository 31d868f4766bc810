"""Looking: Scrapy and Playwright live here and nowhere else."""
