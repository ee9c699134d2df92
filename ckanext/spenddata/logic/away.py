"""What a page may meet where a service is away, for views, which know nothing of the services."""

from __future__ import annotations

from ckanext.spenddata.search.core import SearchDownError, SearchError, SearchSlowError

__all__ = ["SearchDownError", "SearchError", "SearchSlowError"]
