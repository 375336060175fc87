"""What a script may use outside of the known helpers: the list that `check.py` holds it against."""

from __future__ import annotations

import ast

AT_TOP = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef)

NODES = (
    ast.AnnAssign, ast.Assert, ast.Assign, ast.Attribute, ast.AugAssign, ast.BinOp, ast.BoolOp, ast.Break, ast.Call,
    ast.Compare, ast.Constant, ast.Continue, ast.Dict, ast.DictComp, ast.ExceptHandler, ast.Expr, ast.For,
    ast.FormattedValue, ast.FunctionDef, ast.GeneratorExp, ast.If, ast.IfExp, ast.Import, ast.ImportFrom,
    ast.JoinedStr, ast.Lambda, ast.List, ast.ListComp, ast.Name, ast.NamedExpr, ast.Nonlocal, ast.Pass, ast.Raise,
    ast.Return, ast.Set, ast.SetComp, ast.Slice, ast.Starred, ast.Subscript, ast.Try, ast.Tuple, ast.UnaryOp,
    ast.With, ast.Yield, ast.alias, ast.arg, ast.arguments, ast.boolop, ast.cmpop, ast.comprehension, ast.expr_context,
    ast.keyword, ast.operator, ast.unaryop, ast.withitem,
)  # fmt: skip

BUILTINS = frozenset(
    "abs all any bool bytes dict enumerate filter float frozenset int isinstance len list map max min next object "
    "print range repr reversed round set sorted str sum tuple zip AssertionError IndexError KeyError LookupError "
    "TypeError ValueError __file__ __name__".split()
)

# `import MODULE`, and what of it may be used.
OF_MODULES = {
    "argparse": frozenset(),  # in the block that runs a file
    "csv": frozenset({"DictReader", "reader"}),
    "datetime": frozenset({"date", "datetime", "timedelta", "timezone"}),
    "decimal": frozenset({"Decimal"}),
    "json": frozenset({"dumps", "loads"}),
    "math": frozenset({"ceil", "floor", "inf", "isclose", "nan"}),
    "os": frozenset({"environ"}),
    "pytest": frozenset({"FixtureRequest", "approx", "fail", "fixture", "mark", "raises", "skip"}),
    "re": frozenset({"DOTALL", "I", "IGNORECASE", "MULTILINE", "Pattern", "compile", "escape", "findall", "fullmatch",
                     "match", "search", "split", "sub"}),
    "shutil": frozenset(),  # in known helpers
    "string": frozenset({"ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits"}),
    "sys": frozenset(),  # in the block that runs a file
    "webdriver": frozenset(),  # in known helpers
}  # fmt: skip

# `from MODULE import NAME`
FROM = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"Callable", "Generator", "Iterable", "Iterator", "Mapping", "Sequence"}),
    "contextlib": frozenset({"contextmanager"}),
    "datetime": OF_MODULES["datetime"],
    "decimal": OF_MODULES["decimal"],
    "functools": frozenset({"reduce"}),
    "pathlib": frozenset({"Path"}),
    "typing": frozenset({"Any", "TypeVar"}),
    "playwright.sync_api": frozenset(
        "Dialog Download Error FileChooser FrameLocator Locator Page TimeoutError expect sync_playwright".split()
    ),
    "selenium": frozenset({"webdriver"}),
    "selenium.common.exceptions": frozenset(
        "ElementClickInterceptedException ElementNotInteractableException InvalidElementStateException "
        "NoAlertPresentException NoSuchElementException StaleElementReferenceException TimeoutException".split()
    ),
    "selenium.webdriver": frozenset({"ActionChains", "Keys"}),
    "selenium.webdriver.chrome.service": frozenset({"Service"}),
    "selenium.webdriver.common.action_chains": frozenset({"ActionChains"}),
    "selenium.webdriver.common.by": frozenset({"By"}),
    "selenium.webdriver.common.keys": frozenset({"Keys"}),
    "selenium.webdriver.remote.webdriver": frozenset({"WebDriver"}),
    "selenium.webdriver.remote.webelement": frozenset({"WebElement"}),
    "selenium.webdriver.support.expected_conditions": frozenset(
        "alert_is_present element_to_be_clickable new_window_is_opened staleness_of title_contains url_contains "
        "visibility_of_element_located".split()
    ),
    "selenium.webdriver.support.ui": frozenset({"Select", "WebDriverWait"}),
    "selenium.webdriver.support.wait": frozenset({"WebDriverWait"}),
}

