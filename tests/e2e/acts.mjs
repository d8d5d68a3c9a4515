// `cargo xtask bench acts`: what single acts of a person cost the page, as a
// ratio to a task of known work in the same tab, which says more than
// milliseconds: it is much the same on a slow machine. Prints a table, and last
// one line of JSON.
import { start } from "./harness.mjs";
import { REAL, comesOut, encryptLong, field, open, openAll, openRows, part, until, wordsCame } from "./person.mjs";

/** How often each act is measured. */
const SAMPLES = 20;

/** The known work: so many steps of xorshift32 in the page's own JavaScript. */
const STEPS = 20_000_000;

const knownWork = (page) =>
  page.evaluate((steps) => {
    const begun = performance.now();
    let x = 1;
    for (let step = 0; step < steps; step += 1) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    // So that the loop is needed.
    window.__xorshift = x;
    return performance.now() - begun;
  }, STEPS);

/** What a person's act costs, in milliseconds of the main thread. */
class Meter {
  static async on(tab) {
    const meter = new Meter();
    meter.tab = tab;
    meter.results = [];
    meter.session = await tab.context.newCDPSession(tab.page);
    await meter.session.send("Performance.enable");
    await tab.page.evaluate(() => {
      window.__longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.__longest = Math.max(window.__longest, duration);
      }).observe({ type: "longtask" });
    });
    // The known work is compiled once it has run for a while.
    for (let go = 0; go < 5; go += 1) await knownWork(tab.page);
    return meter;
  }

  /** The seconds that the main thread has worked until now, by what it did. */
  async worked() {
    // A task is counted once it is over, and after the browser has answered.
    await this.tab.page.waitForTimeout(80);
    const { metrics } = await this.session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  /** Measures a short act, which a function in the page does, many times. */
  async act(name, element, act, by) {
    const handle = await element.elementHandle();
    const samples = [];
    for (let go = 0; go < SAMPLES; go += 1) {
      const before = await knownWork(this.tab.page);
      const start = await this.worked();
      await handle.evaluate(act, by);
      await this.tab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
      const end = await this.worked();
      const work = (before + (await knownWork(this.tab.page))) / 2;
      const spent = (what) => ((end[what] - start[what]) * 1000) / work;
      samples.push({ all: spent("TaskDuration"), script: spent("ScriptDuration"), style: spent("RecalcStyleDuration"), layout: spent("LayoutDuration"), ms: spent("TaskDuration") * work, work });
    }
    const sorted = (what) => samples.map((one) => one[what]).sort((a, b) => a - b);
    const median = (what) => sorted(what)[SAMPLES / 2];
    await this.#note(name, {
      ratio: median("all"),
      most: sorted("all").at(-1),
      script: median("script"),
      style: median("style"),
      layout: median("layout"),
      all_ms: median("ms"),
      work_ms: median("work"),
    });
  }

  /** Measures the longest task of what takes many; those of less than 50 ms the browser does not tell. */
  async longest(name, act) {
    const before = await knownWork(this.tab.page);
    await this.worked();
    await this.tab.page.evaluate(() => (window.__longest = 0));
    const done = await act();
    await this.worked();
    const longest = await this.tab.page.evaluate(() => window.__longest);
    const work = (before + (await knownWork(this.tab.page))) / 2;
    await this.#note(name, { longest: longest / work, work_ms: work });
    return done;
  }

  async #note(act, figures) {
    const elements = await this.tab.page.evaluate(() => document.querySelectorAll("*").length);
    const rounded = Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))]);
    this.results.push({ act, elements, ...Object.fromEntries(rounded) });
  }
}

/** Scrolls a list by so many rows, or back where it ends. */
const scroll = (list, rows) => {
  const by = rows * list.querySelector(".slab > *").getBoundingClientRect().height;
  const room = list.scrollHeight - list.clientHeight - list.scrollTop;
  if (by > room) list.scrollTop = 0;
  else list.scrollTop += by;
};

const press = (list, key) => list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

const forward = (exhibit) => exhibit.locator(".transport").getByRole("button", { name: "Step forward" });

const results = [];
const site = await start();

/** Measures on a page of its own. */
async function onPage(route, measure) {
  const tab = await site.openPage(route, { permissions: ["clipboard-read", "clipboard-write"] });
  await tab.settled();
  const meter = await Meter.on(tab);
  await measure(tab, meter);
  tab.assertClean();
  await tab.close();
  results.push(...meter.results);
}

