"""Filter the orders and export them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait


@pytest.fixture
def driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ["BROWSER_PATH"]
    options.add_argument("--headless=new")
    options.add_experimental_option("prefs", {"download.default_directory": os.environ["DOWNLOAD_DIR"]})
    driver = webdriver.Chrome(options=options)
    yield driver
    driver.quit()


def test_orders(driver: webdriver.Chrome) -> None:
    wait = WebDriverWait(driver, 30)

    # Step 1: open the page
    driver.get(os.environ["BASE_URL"] + "/orders")

    # Step 2: filter by status
    field = wait.until(lambda seen: seen.find_element(By.XPATH, "//select[@id = //label[. = 'Status']/@for]"))
    Select(field).select_by_visible_text(os.environ.get("STATUS", "Open"))

    # Step 3: export the list
    driver.find_element(By.XPATH, "//button[normalize-space() = 'Export CSV']").click()
    wait.until(lambda _: list(Path(os.environ["DOWNLOAD_DIR"]).glob("*.csv")))

    # Step 4: check the first row
    patience = WebDriverWait(driver, float(os.environ.get("PATIENCE", "30")))
    patience.until(lambda seen: len([row for row in seen.find_elements(By.TAG_NAME, "tr") if row.is_displayed()]) == 3)
