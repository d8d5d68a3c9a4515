// Long inputs: the page draws what is in view and answers all the while.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LONGEST, start, undisturbed, watchLongTasks } from "./harness.mjs";
import { comesOut, download, field, open, opened, part, says, until, withPage } from "./person.mjs";

/** The most elements of a page with everything open: an ordinary one has four thousand. */
const NODES = 10_000;

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const nodes = (tab) => tab.page.evaluate(() => document.querySelectorAll("*").length);

/** Pastes a text over what a field holds, as a person does. */
async function paste(tab, control, text) {
  await tab.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await control.focus();
  await tab.page.keyboard.press("Control+A");
  await tab.page.keyboard.press("Control+V");
}

/** Opens one disclosure after the other, as hands do: each a task of its own. */
async function openAll(tab) {
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

for (const [size, words] of [[100_000, "100000 bytes"], [2 * 1024 * 1024, "2097152 bytes"]]) {
  test(`a message of ${words} is encrypted, decrypted and looked at to its last byte`, (t) =>
    undisturbed(t, () => withPage(site, "#/cipher", { permissions: ["clipboard-read", "clipboard-write"] }, async (tab) => {
      const encrypt = part(tab, "Encrypt a message");
      const decrypt = part(tab, "Check and decrypt a token");
      await field(decrypt, "Token").selectOption("desk");
      await field(decrypt, "Time to live (TTL)").fill("");
      await comesOut(decrypt, "yes");
      const longest = await watchLongTasks(tab.page);
      const answers = async (what) => {
        await tab.page.waitForTimeout(150);
        const now = await longest();
        t.diagnostic(`${what}: longest task ${now} ms, ${await nodes(tab)} elements`);
        assert.ok(now <= LONGEST, `a task of ${now} ms: ${what}`);
        assert.ok((await nodes(tab)) <= NODES, `${await nodes(tab)} elements: ${what}`);
      };

      const message = "Ein Schloß! ".repeat(Math.ceil(size / 12)).slice(0, size).replaceAll("ß", "s");
      await paste(tab, field(encrypt, "Your message"), message);
      await says(encrypt.locator(".headline"), new RegExp(`Your message of ${words}`));
      await says(decrypt.locator(".headline"), new RegExp(`the message is ${words} long`));
      await tab.settled();
      await answers("pasted, encrypted and decrypted");
      assert.ok((await field(encrypt, "Your message").inputValue()).length < 32_769, "the control holds no megabytes");
      assert.ok((await tab.page.evaluate(() => location.href.length)) < 8_200, "nor does the address");

      await openAll(tab);
      await answers("with everything open");
      const token = encrypt.getByRole("figure", { name: /^Fernet token/ }).last();
      const bytes = token.getByRole("group", { name: "Bytes of Fernet token" });
      const total = 1 + 8 + 16 + (Math.floor(size / 16) + 1) * 16 + 32;
      await bytes.evaluate(async (one) => {
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        for (let at = 0; at <= 40; at += 1) {
          one.scrollTop = (one.scrollHeight * at) / 40;
          await frame();
        }
      });
      const last = Math.floor((total - 1) / 8) * 8;
      await until(async () => (await bytes.locator(".offset").last().innerText()) === last.toString(16).padStart(4, "0"), "the last row");
      assert.ok((await bytes.locator(".line").count()) < 130, "rows of bytes are virtual");

      const fields = token.getByRole("listbox", { name: "Fields of Fernet token" });
      await fields.focus();
      await tab.page.keyboard.press("End");
      const chosen = fields.getByRole("option", { selected: true });
      await until(async () => (await chosen.innerText()).includes("HMAC"), "the last field");
      assert.equal(await chosen.getAttribute("aria-posinset"), await chosen.getAttribute("aria-setsize"));
      assert.equal(await fields.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
      await tab.page.keyboard.press("ArrowUp");
      await until(async () => (await chosen.innerText()).includes(`Block ${Math.floor(size / 16) + 1}`), "the last block");
      const [outer, inner] = [await fields.boundingBox(), await chosen.boundingBox()];
      assert.ok(inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1, "it is in view");
      // Its bytes came into view with it, and lead back to it.
      assert.ok((await bytes.locator(".run[data-lit]").count()) >= 2);
      await says(token.locator(".chosen"), new RegExp(`bytes ${total - 48} to ${total - 33} `));
      await tab.page.keyboard.press("Home");
      await until(async () => (await chosen.innerText()).includes("Version"), "the first field");
      assert.equal(await bytes.evaluate((one) => one.scrollTop < 20), true, "and its byte");
      await answers("scrolled to the end and back");

      // The whole of it can be had.
      const value = decrypt.locator(".results .value").filter({ hasText: "the message" });
      await opened(value.locator("details"));
      const file = await download(tab, value.getByRole("button", { name: "Download M" }));
      assert.equal(file.bytes.toString(), message);
      const recipe = await open(encrypt, "Make this token by hand");
      assert.match(await recipe.locator("pre").innerText(), /message\.txt/);
      await answers("the message downloaded");
      // axe takes long itself, and what it leaves behind makes the tasks after
      // it longer; as many elements are drawn of 100 kB as of megabytes.
      if (size <= 100_000) assert.deepEqual(await tab.axe(), []);
      await encrypt.getByRole("button", { name: "Empty it" }).click();
      await says(encrypt.locator(".headline"), /Your message of 0 bytes/);
      await tab.settled();
      if (size > 100_000) await answers("emptied");
    })));
}
