"""A YAML file as values with their lines. Refuses what a careless file gets away with elsewhere:
duplicate keys, aliases, tags, a second document, bytes that are not UTF-8."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import yaml

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree, as_fields

_STANDARD_TAG = "tag:yaml.org,2002:"
_NULL = _STANDARD_TAG + "null"
_NUL = "\0"
"""What an escape can write and no database takes."""
_DEEPEST = 100
_UNREADABLE_TAGS = (_STANDARD_TAG + "binary", _STANDARD_TAG + "python")


def read_yaml(path: Path) -> Fields:
    """The mapping that a file holds. Raises ConfigError with the line of what does not fit."""
    text = read_text(path)
    try:
        _look_through(text, str(path))
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(str(path), mark.line + 1 if mark else 1)
        raise ConfigError("config.syntax", place, problem=error.problem or error.context) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"character U+{error.character:04X}"
        raise ConfigError("config.syntax", Place(str(path), line), problem=problem) from error
    if node is None:
        raise ConfigError("config.empty", Place(str(path)))
    return as_fields(_tree(node, path.name, _line(node, str(path)), str(path)))


def _look_through(text: str, file: str) -> None:
    """Raises MarkedYAMLError for an alias, ConfigError where lists and mappings nest too deeply."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            mark = cast(yaml.Mark, event.start_mark)
            raise yaml.MarkedYAMLError(problem=f"alias *{event.anchor}", problem_mark=mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ConfigError("config.too_deep", Place(file, line))


def read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError("config.no_file", Place(str(path))) from error
    except OSError as error:
        raise ConfigError("config.unreadable", Place(str(path))) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("config.not_utf8", Place(str(path), line)) from error


def _line(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1)


def _tree(node: yaml.Node, key: str, place: Place, file: str) -> Tree:
    """`place` is the line of the key, where a reader looks, or of the item in a list."""
    if not node.tag.startswith(_STANDARD_TAG) or node.tag.startswith(_UNREADABLE_TAGS):
        raise ConfigError("config.syntax", place, problem=f"tag {node.tag}")
    if isinstance(node, yaml.ScalarNode):
        if _NUL in node.value:
            raise ConfigError("config.not_text", place, field=key)
        return Scalar(key, None if node.tag == _NULL else node.value, place)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_tree(one, key, _line(one, file), file) for one in node.value)
        return Items(key, items, place)
    values: dict[str, Tree] = {}
    for name_node, value_node in node.value:
        here = _line(name_node, file)
        if not isinstance(name_node, yaml.ScalarNode):
            raise ConfigError("config.not_a_value", here, field=key)
        name = name_node.value
        if name in values:
            raise ConfigError("config.duplicate_key", here, field=name, first=values[name].place)
        values[name] = _tree(value_node, name, here, file)
    return Fields(key, values, place)
