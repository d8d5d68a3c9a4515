// What a page looks like where it is narrow, long or printed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL, makeItForMe, open, part, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** What is cut off inside these boxes, which do not say so by an ellipsis. */
const cut = (locator) =>
  locator.evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => `${one.className}: ${one.scrollWidth} in ${one.clientWidth}`),
  );

test("eight bytes stand in a row, more where there is room, and none is cut", async () => {
  for (const [width, least, most] of [[360, 8, 8], [1440, 8, 16]]) {
    await withPage(site, REAL, { width }, async (tab) => {
      const hex = (await open(part(tab, "Make a key"), "The bytes")).locator(".hex").first();
      const perRow = await hex.evaluate((one) => {
        const rows = new Map();
        for (const run of one.querySelectorAll(".run")) {
          const top = Math.round(run.getBoundingClientRect().top);
          rows.set(top, (rows.get(top) ?? 0) + run.textContent.trim().split(/\s+/).length);
        }
        return [...rows.values()];
      });
      assert.ok(perRow[0] >= least && perRow[0] <= most, `${perRow[0]} bytes in the first row at ${width}`);
      assert.deepEqual(await cut(tab.page.locator(".hex")), [], `at ${width}`);
      const text = await hex.evaluate((one) => {
        getSelection().selectAllChildren(one);
        const selected = getSelection().toString();
        getSelection().removeAllRanges();
        return selected;
      });
      const bytes = text.split(/\s+/).filter(Boolean);
      assert.equal(bytes.length, 1217, "what is selected are the bytes alone");
      assert.ok(bytes.every((byte) => /^[0-9a-f]{2}$/.test(byte)), `not bytes: ${bytes.slice(0, 12)}`);
    });
  }
});

test("at 360 px formulas of closed steps have a line of their own, and tables are stacked", () =>
  withPage(site, "#/certificate?at=issue", { width: 360 }, async (tab) => {
    const sign = part(tab, "Sign a certificate");
    await open(sign, "The steps");
    await open(sign, "Requested and granted");
    await until(async () => (await tab.page.locator(".step").count()) > 5, "the steps");
    const glimpses = await tab.page.locator(".step > details:not([open]) > summary").evaluateAll((all) =>
      all.flatMap((one) => {
        const [title, glimpse] = [".title", ".glimpse"].map((part) => one.querySelector(part)?.getBoundingClientRect());
        return glimpse ? [{ below: glimpse.top >= title.bottom - 1, left: glimpse.left, right: glimpse.right }] : [];
      }),
    );
    assert.ok(glimpses.length > 1);
    for (const one of glimpses) assert.ok(one.below && one.right <= 360, JSON.stringify(one));
    assert.deepEqual(await cut(tab.page.locator(".scroll")), []);
    const why = tab.page.getByRole("table", { name: "Requested and granted" }).getByRole("cell").filter({ hasText: "never copied" });
    const box = await why.first().boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360, "the reason is in view");
  }));

test("a page ends with its footer", async () => {
  for (const width of [360, 1440]) {
    await withPage(site, "#/", { width }, async (tab) => {
      for (const route of await tab.routes()) {
        await tab.go(route);
        await tab.openDetails();
        const { page, footer } = await tab.page.evaluate(() => ({
          page: document.scrollingElement.scrollHeight,
          footer: document.querySelector(".bottom").getBoundingClientRect().bottom + scrollY,
        }));
        const least = Math.max(footer, 900);
        assert.ok(page <= least + 1, `${route} at ${width}: ${page} px high, its footer ends at ${footer}`);
      }
    });
  }
});

for (const theme of ["light", "dark"]) {
  test(`a printed page has what is open, no navigation, no buttons, black on white (${theme})`, () =>
    withPage(site, "#/cipher", { theme }, async (tab) => {
      for (const bytes of await tab.page.locator("main summary").filter({ hasText: "The bytes" }).all()) await bytes.click();
      await tab.page.emulateMedia({ media: "print" });
      const seen = (locator) => locator.evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent.slice(0, 40)));
      assert.deepEqual(await seen(tab.page.locator("nav, .desk, button:not(.field, .term), .button, .share")), []);
      assert.equal((await seen(tab.page.locator(".stage h2"))).length, 1, "the present step is there");
      assert.ok((await seen(tab.page.locator(".picture"))).length > 0, "and its picture");
      assert.ok((await seen(tab.page.locator(".hex"))).length >= 1, "the bytes are there");
      assert.deepEqual(await cut(tab.page.locator(".hex, .fields, .scroll")), []);
      const high = await tab.page.locator(".hex, .fields").evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
      assert.equal(high, 0, "nothing scrolls on paper");
      const colours = await tab.page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]);
      assert.deepEqual(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
      assert.ok((await tab.page.pdf({ format: "A4" })).length > 20_000);
    }));
}

test("nothing scrolls below the end of the page", async () => {
  for (const width of [360, 1440]) {
    await withPage(site, "#/", { width }, async (tab) => {
      await makeItForMe(tab);
      for (const route of await tab.routes()) {
        await tab.go(route);
        const [end, footer] = await tab.page.evaluate(() => [
          document.documentElement.scrollHeight,
          scrollY + document.querySelector("footer").getBoundingClientRect().bottom,
        ]);
        assert.ok(end - footer < 2, `${route} at ${width}: ${end - footer} pixels below the footer`);
      }
    });
  }
});
