"""The style sheet: flat surfaces, hairlines of 1 px, slim titles. `@name` stands for a theme colour."""

STYLE_SHEET = """
QToolTip { background: @raised; color: @text; border: 1px solid @hairline; padding: 4px 6px; }

QMainWindow::separator { background: @hairline; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }

QMenuBar { background: @window; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 3px; background: transparent; }
QMenuBar::item:selected { background: @hovered; }
QMenu { background: @raised; border: 1px solid @hairline; padding: 4px 0; }
QMenu::item { padding: 4px 24px 4px 12px; }
QMenu::item:selected { background: @marked; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; padding-left: 6px; }

QToolBar { background: @window; border: none; spacing: 2px; padding: 3px; }
QToolBar#context { border-top: 1px solid @hairline; border-bottom: 1px solid @hairline; }
QToolBar#tools { border-right: 1px solid @hairline; }
QToolBar::separator:horizontal { width: 1px; background: @hairline; margin: 6px 6px; }
QToolBar::separator:vertical { height: 1px; background: @hairline; margin: 6px 6px; }

QToolButton { border: none; border-radius: 4px; padding: 5px; background: transparent; }
QToolButton:hover { background: @hovered; }
QToolButton:pressed, QToolButton:checked { background: @marked; }
QToolButton:focus { outline: none; border: 1px solid @accent; padding: 4px; }
QToolButton#fold:checked { background: transparent; }
QToolButton#fold:checked:hover { background: @hovered; }
QToolButton#classChip {
    background: @raised; border: 1px solid @hairline; border-radius: 4px; padding: 4px 22px 4px 8px;
    min-width: 120px;
}
QToolButton#classChip:hover { border-color: @dim_text; }
QToolButton#classChip:focus { border-color: @accent; }
QToolButton#classChip::menu-indicator { width: 16px; subcontrol-position: right center; right: 6px; }
QWidget#toolOptions QToolButton { border: 1px solid @hairline; padding: 3px 8px; }
QWidget#toolOptions QToolButton:hover { border-color: @dim_text; }
QWidget#toolOptions QToolButton:focus { border-color: @accent; }

QToolButton#viewOptions { padding-right: 14px; }
QToolButton#viewOptions::menu-indicator { width: 12px; subcontrol-position: right center; right: 2px; }

QToolButton#drawBehind, QToolButton#drawBehind:focus { padding-right: 20px; }
QToolButton#drawBehind::menu-button { width: 18px; border: none; background: transparent; }
QToolButton#drawBehind::menu-button:hover { background: @hovered; border-radius: 4px; }

QToolButton#filterMenu::menu-indicator { image: none; }
QToolButton#chip { border: 1px solid @hairline; border-radius: 4px; padding: 1px 6px; background: @raised; }
QToolButton#chip:hover, QToolButton#chip:focus { border-color: @dim_text; }

QPushButton {
    background: @raised; border: 1px solid @hairline; border-radius: 4px; padding: 4px 12px; min-height: 18px;
}
QPushButton:hover { border-color: @dim_text; }
QPushButton:pressed { background: @hovered; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; }
QPushButton[first="true"] { background: @accent; color: @accent_text; border-color: @accent; }
QPushButton[first="true"]:hover { border-color: @text; }
QPushButton[first="true"]:disabled { background: @raised; color: @faint; border-color: @hairline; }

QLineEdit, QAbstractSpinBox, QComboBox {
    background: @panel; border: 1px solid @hairline; border-radius: 4px; padding: 3px 6px; min-height: 18px;
    selection-background-color: @accent; selection-color: @accent_text;
}
QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox { min-height: 16px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("@style_arrow"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @hairline; outline: none; }
QCheckBox::indicator, QRadioButton::indicator, QListWidget::indicator {
    width: 14px; height: 14px; border: 1px solid @dim_text; background: @panel; border-radius: 3px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QListWidget::indicator:checked {
    background: @accent; border-color: @accent; image: url("@style_check");
}
QRadioButton::indicator:checked { background: @panel; border: 5px solid @accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @hairline; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit#finder { margin: 6px 8px; }
QTableView QLineEdit, QTableView QAbstractSpinBox { border-radius: 0; padding: 0 4px; min-height: 0; }

QTableView, QListView, QTreeView { background: @panel; border: none; outline: none; }
QTableView::item { padding: 0 4px; border: none; }
QTreeView::item { height: 24px; border: none; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
    background: @marked; color: @text;
}
QListWidget::item { height: 24px; padding-left: 4px; }
QListView#history::item { height: 24px; padding-left: 12px; }
QListView#commands { background: transparent; }
QHeaderView::section {
    background: @window; border: none; border-bottom: 1px solid @hairline; padding: 4px 6px; color: @dim_text;
}

QDockWidget { border: none; }
QDockWidget > QWidget { background: @panel; }
QWidget#dockTitle { background: @window; border-bottom: 1px solid @hairline; }
QWidget#dockTitle[focused="true"] { border-bottom: 1px solid @accent; }
QLabel#title { font-weight: 600; }
QLabel#dim, QLabel#hint, QLabel#moreMessages { color: @dim_text; }
QLabel#moreMessages { background: @raised; padding: 2px 12px; }
QToolBar QLabel { padding: 0 8px; }
QLabel#empty { color: @dim_text; padding: 12px; }
QLabel#problem[error="true"] { color: @warning_text; }
QLabel#problem { color: @dim_text; }
QLabel#headline { font-weight: 600; }

QListWidget#sections { background: transparent; }
QListWidget#sections::item { height: 28px; padding-left: 8px; border-radius: 4px; }
QScrollArea#settingForm, QScrollArea#scroll, QWidget#page { background: transparent; }
QLabel#heading { font-weight: 600; padding: 12px 0 4px 0; }
QFrame#line { background: @hairline; border: none; }
QFrame#undoBar { background: @raised; border-top: 1px solid @hairline; }
QTextBrowser#keySheet { background: @panel; padding: 0 12px; }

QWidget#welcome { background: @window; }
QLabel#sentence { font-size: 15pt; }
QLabel#key {
    background: @raised; border: 1px solid @hairline; border-radius: 3px; padding: 0 6px; min-height: 18px;
    qproperty-alignment: AlignCenter;
}
QPushButton#recent {
    background: transparent; border: 1px solid transparent; padding: 0 8px; min-height: 26px;
}
QPushButton#recent:hover { background: @hovered; }
QPushButton#recent:focus { border-color: @accent; }

QFrame#message { background: @raised; border: none; border-bottom: 1px solid @hairline; }
QFrame#message QPushButton { background: @panel; padding: 1px 10px; }
QFrame#message QToolButton { padding: 2px; }
QFrame#hiddenChip { background: @raised; border: 1px solid @hairline; border-radius: 4px; }
QFrame#hiddenChip QToolButton { color: @text; padding: 2px 8px; }
QFrame#classPopup, QFrame#adjustPopup, QFrame#commandPalette,
QFrame#reshapePopup { background: @raised; border: 1px solid @hairline; }

QFrame#toolNote { background: @raised; border: 1px solid @hairline; border-radius: 4px; }
QFrame#toolNote QPushButton { background: @panel; padding: 1px 10px; }

QStatusBar { background: @window; border-top: 1px solid @hairline; min-height: 24px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @dim_text; padding: 0 6px; }
QStatusBar QLabel[tone="warning"] { color: @warning_text; }
QStatusBar QLabel[tone="danger"] { color: @danger; }
QStatusBar QLabel#swatch { padding: 0; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @hairline; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @dim_text; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider::groove:horizontal { height: 2px; background: @hairline; border-radius: 1px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 1px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border-radius: 6px; background: @text; border: none;
}
QSlider::handle:horizontal:focus, QSlider::handle:horizontal:hover { background: @accent; }
QProgressBar { background: @hairline; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
"""
