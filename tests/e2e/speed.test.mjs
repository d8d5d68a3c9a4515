// The page about speed measures for real, and whatever computes the powers
// fails, the next best takes over and the page says which.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import path from "node:path";
import { DIST, start } from "./harness.mjs";
import { figures, measure } from "./figures.mjs";
import { REAL, comesOut, part, result, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** Has workers run something before their own script; `nth` from 0 says in which. */
async function inWorkers(tab, before, is = () => true) {
  const script = await readFile(path.join(DIST, "worker-boot.js"), "utf8");
  let workers = 0;
  await tab.context.route(/worker-boot\.js/, async (route) => {
    const nth = workers;
    workers += 1;
    const answer = { contentType: "text/javascript", body: is(nth) ? before + script : script };
    // An idle page asks for all wings; one that has gone needs none.
    await route.fulfill(answer).catch(() => {});
  });
}

/** What computes the powers when keys are made. */
async function kernels(tab) {
  await measure(tab, "Keys of 2048 bits", 1);
  const ours = (await figures(tab)).filter((one) => one.engine === "padlock");
  return [...new Set(ours.map((one) => one.kernel))];
}

test("keys are measured side by side, and the page stays in order", () =>
  withPage(site, "#/", { width: 360 }, async (tab) => {
    await tab.page.getByRole("link", { name: "How fast?" }).click();
    await measure(tab, "Keys of 2048 bits", 2);
    const results = await figures(tab);
    assert.deepEqual(
      results.map(({ operation, engine, workers, shown, bits, n }) => [operation, engine, workers, shown ? "shown" : "silent", bits, n].join(" ")),
      [
        "key padlock 2 silent 2048 2",
        "key webcrypto 0 silent 2048 2",
        "key padlock 1 silent 2048 2",
        "key rsa-crate 1 silent 2048 2",
        "key padlock 2 shown 2048 2",
      ],
    );
    for (const one of results) assert.ok(one.mean_ms > 0 && one.median_ms <= one.p95_ms, JSON.stringify(one));
    // Every Chromium has vectors; not every machine fuses.
    assert.match(results[0].kernel, /^(fused multiply-add|vector products)$/);
    const table = tab.page.getByRole("table", { name: /Keys of 2048 bits/ });
    assert.equal(await table.getByRole("row").count(), 6);
    assert.deepEqual(await tab.axe(), []);
    await tab.assertNoOverflow();
  }));

test("signatures are measured with a key made for it", () =>
  withPage(site, "#/about/speed", {}, async (tab) => {
    await measure(tab, "Signatures of 2048 bits", 1);
    const results = await figures(tab);
    assert.deepEqual(results.map((one) => one.engine), ["webcrypto", "padlock", "rsa-crate"]);
    assert.deepEqual(results.map((one) => one.operation), ["sign", "sign", "sign"]);
  }));

test("a measurement can be stopped, and what was measured stays", () =>
  withPage(site, "#/about/speed", {}, async (tab) => {
    await tab.page.getByLabel("Rounds").fill("1000");
    const before = tab.page.workers();
    await tab.page.getByRole("button", { name: "Signatures of 2048 bits" }).click();
    await tab.page.getByRole("row").nth(3).waitFor();
    const measuring = tab.page.workers().filter((one) => !before.includes(one));
    assert.ok(measuring.length > 0, "workers measure");
    const stop = tab.page.getByRole("button", { name: "Stop" });
    await stop.click();
    await tab.page.locator("[data-running=no]").waitFor();
    assert.ok(await stop.evaluate((button) => button === document.activeElement), "the focus stays");
    // Those that keep the wings at hand, once the page is idle, stay.
    const kept = () => tab.page.workers().filter((one) => measuring.includes(one));
    await until(() => kept().length < measuring.length, "the end of what measured");
    const [first] = await figures(tab);
    assert.ok(first.n >= 1 && first.n < 1000, String(first.n));
  }));

test("a browser without the instructions computes in plain limbs", () =>
  withPage(site, "#/about/speed", {}, async (tab) => {
    await inWorkers(tab, "WebAssembly.validate = () => false;\n");
    assert.deepEqual(await kernels(tab), ["64-bit limbs"]);
  }));

/** Has `WebAssembly.validate` refuse the first so many modules in each worker. */
const refusing = (count) => `
  const real = WebAssembly.validate;
  let asked = 0;
  WebAssembly.validate = (bytes) => (asked++ < ${count} ? false : real(bytes));\n`;

test("a browser with vectors alone computes in vectors", () =>
  withPage(site, "#/about/speed", {}, async (tab) => {
    await inWorkers(tab, refusing(2));
    assert.deepEqual(await kernels(tab), ["vector products"]);
  }));

test("a kernel that computes wrong is not chosen", () =>
  withPage(site, "#/about/speed", {}, async (tab) => {
    // Leaves one bit wrong in every result.
    await inWorkers(tab, `
      const Real = WebAssembly.Instance;
      WebAssembly.Instance = function (module, imports) {
        const { exports } = new Real(module, imports);
        const wrong = (run) => () => {
          run();
          new Uint8Array(exports.memory.buffer)[exports.pair() + 2 * 8 * 16] ^= 1;
        };
        const powers = Object.entries(exports).filter(([name]) => name.startsWith("power"));
        return { exports: { ...exports, ...Object.fromEntries(powers.map(([name, run]) => [name, wrong(run)])) } };
      };\n`);
    assert.deepEqual(await kernels(tab), ["64-bit limbs"]);
  }));

test("a kernel that breaks in the middle of a search is replaced, and the page says so", () =>
  withPage(site, REAL, {}, async (tab) => {
    const breaks = `
      const Real = WebAssembly.Instance;
      WebAssembly.Instance = function (module, imports) {
        const { exports } = new Real(module, imports);
        let runs = 0;
        const tired = (run) => () => {
          runs += 1;
          if (runs > 2) throw new Error("broken");
          run();
        };
        return { exports: { ...exports, power_of_two_16: tired(exports.power_of_two_16) } };
      };\n`;
    await inWorkers(tab, breaks);
    await tab.page.reload();
    const make = part(tab, "Make a key");
    await make.getByRole("button", { name: "Make the key" }).click();
    await comesOut(make, "yes");
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 2048);
    await tab.openDetails();
    assert.match(await make.innerText(), /Arithmetic: 64-bit limbs\./);
  }));

