// The start plays a real connection: with what everybody has, with what was just made, and with a certificate that has ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lateRequests, start } from "./harness.mjs";
import { madeOnTheStart, makeItForMe, part, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const LAST = 6;

/** The picture of the start, and what a person sees of it. */
function connectionOf(tab) {
  const all = tab.page.getByRole("group", { name: "The exchange, one message at a time" });
  const legs = all.locator(".exchange [data-when]");
  const color = (part, name) => part.evaluate((one, name) => getComputedStyle(one)[name], name);
  return {
    all,
    legs,
    press: (name) => all.getByRole("button", { name, exact: true }).click(),
    /** Waits until a run is there, which was good or not. */
    ran: (good) => all.locator(`.exchange[data-good="${good}"]`).waitFor(),
    at: async () => parseInt(await all.locator(".count").innerText(), 10) - 1,
    about: (leg) => legs.nth(leg).locator("small").innerText(),
    spoken: (leg) => legs.nth(leg).locator("a").innerText(),
    sentence: () => all.locator(".sentence").innerText(),
    links: () => legs.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    isClosed: async () => (await color(all.locator(".bar path").last(), "fill")) !== "none",
    ticks: () => all.locator(".looks i").evaluateAll((checks) => checks.map((check) => getComputedStyle(check, "::before").content.replaceAll('"', "").trim())),
  };
}

const loadsTls = (tab) => lateRequests(tab).some((name) => name.startsWith("tls"));

test("on an empty desk the picture is still until one moves through it, and then it runs", () =>
  withPage(site, "#/", {}, async (tab) => {
    const { all, legs, press, ran, about, spoken, ticks, isClosed, links } = connectionOf(tab);
    assert.equal(await all.locator("[data-good], [data-holds]").count(), 0, "nothing is said to hold");
    assert.deepEqual(await ticks(), ["…", "…", "…", "…"]);
    assert.equal(loadsTls(tab), false, "nothing that connects is loaded");
    const { height } = await all.locator("figure").boundingBox();
    const link = legs.nth(4).locator("a");
    await link.focus();
    await tab.page.keyboard.press("ArrowRight");
    await ran("true");
    assert.equal(loadsTls(tab), true);
    assert.equal((await all.locator("figure").boundingBox()).height, height, "nothing moves when it comes alive");
    assert.ok(await link.evaluate((one) => one === document.activeElement), "the link keeps the focus");
    assert.match(await about(1), /^ClientHello, \d{3} bytes$/);
    assert.match(await about(2), /^ServerHello, AES-128-GCM, X25519, \d+ bytes$/);
    assert.match(await spoken(3), /^localhost, signed by /);
    for (const [leg, name] of [
      [3, "Certificate"],
      [4, "CertificateVerify"],
      [5, "HTTP"],
      [6, "HTTP"],
    ])
      assert.match(await about(leg), new RegExp(`^${name}, sealed, \\d{2,4} bytes$`));
    assert.equal(await spoken(5), "GET / HTTP/1.1");
    assert.match(await spoken(6), /^200 OK: Nobody else can read this\.$/);
    const secrets = await legs.nth(2).locator("em").allInnerTexts();
    assert.match(secrets[0], /^◆ secret [0-9a-f]{4}…$/);
    assert.equal(secrets[0], secrets[1], "the same on both sides");
    assert.equal(await isClosed(), false);
    await press("Last step");
    await until(isClosed, "the padlock");
    assert.deepEqual(await ticks(), ["✓", "✓", "✓", "✓"]);
    await press("Step back");
    await until(async () => !(await isClosed()), "an open padlock");
    assert.deepEqual(await tab.axe(), []);
    await leads(tab, await links());
  }));

/** Each message leads to a step that is there, of the connection that was shown. */
async function leads(tab, links) {
  for (const link of links) {
    await tab.go(link);
    const unit = /at=([^&]+)/.exec(link)[1];
    await until(async () => (await tab.page.locator(`[data-unit="${unit}"]`).getAttribute("data-state")) === "done", link);
    const step = /step=([^&]+)/.exec(link)?.[1];
    assert.ok(step || unit === "http", `${link} names a step`);
    if (step) await until(async () => (await tab.page.evaluate(() => location.hash)).includes(`step=${step}`), link);
    assert.equal(await tab.page.getByText("that is not among these").count(), 0, link);
  }
}

test("“Make it for me” stays on the start, plays what it made, and ends locked", () =>
  withPage(site, "#/", { reducedMotion: false }, async (tab) => {
    const { all, at, spoken, isClosed, ran, press, sentence, links } = connectionOf(tab);
    const button = tab.page.getByRole("button", { name: "Make it for me" });
    await button.focus();
    await tab.page.keyboard.press("Enter");
    await tab.page.getByRole("button", { name: "Cancel" }).click();
    await tab.page.locator(".told").getByText("Makes a root").waitFor();
    assert.ok(await button.evaluate((one) => one === document.activeElement), "the focus is back on the button");
    assert.equal(await tab.page.evaluate(() => location.hash), "#/");
    await tab.page.keyboard.press("Enter");
    await madeOnTheStart(tab);
    await ran("true");
    await until(async () => (await at()) === 0, "the first message");
    await until(async () => (await at()) === 2, "the third");
    await until(isClosed, "the padlock");
    assert.equal(await at(), LAST);
    assert.ok(await button.evaluate((one) => one === document.activeElement), "nothing took the focus");
    assert.equal(await spoken(3), "localhost, signed by Padlock Root");
    assert.equal(await tab.page.evaluate(() => location.hash), "#/");
    assert.equal((await things(tab)).length, 5);
    const made = tab.page.getByRole("region", { name: "Made so far" });
    assert.equal(await made.locator('[data-made="true"]').count(), 4);
    const told = tab.page.locator(".told");
    assert.equal(await told.locator("a").getAttribute("href"), "#/?at=make-it");
    // From the certificate and the signature one walks back to what they were made of.
    const back = [];
    for (const [name, says] of [
      ["Step back", "Its key and primes"],
      ["Step back", "Its request"],
    ]) {
      while (!(await sentence()).includes(says)) await press(name);
      back.push(await all.locator(".sentence").getByRole("link", { name: says }).getAttribute("href"));
    }
    const parts = await made.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.deepEqual(await tab.axe(), []);
    await leads(tab, [...(await links()), ...back, ...parts]);
  }));

test("where nothing is to move, it goes straight to the end", () =>
  withPage(site, "#/", {}, async (tab) => {
    const { at, isClosed } = connectionOf(tab);
    await tab.page.evaluate(() => {
      const count = document.querySelector(".passing .count");
      window.__seen = [];
      new MutationObserver(() => window.__seen.push(parseInt(count.innerText, 10) - 1)).observe(count, { subtree: true, characterData: true, childList: true });
    });
    await tab.page.getByRole("button", { name: "Make it for me" }).click();
    await until(isClosed, "the padlock");
    assert.equal(await at(), LAST);
    assert.deepEqual(await tab.page.evaluate(() => [...new Set(window.__seen)]), [0, LAST], "from the beginning to the end");
  }));

test("with a certificate that has ended the padlock stays open, and the client says why", () =>
  withPage(site, "#/", {}, async (tab) => {
    await tab.page.clock.setFixedTime(new Date("2020-01-01T12:00:00Z"));
    await makeItForMe(tab);
    await part(tab, "How long things stay").getByLabel("Keep the desk in this browser").check();
    await tab.page.clock.setFixedTime(new Date("2026-11-30T12:00:00Z"));
    await tab.go("#/");
    await tab.page.reload();
    const { legs, ran, press, about, ticks, isClosed, sentence } = connectionOf(tab);
    // The person's own runs by itself, once the page is idle.
    await ran("false");
    await press("Last step");
    assert.equal(await isClosed(), false);
    assert.match(await sentence(), /Not all checks held: the padlock stays open\./);
    assert.equal(await about(3), "✗ The client gives up: certificate expired");
    assert.deepEqual(await ticks(), ["…", "✗", "…", "…"]);
    const struck = await legs.locator("a").evaluateAll((all) => all.map((link) => getComputedStyle(link).textDecorationLine.includes("line-through")));
    assert.deepEqual(struck, [false, false, false, false, true, true, true]);
    assert.deepEqual(await tab.axe(), []);
    await tab.assertNoOverflow();
  }));

test("where what connects does not come, the picture stays and says so, and a later move tries again", () =>
  withPage(site, "#/", {}, async (tab) => {
    const { all, press, ran, isClosed } = connectionOf(tab);
    await tab.context.route((url) => url.href.includes("tls_bg.wasm"), (route) => route.abort());
    await press("Last step");
    await all.getByText(/^Not connected\. The part of Padlock that computes could not be loaded/).waitFor();
    assert.equal(await isClosed(), false);
    assert.equal(await all.locator("[data-good]").count(), 0);
    await tab.context.unrouteAll();
    await press("Step back");
    await ran("true");
    tab.log.errors.splice(0);
    tab.log.console.length = 0;
  }));