# Names that known helpers use: whoever gave them another meaning would have those helpers do other things.
FIXED = frozenset(
    {*BUILTINS, "hasattr", "type", "Path", "Service", "Select", "By", "Keys", "sync_playwright", "expect", "base_url"}
    | {"download_dir", "incoming", "reduce", "contextmanager", "pytest_plugins", "webdriver", "WebDriverWait"}
)

SLEEPS = frozenset({"wait_for_timeout", "sleep", "implicitly_wait", "pause"})
NOT_KEYWORDS = frozenset(
    {"path", "args", "executable_path", "options", "service", "has_js", "expression", "script", "artifacts_dir"}
    | {"record_har_path", "record_video_dir", "downloads_path", "user_data_dir", "storage_state", "env", "proxy"}
)

_OF_PLAIN_VALUES = """
    append capitalize casefold count date days decode difference encode endswith extend fullmatch fromkeys get group
    groups index insert intersection isalnum isalpha isdecimal isdigit isoformat items join keys lower lstrip match
    month partition pop remove removeprefix removesuffix replace reverse rfind rpartition rsplit rstrip search sort
    split splitlines start startswith strftime strip strptime sub symmetric_difference title today total_seconds
    union update upper values year zfill day find add isoweekday weekday fromisoformat
"""
_OF_PATHS = "exists is_dir is_file name parent st_size stat stem suffix suffixes"
_OF_PYTEST = "config getoption skip skipif slow xfail"
_OF_PLAYWRIGHT = """
    accept all all_inner_texts all_text_contents and_ aria_snapshot blur bring_to_front check clear click
    content_frame dblclick default_value dismiss drag_to evaluate expect_download expect_event expect_file_chooser
    expect_navigation expect_popup fill filter first focus frame_locator get_attribute get_by_alt_text get_by_label
    get_by_placeholder get_by_role get_by_test_id get_by_text get_by_title go_back go_forward goto hover
    inner_text input_value is_checked is_disabled is_editable is_enabled is_hidden is_visible keyboard last
    locator message mouse nth once or_ page press press_sequentially reload save_as scroll_into_view_if_needed
    select_option select_text set_checked set_default_timeout set_files set_input_files set_options
    suggested_filename tap text_content title type uncheck url value wait_for wait_for_load_state wait_for_url wheel
    not_to_be_attached not_to_be_checked not_to_be_disabled not_to_be_empty not_to_be_enabled not_to_be_visible
    not_to_contain_text not_to_have_attribute not_to_have_class not_to_have_count not_to_have_text not_to_have_title
    not_to_have_url not_to_have_value to_be_attached to_be_checked to_be_disabled to_be_editable to_be_empty
    to_be_enabled to_be_focused to_be_hidden to_be_in_viewport to_be_visible to_contain_class to_contain_text
    to_have_accessible_name to_have_attribute to_have_class to_have_count to_have_css to_have_id to_have_role
    to_have_text to_have_title to_have_url to_have_value to_have_values
"""
_OF_SELENIUM = """
    ALT ARROW_DOWN ARROW_LEFT ARROW_RIGHT ARROW_UP BACKSPACE CLASS_NAME COMMAND CONTROL CSS_SELECTOR DELETE END ENTER
    ESCAPE F1 F10 F11 F12 F2 F3 F4 F5 F6 F7 F8 F9 HOME ID INSERT LINK_TEXT META NAME PAGE_DOWN PAGE_UP
    PARTIAL_LINK_TEXT RETURN SHIFT SPACE TAB TAG_NAME XPATH accessible_name active_element alert all_selected_options
    aria_role back click_and_hold close context_click current_url current_window_handle default_content deselect_all
    double_click drag_and_drop execute_script find_element find_elements first_selected_option forward frame
    get_dom_attribute get_property is_displayed is_multiple is_selected key_down key_up move_to_element msg
    page_source parent perform quit refresh release scroll_to_element select_by_value select_by_visible_text send_keys
    submit switch_to tag_name text until until_not window window_handles
"""
ATTRIBUTES = frozenset(f"environ {_OF_PLAIN_VALUES} {_OF_PATHS} {_OF_PYTEST} {_OF_PLAYWRIGHT} {_OF_SELENIUM}".split())
