"""Lists that are shown page by page."""

PAGE = 10


def there(page: int, total: int) -> int:
    """The page, or the last one: the list may have grown shorter since the button for it was drawn."""
    return max(0, min(page, (total - 1) // PAGE))


def page_of(first: int) -> int:
    """Which page begins with the entry of that position; entries are counted from 1, pages from 0."""
    return (first - 1) // PAGE
