// The main path without a mouse, without motion, and on the smallest screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL, comesOut, madeOnTheStart, makeItForMe, open, part, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** The focused control: its words, and whether one sees that it has the focus. */
const focused = (tab) =>
  tab.page.evaluate(() => {
    const one = document.activeElement;
    const shown = one.closest(".button") ?? one;
    const style = getComputedStyle(shown);
    const box = shown.getBoundingClientRect();
    const label = one.labels?.[0]?.innerText ?? "";
    return {
      tag: one.tagName.toLowerCase(),
      id: one.id,
      words: `${one.getAttribute("aria-label") ?? ""} ${label} ${one.innerText ?? ""}`.replace(/\s+/g, " ").trim(),
      part: one.closest("section[id]")?.id ?? "",
      ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
      there: box.width > 0 && box.height > 0 && style.visibility === "visible",
    };
  });

/** Presses Tab until the focus is on what `wanted` describes; each stop must be visible. */
async function tabTo(tab, what, wanted, most = 400) {
  for (let press = 0; press < most; press += 1) {
    await tab.page.keyboard.press("Tab");
    const now = await focused(tab);
    if (now.tag === "body") continue;
    assert.ok(now.there, `the focus is on something invisible: ${JSON.stringify(now)}`);
    assert.ok(now.ring, `no outline on ${JSON.stringify(now)}`);
    if (wanted(now)) return now;
  }
  return assert.fail(`${what} was not reached with ${most} times Tab; the focus is on ${JSON.stringify(await focused(tab))}`);
}

const button = (name, inside) => (now) => now.tag === "button" && now.words.startsWith(name) && (!inside || now.part === inside);
const summary = (name, inside) => (now) => now.tag === "summary" && now.words.startsWith(name) && (!inside || now.part === inside);

test("the skip link leads to the page", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    await tab.page.keyboard.press("Tab");
    const skip = tab.page.getByRole("link", { name: "Skip to the page" });
    assert.equal(await skip.evaluate((one) => one === document.activeElement), true, "it is the first stop");
    await until(async () => (await skip.boundingBox()).y >= 0, "the skip link in view");
    const before = await tab.page.evaluate(() => location.hash);
    await tab.page.keyboard.press("Enter");
    assert.equal((await focused(tab)).id, "main");
    assert.equal(await tab.page.evaluate(() => location.hash), before, "the page stays");
    const next = await tabTo(tab, "the page’s first stop", () => true, 1);
    assert.equal(next.words, "Small numbers");
  }));

test("the main path goes by Tab, Enter, Space and arrows", () =>
  withPage(site, "#/", {}, async (tab) => {
    const press = (key) => tab.page.keyboard.press(key);
    // Make it for me, and take a file away.
    await tabTo(tab, "“Make it for me”", button("Make it for me"));
    await press("Enter");
    await madeOnTheStart(tab);
    assert.match((await focused(tab)).words, /^Make it for me/, "the button keeps the focus");
    await tabTo(tab, "all of it", (now) => now.words === "Files, steps and recipes");
    await press("Enter");
    await comesOut(part(tab, "Make it for me"), "yes");
    assert.equal((await things(tab)).length, 5);
    await tabTo(tab, "a download", button("Download"));
    const [got] = await Promise.all([tab.page.waitForEvent("download"), press("Enter")]);
    assert.match(got.suggestedFilename(), /\.pem$/);

    // To the RSA page by its link, and down to a row of a power.
    await tab.page.getByRole("link", { name: "Padlock", exact: true }).focus();
    await tabTo(tab, "the RSA page", (now) => now.tag === "a" && now.words === "RSA");
    await press("Enter");
    await tab.page.getByRole("heading", { level: 1, name: "Where do the two halves of an RSA key come from?" }).waitFor();
    await tab.settled();
    const size = await tabTo(tab, "the size", (now) => now.tag === "select" && now.words.startsWith("Size"));
    assert.equal(size.part, "rsa-keygen");
    await press("ArrowDown");
    await until(() => tab.page.evaluate(() => document.activeElement.value === "2048"), "a real size by the arrow");
    await press("ArrowUp");
    await until(() => tab.page.evaluate(() => document.activeElement.value === "toy"), "a toy by the arrow");
    await tabTo(tab, "“Make the key”", button("Make the key"));
    await press("Space");
    await until(async () => (await things(tab)).includes("Toy key"), "the toy key");
    await tabTo(tab, "“Break it”", summary("Break it", "rsa-keygen"));
    await press("Enter");
    await tabTo(tab, "the first way to break it", button("Take a number that is not prime"));
    await press("Enter");
    await until(async () => (await part(tab, "Make a key").textContent()).includes("91 is 7 · 13"), "what it leads to");
  }));

