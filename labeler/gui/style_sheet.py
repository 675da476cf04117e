"""The style sheet: flat surfaces, hairlines of 1 px, slim titles. `@name;` stands for a theme colour."""

STYLE_SHEET = """
QToolTip { background: @raised; color: @text; border: 1px solid @hairline; padding: 4px 6px; }
QMainWindow::separator { background: @hairline; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
"""
