"""Lists that a script makes: fetched JSON, the disclosure catalogue, letters, the written badge."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Protocol
from urllib.parse import quote

from monitor.demo.model import NOTE, Column, Item

SID = "99001"


class Addressed(Protocol):
    """The part of a template that lists need."""

    def item_href(self, column: Column, item: Item) -> str: ...
    def href(self, path: str) -> str: ...


def records(template: Addressed, column: Column) -> dict[str, Any]:
    """{"note", "data": [{"title", "url", "date"}]}"""
    items = [
        {"title": i.title, "url": template.item_href(column, i), "date": i.day.isoformat()}
        for i in column.items
    ]
    return {"note": NOTE, "data": items}


def fetched(address: str) -> str:
    """An empty list, and the script that fills it from `address`."""
    return f"""<div class="list_box"><ul id="list" class="news_list"></ul></div>
<script>
fetch('{address}').then(function (r) {{ return r.json(); }}).then(function (v) {{
  document.getElementById('list').innerHTML = v.data.map(function (i) {{
    return '<li><a href="' + i.url + '">' + i.title + '</a><span>' + i.date + '</span></li>';
  }}).join('');
}});
</script>"""


def catalogue(template: Addressed, column: Column) -> dict[str, Any]:
    """The catalogue's API: {"classify": {"post_count"}, "articles": [...]}, days as epochs."""
    china = timezone(timedelta(hours=8))
    articles = []
    for item in column.items:
        noon = datetime(item.day.year, item.day.month, item.day.day, 12, tzinfo=china)
        articles.append(
            {
                "id": item.number,
                "title": item.title,
                "url": template.item_href(column, item),
                "post_url": template.item_href(column, item),
                "publisher": NOTE,
                "display_publish_time": int(noon.astimezone(UTC).timestamp()),
            }
        )
    return {"note": NOTE, "classify": {"post_count": len(articles)}, "articles": articles}


def shell(template: Addressed, column: Column) -> str:
    """The catalogue's index: its tree in a script, the list asked for by another."""
    tree = [
        {"id": column.code, "name": column.name, "post_count": len(column.items), "children": []}
    ]
    api = template.href("gkmlpt/api/all/")
    return f"""<div id="app"><div class="classify"></div>
<table class="table-content"><tbody id="rows"></tbody></table></div>
<script>
window._CONFIG = {{ SID: '{SID}', TREE: {json.dumps(tree, ensure_ascii=False)} }};
var chosen = (location.hash || '#{column.code}').slice(1);
var list = '{api}' + chosen + '?page=1&sid=' + window._CONFIG.SID;
fetch(list).then(function (r) {{ return r.json(); }}).then(function (v) {{
  document.getElementById('rows').innerHTML = v.articles.map(function (a) {{
    var day = new Date((a.display_publish_time + 28800) * 1000).toISOString().slice(0, 10);
    var link = '<a href="' + a.post_url + '">' + a.title + '</a>';
    return '<tr><td class="first-td">' + link + '</td><td>' + day + '</td></tr>';
  }}).join('');
}});
</script>"""


def badge(address: str) -> str:
    """The badge as its script writes it."""
    markup = f"<span id='_ideConac'><a href='{address}'>conac</a></span>"
    return f'<script>document.write(unescape("{quote(markup)}"));</script>'