test("a worker that dies with its share of a search takes nothing along", () =>
  withPage(site, REAL, {}, async (tab) => {
    // Every second worker dies of the first message.
    await inWorkers(
      tab,
      `const die = () => setTimeout(() => { throw new Error("gone"); });
      self.onmessage = die;
      if (self.early.length > 0) die();
      await new Promise(() => {});\n`,
      (nth) => nth % 2 === 1,
    );
    await tab.page.reload();
    await tab.settled();
    const before = (await things(tab)).length;
    const make = part(tab, "Make a key");
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length > before, "a key on the desk", 120_000);
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 2048);
    tab.log.errors.length = 0; // The death is meant.
    tab.log.console.length = 0;
  }));

test("a share of a search that comes back damaged is done again by the run itself", () =>
  withPage(site, REAL, {}, async (tab) => {
    // The result of a share is the seventh kind of answer, after the job's number.
    await inWorkers(
      tab,
      `const post = self.postMessage.bind(self);
      self.postMessage = (bytes, transfer) => {
        let at = 0;
        while (bytes[at] & 128) at += 1;
        if (bytes[at + 1] === 6) return post(new Uint8Array([255, 255, 255]));
        return post(bytes, transfer);
      };\n`,
      (nth) => nth % 2 === 1,
    );
    await tab.page.reload();
    const make = part(tab, "Make a key");
    await make.getByRole("button", { name: "Make the key" }).click();
    await comesOut(make, "yes");
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 2048);
  }));

test("the counts of a search are those of its steps, however many workers searched", () =>
  withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    for (let key = 0; key < 3; key += 1) {
      await make.getByRole("button", { name: "Make the key" }).click();
      await tab.settled();
      await comesOut(make, "yes");
      await tab.openDetails();
      const drawn = await make.locator(".search .tried").allInnerTexts();
      const told = [...(await make.locator(".steps").first().innerText()).matchAll(/(\d+) odd numbers of 1024 bits/g)].map(([, count]) => count);
      assert.deepEqual(drawn, told);
      assert.equal(await make.locator('.search svg.sieve > [data-kind="kept"]').count(), 2);
      // Two of what was opened lie over the page.
      await make.locator(".share, .more").evaluateAll((sheets) => sheets.forEach((one) => (one.open = false)));
    }
  }));

test("with wide arithmetic and nothing else, that is what computes", async () => {
  const wide = await start(["--enable-experimental-webassembly-features"]);
  try {
    await withPage(wide, "#/about/speed", {}, async (tab) => {
      await inWorkers(tab, refusing(1));
      const found = await kernels(tab);
      // A Chromium that does not know them yet goes on to the next.
      const known = await tab.page.evaluate(() =>
        // (module (func (i64.mul_wide_u (i64.const 1) (i64.const 1)) drop drop))
        WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 12, 1, 10, 0, 66, 1, 66, 1, 252, 22, 26, 26, 11])));
      assert.deepEqual(found, [known ? "wide arithmetic" : "vector products"]);
    });
  } finally {
    await wide.close();
  }
});
