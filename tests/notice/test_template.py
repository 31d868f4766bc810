"""The template: what its lines are, and what is refused by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.errors import ConfigError
from monitor.config.notice_template import load_template
from monitor.domain.notice import BLOCKS, FIGURES, WORDS, Paragraph, Style
from monitor.text import say


def template(home: Path, text: str) -> tuple[Paragraph, ...]:
    (home / "notice.md").write_text(text, encoding="utf-8")
    return load_template(home)


def test_lines_are_sentences_and_empty_lines_end_paragraphs(tmp_path: Path) -> None:
    made = template(
        tmp_path,
        "<!-- 说明 {anything} -->\n> {number}\n# 甲\n# 乙\n\n| {addressees}：\n\n一句。\n"
        "<!-- 注 -->\n二句{{}}。\n\n"
        "## 三\n### 四\n{sites}\n{media}\n五。\n= 六\n",
    )
    assert made == (
        Paragraph(Style.CENTRED, ("{number}",)),
        Paragraph(Style.TITLE, ("甲", "乙")),
        Paragraph(Style.FLUSH, ("{addressees}：",)),
        Paragraph(Style.BODY, ("一句。", "二句{{}}。")),
        Paragraph(Style.HEADING, ("三",)),
        Paragraph(Style.SECOND, ("四",)),
        Paragraph(Style.BLOCK, ("sites",)),
        Paragraph(Style.BLOCK, ("media",)),
        Paragraph(Style.BODY, ("五。",)),
        Paragraph(Style.COLOPHON, ("六",)),
    )


def test_the_default_uses_every_placeholder(tmp_path: Path) -> None:
    made = load_template(tmp_path)
    text = "".join("".join(one.sentences) for one in made if one.style is not Style.BLOCK)
    assert all(f"{{{name}}}" in text for name in (*WORDS, *FIGURES))
    assert [one.sentences[0] for one in made if one.style is Style.BLOCK] == list(BLOCKS)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "检查{sites_chekced}个。",
            "无法识别的占位符“{sites_chekced}”，应为以下之一：{office}, {year}",
        ),
        ("检查{}个。", "无法识别的占位符“{}”"),
        ("检查{problems:>9}个。", "无法识别的占位符“{problems:>9}”"),
        ("检查{problems!r}个。", "无法识别的占位符“{problems!r}”"),
        ("检查{problems.__class__}个。", "无法识别的占位符“{problems.__class__}”"),
        ("检查{problems个。", "花括号不属于任何占位符；要印花括号请写 {{ 或 }}"),
        ("检查}个。", "花括号不属于任何占位符；要印花括号请写 {{ 或 }}"),
        ("结果如下：{sites}", "占位符“{sites}”应单独成段"),
        ("## {signature}", "占位符“{signature}”应单独成段"),
    ],
)
def test_what_does_not_fit_is_named_by_line(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(ConfigError) as refused:
        template(tmp_path, f"# 甲\n\n{line}\n")
    said = say(refused.value.key, "zh", **refused.value.params)
    assert said.startswith(f"{tmp_path / 'notice.md'} 第3行：{problem}")
    assert say(refused.value.key, "en", **refused.value.params)


def test_an_empty_file_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="empty"):
        template(tmp_path, "\n \n")
