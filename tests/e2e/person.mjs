// What a person does on the site, in their words: parts of a page by their
// headings, fields by their labels, buttons by what they say.
import assert from "node:assert/strict";

/** The page on RSA with keys of real size; it opens with small numbers. */
export const REAL = "#/rsa?at=rsa-keygen&numbers=real";

/** A part of the page, by its heading. */
export const part = (tab, name) => tab.page.getByRole("region", { name, exact: true });

/** The desk at the side. */
export const desk = (tab) => tab.page.getByRole("complementary", { name: "Desk" });

/** What lies on the desk, by name. */
export const things = (tab) => desk(tab).locator("summary .name").allInnerTexts();

/** Waits until `look` finds something true, and returns it. */
export async function until(look, what, timeout = 60_000) {
  const end = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error.message;
    }
    if (Date.now() > end) assert.fail(`${what} did not come in ${timeout} ms; last seen: ${JSON.stringify(last)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Waits until the text of a part matches, and returns the match. */
export async function says(locator, pattern, timeout) {
  let text = "";
  const found = await until(
    async () => {
      text = await locator.innerText();
      return text.match(pattern) ?? "";
    },
    String(pattern),
    timeout,
  ).catch((error) => assert.fail(`${error.message}\nIt says: ${text.slice(0, 1500)}`));
  return found;
}

/** Waits until a part's last run went well (or, with `good` "no", showed a failure). */
export async function comesOut(region, good) {
  await until(
    async () =>
      (await region.getAttribute("data-state")) === "done" &&
      (good === undefined || (await region.locator(".headline").getAttribute("data-good")) === good),
    `a result${good ? ` that is good: ${good}` : ""}`,
  ).catch(async (error) => assert.fail(`${error.message}\nIt says: ${(await region.innerText()).slice(0, 1500)}`));
}

/** Opens what is under a heading that opens, where it is closed. */
export async function open(region, summary) {
  const details = region.locator("details", { has: region.page().locator(":scope > summary", { hasText: summary }) }).first();
  await opened(details);
  return details;
}

/** Opens a disclosure; its inside is built only then. */
export async function opened(details) {
  if ((await details.getAttribute("open")) === null) await details.locator(":scope > summary").click();
  await details.locator(":scope > :nth-child(2)").first().waitFor({ state: "attached" });
}

/** A field of a part, by its label. */
export const field = (region, label) =>
  region.locator(".input").filter({ has: region.page().locator("label", { hasText: new RegExp(`${label.replace(/[()?]/g, ".")}$`) }) }).locator("input, textarea, select");

/** A result of a part in full, by its symbol: the text of each way to write it. */
export async function result(region, symbol, way) {
  const value = region.locator(".results .value").filter({ has: region.page().locator(`summary .symbol`, { hasText: new RegExp(`^${symbol}$`) }) });
  await opened(value.locator("details"));
  const index = (await value.locator("dt").allInnerTexts()).findIndex((text) => text.startsWith(way));
  assert.ok(index >= 0, `${symbol} has no ${way}`);
  return value.locator("dd").nth(index).innerText();
}

/** The bytes that a button gives as a file: `{ name, bytes }`. */
export async function download(tab, button) {
  // Chromium drops a download that comes on the heels of another.
  await tab.page.waitForTimeout(250);
  const [got] = await Promise.all([tab.page.waitForEvent("download"), button.click()]);
  const chunks = [];
  for await (const chunk of await got.createReadStream()) chunks.push(chunk);
  return { name: got.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

/** Pastes a text over what a field holds. */
export async function paste(tab, control, text) {
  await tab.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await control.focus();
  await tab.page.keyboard.press("Control+A");
  await tab.page.keyboard.press("Control+V");
}

/** Opens one disclosure after the other, as hands do: each a task of its own. */
export async function openAll(tab) {
  for (let level = 0; level < 6; level += 1) {
    const closed = await tab.page.$$("main details:not([open]) > summary");
    if (closed.length === 0) return;
    for (const summary of closed) {
      await summary.evaluate((one) => one.parentElement.open || one.click());
      await tab.page.waitForTimeout(20);
    }
    await tab.settled();
  }
}

/** Opens the steps of a part down to the first table of at least so many rows. */
export async function openRows(tab, region, least) {
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

/** Waits for the words of the field, which come from a worker by themselves. */
export const wordsCame = (tab) => tab.page.locator(".words > li").first().waitFor({ state: "attached" });

/** A long message on the page about encryption, in the works to its last byte: `{ encrypt, decrypt, token }`. */
export async function encryptLong(tab, message) {
  const [encrypt, decrypt] = [part(tab, "Encrypt a message"), part(tab, "Check and decrypt a token")];
  await field(decrypt, "Token").selectOption("desk");
  await field(decrypt, "Time to live (TTL)").fill("");
  await comesOut(decrypt, "yes");
  await paste(tab, field(encrypt, "Your message"), message);
  await says(encrypt.locator(".headline"), new RegExp(`Your message of ${message.length} bytes`));
  await says(decrypt.locator(".headline"), new RegExp(`the message is ${message.length} bytes long`));
  await tab.settled();
  return { encrypt, decrypt, token: encrypt.getByRole("figure", { name: /^Fernet token/ }).last() };
}

/** Makes everything for localhost on the start page. */
export async function makeItForMe(tab) {
  const road = part(tab, "Make it for me");
  await road.getByRole("button", { name: "Make it for me" }).click();
  await comesOut(road, "yes");
  return road;
}

/** Runs a test with a page of its own, which must have nothing to complain about in the end. */
export async function withPage(site, route, options, work) {
  const tab = await site.openPage(route, options);
  try {
    await tab.settled();
    await work(tab);
    tab.assertClean();
  } finally {
    await tab.close();
  }
}
