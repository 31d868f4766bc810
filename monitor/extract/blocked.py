"""Walls: answers that come from a firewall or a challenge, not from the site."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.extract.decode import decode
from monitor.extract.lexicon import pattern

BLOCKED_STATUSES = frozenset({401, 403, 405, 406, 412, 418, 429, 451, 521, 999})
"""Answers that say nothing about the page: not observed, never a defect."""

_MARKS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (
        "ruishu",
        re.compile(
            rb"\$_ts\s*=\s*window\['\$_ts'\]|<script[^>]+r=['\"]m['\"][^>]*>\s*\$_ts"
            rb"|FSSBBIl1UgzbN7N80|<(?:script|meta)\b[^>]*\sr=['\"]m['\"]"
        ),
    ),
    ("jsl", re.compile(rb"__jsl_clearance|document\.cookie\s*=\s*\(?'_'\)?\s*\+|\bjsluid")),
    ("aliyun", re.compile(rb"acw_sc__v[23]|aliyun_waf|_waf_bd8ce2ce37|aliyunwaf_")),
    ("yunsuo", re.compile(rb"yunsuo_session_verify|security_session_verify|srcurl=.{0,80}security_verify")),
    ("cloudflare", re.compile(rb"cf-chl-|/cdn-cgi/challenge-platform|<title>Just a moment")),
    ("f5", re.compile(rb"bobcmn|/TSPD/|TSPD_101")),
    ("captcha", re.compile(rb"turing\.captcha\.|TCaptcha(?:-global)?\.js|AliyunCaptcha|com/sd/ncpc")),
    ("safedog", re.compile(rb"safedog|404\.safedog\.cn|wzws-waf-cgi|WZWS-RAY")),
)  # fmt: skip
_SERVERS = (("jsl", "jdcloud-waf"), ("yunsuo", "yunsuo"), ("360", "360wzws"), ("360", "wzws"))
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.S | re.I)
_COOKIE_AND_LEAVE = re.compile(
    r"document\.cookie\s*=.*(?:location\.(?:href|reload|replace)|location\s*=)", re.S
)
# A page that sets a cookie and goes to another page by name is a signpost.
_ELSEWHERE = re.compile(r"""location(?:\.href)?\s*=\s*["'](?!\s*["'])[\w./:-]*\w\.\w+["']""")
# What a page tells those without scripts is no challenge where it loads one of its own.
_LOADS = re.compile(r"<script\b[^>]*\bsrc\s*=", re.I)
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.S | re.I)
_FIELD = re.compile(
    r"<textarea\b|<input\b(?![^>]*type\s*=\s*[\"']?(?:hidden|submit|button|image|checkbox|radio|reset))",
    re.I,
)
_FORM = 2
_SHORT = 600
_FEW_LINKS = 8
_TINY = 60
_LOOKED_AT = 60_000
_TAGS = 3_000
"""More than any challenge has in so much text, and more than expressions on comments and scripts that
may never end should be tried at."""


def wall(status: int | None, headers: Mapping[str, str], body: bytes) -> str | None:
    """Name of the wall that answered (ruishu, jsl, 360, aliyun, yunsuo, safedog, cloudflare, f5,
    captcha, challenge, or http-STATUS where only the status tells), or None. `headers`: names in any
    case."""
    head = body[:_LOOKED_AT]
    if status in BLOCKED_STATUSES or len(body) < _LOOKED_AT or status in (200, 202, None):
        found = _by_body(head, status)
        if found:
            return found
    if status in BLOCKED_STATUSES or status == 202:
        sent = {name.lower(): value.lower() for name, value in headers.items()}
        cookie, server = sent.get("set-cookie", ""), sent.get("server", "")
        if status == 521 or "__jsl" in cookie:
            return "jsl"
        for name, mark in _SERVERS:
            if mark in server:
                return name
        if status == 412 and len(body) < _LOOKED_AT:
            return "ruishu"
    return f"http-{status}" if status in BLOCKED_STATUSES else None


def _by_body(head: bytes, status: int | None) -> str | None:
    if _has_many_links(head) or head.count(b"<") > _TAGS:
        return None
    text = decode(head)[0]
    fields = len(_FIELD.findall(text))
    for name, mark in _MARKS:
        if mark.search(head) and (name in ("ruishu", "jsl") or _is_thin(head)):
            if name == "captcha" and fields > 1:
                continue  # a form that keeps robots from sending it
            return name if name not in ("ruishu", "jsl") or _is_thin(head) else None
    if _LOADS.search(text):
        text = _NOSCRIPT.sub("", text)
    shown = " ".join(_TAG.sub(" ", text).split())
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.S | re.I)
    if pattern("wall_360").search(shown[:3000]) and len(shown) < _SHORT * 3:
        return "360"
    if len(shown) > _SHORT or text.lower().count("<a ") > _FEW_LINKS:
        return None
    said = f"{title[1] if title else ''} {shown}"
    key = "captcha" if fields > 1 else "captcha_or_field"
    if fields <= _FORM and status != 404 and pattern(key).search(said):
        return "captcha"
    if pattern("challenge").search(said):
        return "challenge"
    if len(shown) < _TINY and _COOKIE_AND_LEAVE.search(text) and not _ELSEWHERE.search(text):
        return "challenge"
    return None


def _has_many_links(head: bytes) -> bool:
    """More than any challenge has; a page has them in its first lines, and no more is looked through.
    Text of two bytes a character never has them here."""
    found = 0
    for tag in (b"<a ", b"<A "):
        at = head.find(tag)
        while at >= 0:
            found += 1
            if found > _FEW_LINKS:
                return True
            at = head.find(tag, at + 1)
    return False


def _is_thin(head: bytes) -> bool:
    """Hardly any words and links: a challenge, not a page that merely loads a shield's script."""
    text = decode(head)[0]
    shown = " ".join(_TAG.sub(" ", text).split())
    return len(shown) < _SHORT and text.lower().count("<a ") <= _FEW_LINKS
