"""Mailboxes: their lists and the letters' own pages, in each family's manner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from monitor.demo.model import NOTE, Column, Item


class Addressed(Protocol):
    """The part of a template that mailboxes need."""

    def item_href(self, column: Column, item: Item) -> str: ...


def asked(item: Item) -> date:
    return item.day - timedelta(days=item.message.waited)


def rows(template: Addressed, family: str, column: Column, items: Sequence[Item]) -> str:
    """The list of a mailbox: titles, days of asking where they are shown, states."""
    made = [(f'<a href="{template.item_href(column, one)}">{one.title}</a>', one) for one in items]
    if family in ("nfcms", "tables"):
        head = "<tr><th>信件标题</th><th>来信时间</th><th>办理状态</th></tr>"
        lines = (
            f"<tr><td>{link}</td><td>{_asked(one)}</td><td>{one.message.state}</td></tr>"
            for link, one in made
        )
        return f'<table class="xj" width="96%">{head}{"".join(lines)}</table>'
    if family == "trs":
        lines = (f'<li>{link}<div class="list_time">{_times(one)}</div></li>' for link, one in made)
    elif family == "empire":
        lines = (
            f"<li>{link}<p><span>来信时间：{_asked(one)}</span> "
            f"<span>办理状态：<em>{one.message.state}</em></span></p></li>"
            for link, one in made
        )
    else:
        lines = (
            f"<li>{link}<b>{one.message.state}</b><i>{_asked(one)}</i></li>" for link, one in made
        )
    return f'<div class="letters"><ul class="letter_list">{"".join(lines)}</ul></div>'


def _asked(item: Item) -> str:
    return str(asked(item)) if item.message.asking and item.listed else ""


def _times(item: Item) -> str:
    told = item.message
    first = f"[提交时间：{asked(item)}]" if told.asking and item.listed else ""
    if told.day and told.reply and not told.signed:
        return f"{first}[回复时间：{item.day}]"
    return f"{first}<span>[{told.state}]</span>"


def story(family: str, item: Item) -> str:
    """A letter's own page."""
    told = item.message
    question = f"您好，请问{item.title}的有关安排是什么，应当到哪里办理？（{NOTE}）"
    reply = told.reply
    if told.signed:
        day = f"{item.day.year}年{item.day.month}月{item.day.day}日"
        reply += f'<p align="right">示范市接待局</p><p align="right">{day}</p>'
    unit = "" if told.signed else told.unit
    day = str(item.day) if told.day and told.reply and not told.signed else ""
    when = str(asked(item)) if told.asking else ""
    if family == "trs":
        return _boxes(item, question, reply, unit, day, when)
    fields = [
        ("来信标题", item.title), ("来信时间", when), ("来信内容", question),
        ("答复单位", unit), ("答复时间", day), ("答复内容", reply),
    ]  # fmt: skip
    shown = [(name, value) for name, value in fields if value or name == "答复内容"]
    if family == "nfcms":
        lines = "".join(f"<p><strong>{name}：</strong>{value}</p>" for name, value in shown)
        head = f'<span class="time">时间 : {item.day} 09:30:00</span>'
        return f'<h3 class="zw-title">{item.title}</h3><div class="zw-info">{head}</div>{lines}{item.extra}'
    if family == "jcms":
        lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in shown)
        return f"<dl>{lines}</dl>{item.extra}"
    colon = "：" if family == "tables" else ""
    lines = "".join(f"<tr><th>{name}{colon}</th><td>{value}</td></tr>" for name, value in shown)
    return f'<table class="xx" width="90%">{lines}</table>{item.extra}'


def _boxes(item: Item, question: str, reply: str, unit: str, day: str, when: str) -> str:
    first = f"<p>提交时间：{when}</p>" if when else ""
    who = f"<p>回复单位：{unit}</p>" if unit else ""
    last = f"<p>回复时间：{day}</p>" if day else ""
    return (
        f'<h1>{item.title}</h1><div class="wen"><h4>来信内容</h4>{first}<div>{question}</div></div>'
        f'<div class="da"><h4>回复内容</h4>{who}{last}<div>{reply}</div></div>{item.extra}'
    )
