"""Storage: SQLAlchemy 2, SQLite by default and PostgreSQL by URL, migrations by Alembic."""
