"""Who is who: what SQL alone cannot say of people and organisations.

The steps themselves are tables, written in `sql/identity`; nothing here knows Dagster.
"""
