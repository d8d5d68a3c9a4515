// The page answers while the worker computes, and long traces open at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drawnBy, standing } from "./drawn.mjs";
import { start } from "./harness.mjs";
import { REAL, comesOut, field, open, openRows, opened, part, result, things, until, withPage, wordsCame } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** The most elements that the search for a key is drawn with. */
const SEARCH = 400;

/** How many rows of a long table are drawn at a time. */
const DRAWN = 40;

/** Notes what a part draws while it computes, and opens something beside it. */
function watchRun([make, beside, stands]) {
  // The path says that it runs.
  const path = document.querySelector("nav.path");
  const seen = { counts: new Set(), most: 0, elsewhere: new Set(), opened: false };
  const counts = () => [...make.querySelectorAll(".search .tried")].reduce((sum, one) => sum + Number(one.textContent), 0);
  const observer = new MutationObserver((records) => {
    stands.note(records);
    if (make.dataset.state !== "running") return;
    seen.counts.add(counts());
    seen.most = Math.max(seen.most, make.querySelectorAll(".search, .search *").length);
    // It was clicked, and is there while the part still computes.
    seen.opened ||= beside.open && beside.children.length > 1;
    if (!beside.open) beside.querySelector("summary").click();
    for (const { target } of records) {
      if (![make, beside, path].some((one) => stands.within(target, one))) seen.elsewhere.add(`${target.nodeName} ${target.className}`);
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  window.__run = () => {
    observer.disconnect();
    return { ...seen, counts: [...seen.counts], elsewhere: [...seen.elsewhere] };
  };
}

test("the page is usable while a 4096-bit key is made, and the search is seen", (t) =>
  withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    const beside = await make.locator("details").filter({ hasText: "Break it" }).elementHandle();
    const region = await make.elementHandle();
    // A lucky search is over before much of it is drawn: then another one.
    let seen;
    for (let key = 0; key < 30 && !(seen?.counts.length >= 3 && seen.opened); key += 1) {
      await beside.evaluate((one) => one.open && one.querySelector("summary").click());
      await tab.page.evaluate(watchRun, [region, beside, await standing(tab)]);
      await make.getByRole("button", { name: "Make the key" }).click();
      await tab.settled();
      seen = await tab.page.evaluate(() => window.__run());
    }
    t.diagnostic(`${seen.counts.length} counts seen, ${seen.most} elements`);
    assert.ok(seen.counts.length >= 3, `the counts grow while it runs: ${seen.counts}`);
    assert.ok(seen.opened, "something else opened meanwhile");
    assert.ok(seen.most <= SEARCH, `${seen.most} elements of a search`);
    assert.deepEqual(seen.elsewhere, [], "nothing else is drawn");
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 4096);
  }));

test("a cancelled key takes nothing along", () =>
  withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 1, "a key on the desk");
    await tab.settled();
    const n = await result(make, "n", "decimal");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    // At once: some keys of 4096 bits are found in a fraction of a second.
    await make.getByRole("button", { name: "Make the key" }).evaluate(async (button) => {
      button.click();
      let cancel;
      while (!(cancel = [...button.parentElement.children].find((other) => other.textContent === "Cancel"))) {
        await new Promise((done) => setTimeout(done));
      }
      cancel.click();
    });
    await until(async () => (await make.getAttribute("data-state")) === "done", "the end of the run");
    assert.equal(await result(make, "n", "decimal"), n, "the key of before is shown");
    assert.equal((await things(tab)).length, 1, "the desk is as it was");
    await field(make, "Size").selectOption({ label: "2048 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 2, "the next key");
  }));

for (const [bits, how, least] of [["2048", "crt", 1000], ["4096", "crt", 2000], ["4096", "one", 4000]]) {
  test(`a power of a ${bits}-bit key (${how}) opens as rows of which few exist`, (t) =>
    withPage(site, `#/rsa?v=1&at=rsa-keygen&size=${bits}&seed=rows`, {}, async (tab) => {
      await tab.settled();
      const sign = part(tab, "Sign");
      await comesOut(sign, "yes");
      if (how === "one") {
        await open(sign, "More");
        await field(sign, "How to compute the d-th power").selectOption("one");
        await open(sign, "The steps");
        await until(async () => /modulo n/.test(await sign.locator(".steps").first().innerText()), "the power modulo n");
        await tab.settled();
      }
      await wordsCame(tab);
      let rows;
      const opening = await drawnBy(tab, sign, async () => {
        rows = await openRows(tab, sign, least);
      });
      const total = parseInt(await rows.locator(".count").first().innerText(), 10);
      t.diagnostic(`${total} rows: ${opening.rows} of them are drawn, ${opening.added} elements in all`);
      assert.deepEqual(opening.elsewhere, [], "what opens draws in its part alone");
      // Of each table on the way, too.
      assert.equal(opening.rows % DRAWN, 0, `${opening.rows} rows`);
      assert.ok(opening.rows >= DRAWN && opening.rows <= 4 * DRAWN, `${opening.rows} rows`);

      const list = rows.getByRole("listbox", { name: "Rows" });
      const are = () => list.getByRole("option").count();
      assert.equal(await are(), DRAWN, "rows are virtual");
      // Into rows that the page has not, and which a worker computes.
      const height = await list.locator(".row").first().evaluate((one) => one.offsetHeight);
      const scrolled = await drawnBy(tab, list, async () => {
        await list.evaluate((one, by) => one.scrollBy(0, by), 500 * height);
        await until(async () => /=|≡/.test(await list.locator(".row").last().innerText()), "the rows from the worker");
      });
      assert.equal(scrolled.rows, DRAWN);
      assert.deepEqual(scrolled.elsewhere, [], "scrolling draws in the list alone");

      await list.focus();
      const last = list.getByRole("option", { selected: true });
      const end = await drawnBy(tab, rows, async () => {
        await tab.page.keyboard.press("End");
        await until(async () => /=|≡/.test(await last.innerText()), "the last row from the worker");
      });
      assert.deepEqual(end.elsewhere, [], "a choice draws in its table alone");
      assert.equal(end.rows, DRAWN);
      assert.equal(await last.getAttribute("aria-posinset"), String(total));
      assert.equal(await list.getAttribute("aria-activedescendant"), await last.getAttribute("id"));
      assert.equal(await are(), DRAWN, "rows are virtual at the end too");
      const chosen = rows.locator(".chosen");
      await chosen.locator(".value").first().waitFor();
      const value = chosen.locator(".value").filter({ hasText: /\d{3,} bits/ }).first().locator("details");
      await opened(value);
      const full = await value.locator("dd").first().innerText();
      assert.match(full, /^\d{300,}$/, "the full number in decimal");
      await list.focus();
      await tab.page.keyboard.press("Home");
      await until(async () => (await last.getAttribute("aria-posinset")) === "1", "the first row");
      assert.equal(await are(), DRAWN);
    }));
}
