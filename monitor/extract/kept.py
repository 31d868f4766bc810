"""Answers kept from page to page: the pages of a site say the same in their menus, feet and scripts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

T = TypeVar("T")


def kept(size: int, longest: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep the last `size` answers of a pure function whose first argument is a text, or a tuple. What is
    asked of one of more than `longest` characters or members is not kept, so that no page can fill our
    memory."""

    def keep(function: Callable[..., T]) -> Callable[..., T]:
        remembered = lru_cache(maxsize=size)(function)

        @wraps(function)
        def ask(text: Any, *rest: Any) -> T:
            return (remembered if len(text) <= longest else function)(text, *rest)

        return ask

    return keep
