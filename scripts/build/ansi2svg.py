#!/usr/bin/env python3
"""Turns a terminal capture with colours into an SVG picture.

    tmux capture-pane -e -p -t SESSION | ansi2svg.py [--title TEXT] > picture.svg

Reads the text and SGR sequences (16, 256 and 24-bit colours, bold, faint, italic, underline, reverse) that
`tmux capture-pane -e` writes. Standard library only.
"""
import argparse
import html
import re
import sys
import unicodedata

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE, MARGIN = 8.4, 18, 14, 14
BACKGROUND, FOREGROUND = "#1e1e2e", "#cdd6f4"
FONT = "'JetBrains Mono','DejaVu Sans Mono','Noto Sans Mono CJK JP',Menlo,Consolas,monospace"
PALETTE = [
    "#45475a", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5", "#bac2de",
    "#585b70", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5", "#ffffff",
]
SEQUENCE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|[\x0e\x0f]")


def indexed(number):
    """Colour of the 256-colour palette."""
    if number < 16:
        return PALETTE[number]
    if number < 232:
        number -= 16
        steps = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (steps[number // 36], steps[number // 6 % 6], steps[number % 6])
    grey = 8 + (number - 232) * 10
    return "#%02x%02x%02x" % (grey, grey, grey)


class Style:
    """The attributes in force, as SGR sequences change them."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.foreground = self.background = None
        self.bold = self.faint = self.italic = self.underline = self.reverse = False

    def apply(self, parameters):
        numbers = [int(n) if n else 0 for n in re.split("[;:]", parameters)]
        while numbers:
            n = numbers.pop(0)
            if n == 0:
                self.reset()
            elif n in (1, 2, 3, 4, 7):
                setattr(self, {1: "bold", 2: "faint", 3: "italic", 4: "underline", 7: "reverse"}[n], True)
            elif n == 22:
                self.bold = self.faint = False
            elif n in (23, 24, 27):
                setattr(self, {23: "italic", 24: "underline", 27: "reverse"}[n], False)
            elif 30 <= n <= 37 or 90 <= n <= 97:
                self.foreground = PALETTE[n - 30 if n < 90 else n - 82]
            elif 40 <= n <= 47 or 100 <= n <= 107:
                self.background = PALETTE[n - 40 if n < 100 else n - 92]
            elif n in (38, 48) and numbers:
                kind = numbers.pop(0)
                if kind == 2 and len(numbers) >= 3:
                    color = "#%02x%02x%02x" % tuple(numbers[:3])
                    del numbers[:3]
                elif kind == 5 and numbers:
                    color = indexed(numbers.pop(0))
                else:
                    break
                if n == 38:
                    self.foreground = color
                else:
                    self.background = color
            elif n == 39:
                self.foreground = None
            elif n == 49:
                self.background = None

    def key(self):
        foreground, background = self.foreground or FOREGROUND, self.background
        if self.reverse:
            foreground, background = background or BACKGROUND, foreground
        return foreground, background, self.bold, self.faint, self.italic, self.underline


def width_of(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def runs(line, style):
    """The line as (column, width, text, look) pieces of one look each."""
    pieces, column, at = [], 0, 0
    while at < len(line):
        match = SEQUENCE.match(line, at)
        if match:
            if match.group(1) is not None:
                style.apply(match.group(1))
            at = match.end()
            continue
        character, look = line[at], style.key()
        at += 1
        size = width_of(character)
        # Box drawing, blocks and wide characters stand alone: fonts do not all give them the width of a cell.
        alone = size == 2 or 0x2500 <= ord(character) <= 0x28FF
        if pieces and pieces[-1][3] == look and not alone and not pieces[-1][4]:
            last = pieces[-1]
            pieces[-1] = (last[0], last[1] + size, last[2] + character, look, False)
        else:
            pieces.append((column, size, character, look, alone))
        column += size
    return pieces, column


def block(x, y, character, color):
    """Lines and blocks as shapes, so that they join whatever the font does; None for other characters."""
    middle, half = y + CELL_HEIGHT / 2, x + CELL_WIDTH / 2
    shapes = {
        "─": (x, middle - 0.5, CELL_WIDTH, 1),
        "━": (x, middle - 1.5, CELL_WIDTH, 3),
        "│": (half - 0.5, y, 1, CELL_HEIGHT),
        "┃": (half - 1.5, y, 3, CELL_HEIGHT),
        "▌": (x, y, CELL_WIDTH / 2, CELL_HEIGHT),
        "▎": (x, y, CELL_WIDTH / 4, CELL_HEIGHT),
        "█": (x, y, CELL_WIDTH, CELL_HEIGHT),
    }
    if character in shapes:
        return '<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>' % (*shapes[character], color)
    if 0x2800 < ord(character) <= 0x28FF:
        bits, parts = ord(character) - 0x2800, []
        for bit, (dx, dy) in enumerate([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]):
            if bits >> bit & 1:
                parts.append('<circle cx="%.1f" cy="%.1f" r="1.3" fill="%s"/>' % (
                    x + CELL_WIDTH * (0.27 + 0.48 * dx), y + CELL_HEIGHT * (0.14 + 0.24 * dy), color))
        return "".join(parts)
    return None


def render(lines, title):
    style, columns, body = Style(), 0, []
    top = MARGIN + (26 if title else 0)
    for row, line in enumerate(lines):
        pieces, used = runs(line, style)
        columns = max(columns, used)
        y = top + row * CELL_HEIGHT
        for column, size, text, (foreground, background, bold, faint, italic, underline), _ in pieces:
            x = MARGIN + column * CELL_WIDTH
            if background:
                body.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>' % (x, y, size * CELL_WIDTH + 0.3, CELL_HEIGHT, background))
            shape = block(x, y, text, foreground) if len(text) == 1 else None
            if shape is not None:
                body.append(shape)
            elif text.strip() or underline:
                attributes = ' font-weight="bold"' * bold + ' fill-opacity="0.6"' * faint + ' font-style="italic"' * italic
                attributes += ' text-decoration="underline"' * underline
                body.append('<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s xml:space="preserve">%s</text>' % (
                    x, y + CELL_HEIGHT * 0.74, size * CELL_WIDTH, foreground, attributes, html.escape(text)))
    width, height = columns * CELL_WIDTH + 2 * MARGIN, len(lines) * CELL_HEIGHT + top + MARGIN
    yield '<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="%s" font-size="%d">' % (
        width, height, width, height, FONT, FONT_SIZE)
    yield '<rect width="100%%" height="100%%" rx="8" fill="%s"/>' % BACKGROUND
    if title:
        for i, color in enumerate(("#f38ba8", "#f9e2af", "#a6e3a1")):
            yield '<circle cx="%d" cy="20" r="6" fill="%s"/>' % (MARGIN + 6 + i * 20, color)
        yield '<text x="%.0f" y="25" text-anchor="middle" fill="#9399b2">%s</text>' % (width / 2, html.escape(title))
    yield from body
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--title", default="", help="text of a window bar above the screen")
    arguments = parser.parse_args()
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    print("\n".join(render(text.rstrip("\n").split("\n"), arguments.title)))


if __name__ == "__main__":
    main()
