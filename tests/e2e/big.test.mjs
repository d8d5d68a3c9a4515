// Long inputs: the page draws what is in view, however long they are.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drawnBy } from "./drawn.mjs";
import { start } from "./harness.mjs";
import { download, encryptLong, field, open, openAll, opened, says, until, withPage, wordsCame } from "./person.mjs";

/** The most elements of a page with everything open: an ordinary one has four thousand. */
const NODES = 10_000;

/** How many rows of a long list are drawn at a time, and at how many a list that is scrolled draws again. */
const [DRAWN, STEP] = [40, 8];

/** The most elements of a row: its bytes may belong to several fields. */
const ROW = 20;

/** What lies around the rows and may get a style with them. */
const AROUND = 20;

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

for (const size of [100_000, 2 * 1024 * 1024]) {
  test(`a message of ${size} bytes is encrypted, decrypted and looked at to its last byte`, (t) =>
    withPage(site, "#/cipher", { permissions: ["clipboard-read", "clipboard-write"] }, async (tab) => {
      const isBounded = async (what) => {
        const nodes = await tab.page.evaluate(() => document.querySelectorAll("*").length);
        t.diagnostic(`${what}: ${nodes} elements`);
        assert.ok(nodes <= NODES, `${nodes} elements: ${what}`);
      };
      /** What one act draws: so many rows, in this element alone. */
      const draws = async (what, element, rows, act) => {
        const seen = await drawnBy(tab, element, act);
        t.diagnostic(`${what}: ${seen.rows} rows, ${seen.added} elements; ${seen.restyled} get a style`);
        assert.equal(seen.rows, rows, what);
        assert.deepEqual(seen.elsewhere, [], `${what}: nothing else changes`);
        assert.ok(seen.added >= rows && seen.added <= rows * ROW, `${what}: ${seen.added} elements`);
        assert.ok(seen.restyled <= rows * ROW + AROUND, `${what}: ${seen.restyled} elements get a style`);
      };
      const message = "Ein Schloß! ".repeat(Math.ceil(size / 12)).slice(0, size).replaceAll("ß", "s");
      const { encrypt, decrypt, token } = await encryptLong(tab, message);
      await isBounded("pasted, encrypted and decrypted");
      assert.ok((await field(encrypt, "Your message").inputValue()).length < 32_769, "the control holds no megabytes");
      assert.ok((await tab.page.evaluate(() => location.href.length)) < 8_200, "nor does the address");

      await openAll(tab);
      await wordsCame(tab);
      await isBounded("with everything open");
      const bytes = token.getByRole("group", { name: "Bytes of Fernet token" });
      const fields = token.getByRole("listbox", { name: "Fields of Fernet token" });
      for (const [name, list] of [["bytes", bytes], ["fields", fields]]) {
        const height = await list.locator(".slab > *").first().evaluate((one) => one.getBoundingClientRect().height);
        const scroll = (rows) => list.evaluate((one, by) => one.scrollBy(0, by), rows * height);
        await scroll(10 * STEP + 1);
        // What that draws is not what the next one does.
        await tab.settled();
        await draws(`${name}, scrolled by ${STEP} rows`, list, STEP, () => scroll(STEP));
        await draws(`${name}, scrolled by 1,000 rows`, list, DRAWN, () => scroll(1_000));
        await draws(`${name}, scrolled by a part of a row`, list, 0, () => list.evaluate((one) => one.scrollBy(0, 1)));
      }

      await bytes.evaluate(async (one) => {
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        for (let at = 0; at <= 40; at += 1) {
          one.scrollTop = (one.scrollHeight * at) / 40;
          await frame();
        }
      });
      const total = 1 + 8 + 16 + (Math.floor(size / 16) + 1) * 16 + 32;
      const last = Math.floor((total - 1) / 8) * 8;
      await until(async () => (await bytes.locator(".offset").last().innerText()) === last.toString(16).padStart(4, "0"), "the last row");
      assert.equal(await bytes.locator(".line").count(), DRAWN, "rows of bytes are virtual");

      await fields.focus();
      const end = await drawnBy(tab, token, () => tab.page.keyboard.press("End"));
      assert.deepEqual(end.elsewhere, [], "a choice draws in its own figure alone");
      assert.ok(end.rows <= 2 * DRAWN, `${end.rows} rows`);
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
      await isBounded("scrolled to the end and back");

      // The whole of it can be had.
      await open(decrypt, "Results");
      const value = decrypt.locator(".results .value").filter({ hasText: "the message" });
      await opened(value.locator("details"));
      const file = await download(tab, value.getByRole("button", { name: "Download M" }));
      assert.equal(file.bytes.toString(), message);
      await open(encrypt, "With other tools");
      const recipe = await open(encrypt, "Make this token by hand");
      assert.match(await recipe.locator("pre").innerText(), /message\.txt/);
      // axe takes long; as many elements are drawn of 100 kB as of megabytes.
      if (size <= 100_000) assert.deepEqual(await tab.axe(), []);
      await encrypt.getByRole("button", { name: "Empty it" }).click();
      await says(encrypt.locator(".headline"), /Your message of 0 bytes/);
      await tab.settled();
      await isBounded("emptied");
    }));
}

test("the count sees what is drawn, where, and how much gets a style by it", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const main = tab.page.locator("main");
    await wordsCame(tab);
    const idle = await drawnBy(tab, main, async () => {});
    assert.deepEqual(idle, { added: 0, rows: 0, elsewhere: [], restyled: 0 });
    const all = await tab.page.evaluate(() => document.querySelectorAll("*").length);
    const seen = await drawnBy(tab, main, () =>
      tab.page.evaluate(() => {
        document.querySelector("main").append(document.createElement("p"));
        document.querySelector("footer").title = "seen";
        document.documentElement.style.color = "red";
      }));
    assert.equal(seen.added, 1);
    assert.deepEqual(seen.elsewhere.toSorted(), [" footer.bottom: title", " html: style"]);
    assert.ok(seen.restyled > all / 2, `${seen.restyled} of ${all}`);
  }));
