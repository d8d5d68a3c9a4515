// The page answers while the worker computes, and long traces open at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LONGEST, start, undisturbed, watchLongTasks } from "./harness.mjs";
import { REAL, comesOut, field, open, opened, part, result, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const drawn = async (region) =>
  (await region.locator(".search .counts div:first-child dd").allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);

test("the page is usable while a 4096-bit key is made, and the search is seen", (t) =>
  undisturbed(t, () => withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    const longest = await watchLongTasks(tab.page);
    // A lucky search is over before anything of it is drawn: then another one.
    let counts = new Set();
    for (let key = 0; key < 30 && counts.size < 3; key += 1) {
      counts = new Set();
      await make.getByRole("button", { name: "Make the key" }).click();
      await until(async () => {
        const running = (await make.getAttribute("data-state")) === "running";
        if (running) counts.add(await drawn(make));
        return !running;
      }, "the key", 120_000);
      await tab.settled();
    }
    await tab.page.waitForTimeout(100);
    t.diagnostic(`longest task ${await longest()} ms; counts seen ${[...counts].length}`);
    assert.ok(counts.size >= 3, `the counts grow while it runs: ${[...counts]}`);
    assert.ok((await longest()) <= LONGEST, `a task of ${await longest()} ms`);
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 4096);
  })));

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
    await until(async () => (await make.getAttribute("data-state")) === "done", "the end of the run", 2_000);
    assert.equal(await result(make, "n", "decimal"), n, "the key of before is shown");
    assert.equal((await things(tab)).length, 1, "the desk is as it was");
    await field(make, "Size").selectOption({ label: "2048 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 2, "the next key");
  }));

/** Opens the steps of a part down to the first table of at least so many rows; what it took. */
async function openRows(tab, region, least) {
  await open(region, "The steps");
  for (let depth = 0; depth < 6; depth += 1) {
    const rows = region.locator(".rows").filter({ hasText: /rows; choose one/ });
    for (const one of await rows.all()) {
      if (parseInt(await one.locator(".count").first().innerText(), 10) >= least) return one;
    }
    const closed = region.locator(".steps details:not([open])").filter({ has: tab.page.locator(":scope > summary .count") });
    const all = await closed.elementHandles();
    assert.ok(all.length > 0, "there are no rows to open");
    for (const one of all) {
      if ((await one.getAttribute("open")) === null) await (await one.$("summary")).click();
    }
    await tab.page.waitForTimeout(100);
  }
  return assert.fail("no rows");
}

for (const [bits, how, least] of [["2048", "crt", 1000], ["4096", "crt", 2000], ["4096", "one", 4000]]) {
  test(`a power of a ${bits}-bit key (${how}) opens without a stall, as rows of which few exist`, (t) =>
    undisturbed(t, () => withPage(site, `#/rsa?v=1&at=rsa-keygen&size=${bits}&seed=rows`, {}, async (tab) => {
      await tab.settled();
      const sign = part(tab, "Sign");
      await comesOut(sign, "yes");
      if (how === "one") {
        await sign.getByText("More settings").click();
        await field(sign, "How to compute the power of d").selectOption("one");
        await open(sign, "The steps");
        await until(async () => /modulo n/.test(await sign.locator(".steps").first().innerText()), "the power modulo n");
        await tab.settled();
      }
      const longest = await watchLongTasks(tab.page);
      const rows = await openRows(tab, sign, least);
      const total = parseInt(await rows.locator(".count").first().innerText(), 10);
      await tab.page.waitForTimeout(300);
      t.diagnostic(`${total} rows; longest task while opening ${await longest()} ms`);
      assert.ok((await longest()) <= LONGEST, `a task of ${await longest()} ms while opening ${total} rows`);

      const list = rows.getByRole("listbox", { name: "Rows" });
      assert.ok((await list.getByRole("option").count()) < 60, "rows are virtual");
      await list.focus();
      await tab.page.keyboard.press("End");
      const last = list.getByRole("option", { selected: true });
      await until(async () => /=|≡/.test(await last.innerText()), "the last row from the worker");
      assert.equal(await last.getAttribute("aria-posinset"), String(total));
      assert.ok((await list.getByRole("option").count()) < 60, "rows are virtual at the end too");
      const chosen = rows.locator(".chosen");
      await chosen.locator(".value").first().waitFor();
      const value = chosen.locator(".value").filter({ hasText: /\d{3,} bits/ }).first().locator("details");
      await opened(value);
      const full = await value.locator("dd").first().innerText();
      assert.match(full, /^\d{300,}$/, "the full number in decimal");
      await tab.page.keyboard.press("Home");
      t.diagnostic(`longest task to the end and back ${await longest()} ms`);
      assert.ok((await longest()) <= LONGEST, `a task of ${await longest()} ms while scrolling`);
    })));
}

test("the watch sees a long task", () =>
  withPage(site, "#/", {}, async (tab) => {
    const longest = await watchLongTasks(tab.page);
    await tab.page.evaluate(
      () =>
        new Promise((done) =>
          setTimeout(() => {
            const end = performance.now() + 120;
            while (performance.now() < end);
            setTimeout(done, 100);
          }),
        ),
    );
    assert.ok((await longest()) >= 100, `${await longest()} ms`);
  }));