for (const [size, long] of [[100_000, "100 kB"], [2 * 1024 * 1024, "2 MB"]]) {
  await onPage("#/cipher", async (tab, meter) => {
    const { encrypt, token } = await meter.longest(`${long}: paste, encrypt, decrypt`, () => encryptLong(tab, "x".repeat(size)));
    // Its page, which is another one than the one that decrypts.
    await comesOut(encrypt);
    await tab.settled();
    await meter.longest(`${long}: open everything`, () => openAll(tab));
    await wordsCame(tab);
    const bytes = token.getByRole("group", { name: "Bytes of Fernet token" });
    const fields = token.getByRole("listbox", { name: "Fields of Fernet token" });
    await bytes.scrollIntoViewIfNeeded();
    for (const [name, list] of [["bytes", bytes], ["fields", fields]]) {
      await meter.act(`${long}: scroll the ${name} within a row`, list, (list) => list.scrollBy(0, 1));
      await meter.act(`${long}: scroll the ${name} by 8 rows`, list, scroll, 8);
      await meter.act(`${long}: scroll the ${name} by 100 rows`, list, scroll, 100);
    }
    await meter.act(`${long}: choose the next field`, fields, press, "ArrowDown");
    await meter.longest(`${long}: empty it`, async () => {
      await part(tab, "Encrypt a message").getByRole("button", { name: "Empty it" }).click();
      await tab.settled();
    });
  });
}

await onPage("#/rsa?v=1&at=rsa-keygen&size=4096&seed=rows", async (tab, meter) => {
  const sign = part(tab, "Sign");
  await comesOut(sign, "yes");
  await open(sign, "More");
  await field(sign, "How to compute the d-th power").selectOption("one");
  await open(sign, "The steps");
  await until(async () => /modulo n/.test(await sign.locator(".steps").first().innerText()), "the power modulo n");
  await tab.settled();
  const rows = await meter.longest("4,093 squarings: open them", () => openRows(tab, sign, 4_000));
  const list = rows.getByRole("listbox", { name: "Rows" });
  await list.scrollIntoViewIfNeeded();
  await meter.act("4,093 squarings: scroll by 8 rows", list, scroll, 8);
  await meter.act("4,093 squarings: scroll by 100 rows", list, scroll, 100);
  await meter.act("4,093 squarings: choose the next row", list, press, "ArrowDown");
  const hand = sign.locator(".stage").getByRole("slider", { name: "Row" });
  for (let step = 0; step < 40 && (await hand.count()) === 0; step += 1) await forward(sign).click();
  const move = (hand, by) => {
    hand.value = String((Number(hand.value) + by) % Number(hand.max));
    hand.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  await meter.act("4,093 squarings: move the hand", hand, move, 67);
});

// A step, of exhibits with many kinds of pictures; at the end from the start.
for (const route of ["#/cipher?at=fernet-encrypt", "#/rsa?at=rsa-encrypt&numbers=real", "#/certificate?at=check-certificate"]) {
  await onPage(route, async (tab, meter) => {
    const stage = tab.page.locator(".stage");
    const step = (stage) => {
      const forward = stage.querySelector(".transport button[aria-label='Step forward']");
      (forward?.disabled === false ? forward : stage.querySelector(".transport button")).click();
    };
    await meter.act(`${route}: a step`, stage, step);
    await meter.longest(`${route}: 40 steps`, async () => {
      for (let go = 0; go < 40; go += 1) await stage.evaluate(step);
    });
  });
}

await onPage(REAL, async (tab, meter) => {
  const make = part(tab, "Make a key");
  await field(make, "Size").selectOption({ label: "4096 bits" });
  await meter.longest("make 5 keys of 4096 bits", async () => {
    for (let key = 0; key < 5; key += 1) {
      await make.getByRole("button", { name: "Make the key" }).click();
      await tab.settled();
    }
  });
});

await site.close();
console.log(`\nWhat an act costs the main thread, in units of ${STEPS.toLocaleString("en")} steps of xorshift32 in the same tab.`);
console.table(results.filter((one) => one.ratio !== undefined));
console.log("The longest task of what takes many, in the same unit; 0 is less than 50 ms.");
console.table(results.filter((one) => one.longest !== undefined));
console.log(JSON.stringify({ bench: "acts", steps: STEPS, samples: SAMPLES, results }));
