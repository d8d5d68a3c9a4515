// The start: the exchange between browser and server, one message at a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const LAST = 6;

/** The picture, and what a person does with it. */
function exchangeOf(tab) {
  const all = tab.page.getByRole("group", { name: "The exchange, one message at a time" });
  const when = () => all.locator("[data-when]").evaluateAll((legs) => legs.map((leg) => leg.dataset.when));
  const button = (name) => all.getByRole("button", { name, exact: true });
  return {
    all,
    button,
    press: (name) => button(name).click(),
    // Exactly one is marked, what was before it has passed, and what comes after it has not.
    shows: (at) =>
      until(async () => {
        const seen = (await when()).map((when) => when[0]).join("");
        return seen === "p".repeat(at) + "n" + "l".repeat(LAST - at) && (await all.locator(".count").innerText()) === `${at + 1} of 7`;
      }, `message ${at}`),
    sentence: () => all.locator(".sentence").innerText(),
    /** Whether the padlock in the address bar is closed: it is filled then. */
    isClosed: () => all.locator(".bar path").last().evaluate((body) => getComputedStyle(body).fill !== "none"),
  };
}

test("buttons, keys and the scrubber lead through the exchange, and the padlock closes at its end alone", () =>
  withPage(site, "#/", {}, async (tab) => {
    const { all, button, press, shows, sentence, isClosed } = exchangeOf(tab);
    await shows(3);
    assert.match(await sentence(), /^The certificate\. .* Check a certificate$/);
    await press("First step");
    await shows(0);
    await all.locator('.exchange[data-good="true"]').waitFor();
    assert.match(await sentence(), /^The connection\. .* Plain HTTP$/);
    assert.equal(await button("Step back").getAttribute("aria-disabled"), "true");
    for (let at = 1; at <= LAST; at += 1) {
      assert.equal(await isClosed(), false, `before message ${at}`);
      await press("Step forward");
      await shows(at);
    }
    assert.equal(await isClosed(), true);
    assert.equal(await button("Last step").getAttribute("aria-disabled"), "true");
    await tab.page.keyboard.press("ArrowLeft");
    await shows(LAST - 1);
    assert.equal(await isClosed(), false);
    const link = all.locator(".exchange a").first();
    await link.focus();
    await tab.page.keyboard.press("ArrowRight");
    await shows(LAST);
    assert.ok(await link.evaluate((link) => link === document.activeElement), "a link keeps the focus");
    await all.getByRole("slider", { name: "Step" }).fill("2");
    await shows(2);
  }));

test("each message leads to the exhibit that shows it", () =>
  withPage(site, "#/", {}, async (tab) => {
    const { all } = exchangeOf(tab);
    const legs = all.locator(".exchange [data-when]");
    assert.equal(await legs.count(), LAST + 1);
    const links = await legs.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.equal(links.length, LAST + 1, "each has a link");
    for (const link of links) {
      await tab.page.goto(`${tab.page.url().split("#")[0]}${link}`);
      await tab.page.locator(`[data-unit="${/at=([^&]+)/.exec(link)[1]}"]`).waitFor();
    }
  }));

test("the exchange and its button stand in the first screen, and forward never moves", async () => {
  for (const [width, height] of [
    [1440, 900],
    [820, 1180],
    [390, 844],
  ]) {
    await withPage(site, "#/", { width, height }, async (tab) => {
      const { all, button, press, shows } = exchangeOf(tab);
      await shows(3);
      for (const [name, part] of [
        ["picture", all.locator("figure")],
        ["forward", button("Step forward")],
        ["one button", tab.page.getByRole("button", { name: "Make it for me" })],
      ]) {
        const { y, height: tall } = await part.boundingBox();
        assert.ok(y >= 0 && y + tall <= height, `${name} at ${width}: from ${y} to ${y + tall} of ${height}`);
      }
      const small = await all.locator("figure").evaluate((figure) =>
        [...figure.querySelectorAll("*")].filter((part) => part.textContent.trim() && parseFloat(getComputedStyle(part).fontSize) < 12).map((part) => part.textContent),
      );
      assert.deepEqual(small, [], "text that is too small");
      await press("First step");
      await shows(0);
      const { x, y } = await button("Step forward").boundingBox();
      for (let at = 1; at <= LAST; at += 1) {
        await tab.page.mouse.click(x + 20, y + 20);
        await shows(at);
      }
    });
  }
});