test("a long table is read by arrows", () =>
  withPage(site, REAL, {}, async (tab) => {
    const sign = part(tab, "Sign");
    await open(sign, "The steps");
    for (let depth = 0; depth < 5 && (await sign.getByRole("listbox").count()) === 0; depth += 1) {
      for (const one of await sign.locator(".steps details:not([open]) > summary:has(.count)").elementHandles()) {
        await one.focus();
        await tab.page.keyboard.press("Enter");
      }
      await tab.page.waitForTimeout(100);
    }
    const list = sign.getByRole("listbox").first();
    await list.focus();
    assert.ok((await focused(tab)).ring, "the list shows its focus");
    const at = async () => Number(await list.getByRole("option", { selected: true }).getAttribute("aria-posinset"));
    await tab.page.keyboard.press("ArrowDown");
    await until(async () => (await at()) === 1, "the first row");
    for (let row = 2; row <= 15; row += 1) await tab.page.keyboard.press("ArrowDown");
    await until(async () => (await at()) === 15, "the fifteenth row");
    await tab.page.keyboard.press("PageDown");
    await until(async () => (await at()) === 25, "ten rows on");
    const row = list.getByRole("option", { selected: true });
    assert.equal(await list.getAttribute("aria-activedescendant"), await row.getAttribute("id"));
    const [outer, inner] = [await list.boundingBox(), await row.boundingBox()];
    assert.ok(inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1, "the chosen row is in view");
  }));

test("each stop of each page shows its focus, and the way leads out again", async (t) => {
  for (const route of ["#/", "#/cipher", "#/rsa", "#/certificate", "#/desk"]) {
    await t.test(route, () =>
      withPage(site, route, {}, async (tab) => {
        const first = await tabTo(tab, "the first stop", () => true, 1);
        const seen = new Set();
        let stops = 0;
        for (; ; stops += 1) {
          assert.ok(stops < 1500, `no way out after ${stops} stops`);
          await tab.page.keyboard.press("Tab");
          const now = await focused(tab);
          if (now.tag === "body" || (now.words === first.words && now.tag === first.tag)) break;
          assert.ok(now.there, `the focus is on something invisible: ${JSON.stringify(now)}`);
          assert.ok(now.ring, `no outline on ${JSON.stringify(now)}`);
          seen.add(now.part);
        }
        t.diagnostic(`${route}: ${stops} stops`);
        const parts = await tab.page.$$eval("section[data-unit]", (all) => all.map((one) => one.id));
        for (const id of parts) assert.ok(seen.has(id), `${id} is reached`);
      }),
    );
  }
});

test("nothing moves for those who asked for that", () =>
  withPage(site, "#/", { reducedMotion: true }, async (tab) => {
    const moving = () =>
      tab.page.evaluate(() => ({
        smooth: getComputedStyle(document.documentElement).scrollBehavior,
        // An indeterminate progress bar is the browser's own.
        running: document.getAnimations().filter((one) => one.playState === "running" && one.effect?.target?.tagName !== "PROGRESS").length,
      }));
    const button = part(tab, "Make it for me").getByRole("button", { name: "Make it for me" });
    await button.click();
    assert.deepEqual(await moving(), { smooth: "auto", running: 0 }, "while it computes");
    await comesOut(part(tab, "Make it for me"), "yes");
    assert.deepEqual(await moving(), { smooth: "auto", running: 0 });
  }));

test("with a full desk and everything open, 320 px are enough", () =>
  withPage(site, "#/", { width: 320, height: 700 }, async (tab) => {
    await makeItForMe(tab);
    for (const route of ["#/?at=make-it", "#/cipher", "#/certificate", "#/desk"]) {
      await tab.go(route);
      await tab.page.$$eval("aside details:not([open])", (all) => all.forEach((one) => (one.open = true)));
      await tab.openDetails();
      assert.ok((await tab.page.locator("main details[open] > :nth-child(2)").count()) > 1, "what is open has an inside");
      await tab.assertNoOverflow();
    }
  }));
