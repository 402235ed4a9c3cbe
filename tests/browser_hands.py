"""Hands that work a page and count what they do: a key, a click, a drag, or the typing of one value is one action."""

from __future__ import annotations

from typing import Any

FIND = """(words) => {
  const piece = [...document.querySelectorAll('#article [data-start]')].find((node) => node.textContent.includes(words));
  piece.scrollIntoView({ block: 'center' });
  const text = piece.firstChild, at = text.data.indexOf(words), range = document.createRange();
  range.setStart(text, at); range.setEnd(text, at + words.length);
  const boxes = range.getClientRects(), first = boxes[0], last = boxes[boxes.length - 1];
  return [first.left, (first.top + first.bottom) / 2, last.right, (last.top + last.bottom) / 2];
}"""


class Hands:
    """Two hands on a page; `actions` is how often they did something."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.actions = 0

    def key(self, key: str) -> None:
        """Press one key, or one with a modifier."""
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type one value into the field in focus."""
        self.actions += 1
        self.page.keyboard.type(words)

    def click(self, selector: str) -> None:
        """Click the first element that a selector finds, at its upper left corner."""
        self.actions += 1
        self.page.locator(selector).first.click(position={"x": 4, "y": 4})

    def drag_over(self, words: str) -> None:
        """Drag the mouse over words of the article."""
        self.actions += 1
        left, top, right, bottom = self.page.evaluate(FIND, words)
        self.drag((left + 1, top), (right, bottom), counted=False)

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, counted: bool = True) -> None:
        """Drag the mouse from a point of the window to another."""
        self.actions += counted
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=4)
        mouse.up()
