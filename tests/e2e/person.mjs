// What a person does on the site, in their words: parts of a page by their
// headings, fields by their labels, buttons by what they say.
import assert from "node:assert/strict";

/** The page on RSA with keys of real size; it opens with small numbers. */
export const REAL = "#/rsa?at=rsa-keygen&numbers=real";

/** What of a locator makes another one, at once; all else is done to the page. */
const MAKES = /^(locator|getBy\w+|filter|first|last|nth|and|or|page|contentFrame|toString)$/;

const bare = Symbol("the locator itself");
const bared = (given) => {
  if (given?.[bare]) return given[bare];
  if (!given || Object.getPrototypeOf(given) !== Object.prototype) return given;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, bared(value)]));
};

/** A locator, and those made of it, before whose every use something is done. */
function after(locator, ready) {
  return new Proxy(locator, {
    get(target, key) {
      if (key === bare) return target;
      const value = target[key];
      if (typeof value !== "function") return value;
      if (!MAKES.test(String(key))) return async (...given) => (await ready(), value.apply(target, given.map(bared)));
      return (...given) => {
        const made = value.apply(target, given.map(bared));
        return key === "page" || key === "toString" ? made : after(made, ready);
      };
    },
  });
}

/** Closes the sheet with the desk, which may lie over what is meant. */
async function closeDesk(tab) {
  if ((await tab.page.locator(".sheet:popover-open").count()) > 0) await tab.page.keyboard.press("Escape");
}

/** The exhibit that makes everything at once; a button of the start begins it too. */
const MAKE = "Make it for me";

/** Where the parts are that no link of a path leads to. */
const PLACES = {
  [MAKE]: "#/?at=make-it",
  "Bring something in": "#/desk",
  "Save the desk": "#/desk",
  "Load a desk": "#/desk",
  "How long things stay": "#/desk",
};

/** A part of the page, by its heading: a section, or an exhibit, which is opened by its link where another one is open. */
export function part(tab, name) {
  const region = tab.page.getByRole("region", { name, exact: true });
  return after(region, async () => {
    await closeDesk(tab);
    if ((await region.count()) > 0) return;
    if (PLACES[name]) await tab.go(PLACES[name]);
    const links = tab.page.locator("main a").filter({ hasText: name });
    for (const link of await links.all()) {
      const says = await link.evaluate((one) => (one.querySelector(".name") ?? one).textContent);
      if (says === name) {
        await link.click();
        await region.waitFor();
        return;
      }
    }
  });
}

/** The desk, on its sheet or its page. */
export function desk(tab) {
  const sheet = tab.page.getByRole("complementary", { name: "Desk" });
  return after(sheet, async () => {
    await tab.page.locator("main .desk, button.to-desk").first().waitFor();
    if ((await sheet.count()) === 0) await tab.page.locator("button.to-desk").click();
  });
}

/** What lies on the desk, by name, also while its sheet is closed. */
export const things = (tab) => tab.page.locator(".desk summary .name").allTextContents();

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

/** Opens a disclosure; its inside is built only then. One that opens by itself meanwhile is closed by the click. */
export async function opened(details) {
  const isOpen = async () => (await details.getAttribute("open")) !== null;
  const isBuilt = () => details.locator(":scope > :nth-child(2)").first().waitFor({ state: "attached", timeout: 5_000 });
  await until(async () => {
    if (!(await isOpen())) await details.locator(":scope > summary").click();
    await isBuilt();
    return isOpen();
  }, "the inside of a disclosure");
}

/** A field of a part, by its label; those behind “More” are brought out. */
export function field(region, label) {
  const name = region.page().locator("label", { hasText: new RegExp(`${label.replace(/[()?]/g, ".")}$`) });
  const found = region.locator(".input").filter({ has: name }).locator("input, textarea, select");
  const more = region.locator(".more > summary");
  return after(found[bare] ?? found, async () => {
    if ((await found.count()) === 0 && (await more.count()) > 0) await opened(region.locator(".more"));
  });
}

/** Puts the sheet with more inputs away. */
export async function closeMore(region) {
  const more = region.locator(".more[open] > summary");
  if ((await more.count()) > 0) await more.click();
}

/** A result of a part in full, by its symbol: the text of each way to write it. */
export async function result(region, symbol, way) {
  await open(region, "Results");
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

/** Makes everything for localhost, on the start page where that is open, and follows its link to all of it. */
export async function makeItForMe(tab) {
  const road = part(tab, MAKE);
  await closeDesk(tab);
  const first = tab.page.locator(".start").getByRole("button", { name: MAKE });
  if ((await first.count()) > 0) {
    await first.click();
    await madeOnTheStart(tab);
    await tab.page.locator(".told a").click();
  } else await road.getByRole("button", { name: MAKE }).click();
  await comesOut(road, "yes");
  return road;
}

/** Waits until what the start’s button makes is there. */
export async function madeOnTheStart(tab) {
  await until(async () => {
    const told = tab.page.locator(".told");
    return (await told.locator(".running").count()) === 0 && /^Made: /.test(await told.innerText());
  }, "what is made");
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
