// The stage: one step at a time, with a hand on the time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drawnBy } from "./drawn.mjs";
import { start } from "./harness.mjs";
import { whatOverlaps } from "./in-page.mjs";
import { REAL, comesOut, field, open, opened, part, until, withPage, wordsCame } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** The stage of a part, and what a person does with it. */
function stageOf(region) {
  const stage = region.locator(".stage");
  const count = async () => (await stage.locator(".transport .count").innerText()).match(/^(\d+) of (\d+)/).slice(1).map(Number);
  return {
    stage,
    title: () => stage.locator("h2").first().innerText(),
    at: async () => (await count())[0],
    total: async () => (await count())[1],
    press: (name) => stage.getByRole("button", { name, exact: true }).click(),
    reaches: (number) => until(async () => (await count())[0] === number, `step ${number}`),
  };
}

const address = (tab) => tab.page.evaluate(() => location.hash);

test("buttons, keys and the scrubber lead through all steps, and the address knows the place", () =>
  withPage(site, REAL, {}, async (tab) => {
    const encrypt = part(tab, "Encrypt");
    const { stage, title, at, total, press, reaches } = stageOf(encrypt);
    await comesOut(encrypt);
    assert.doesNotMatch(await address(tab), /step=/, "nothing before a hand has moved");
    await press("Last step");
    await press("First step");
    await reaches(1);
    const first = await title();
    assert.equal(await stage.getByRole("button", { name: "Step back" }).getAttribute("aria-disabled"), "true");
    await press("Step forward");
    await reaches(2);
    assert.notEqual(await title(), first);
    await tab.page.keyboard.press("End");
    await reaches(await total());
    await tab.page.keyboard.press("ArrowRight");
    assert.equal(await at(), await total(), "there is nothing behind the last");
    await tab.page.keyboard.press("Home");
    await reaches(1);
    const hand = stage.getByRole("slider", { name: "Step" });
    await hand.focus();
    for (let number = 2; number <= 4; number += 1) {
      await tab.page.keyboard.press("ArrowRight");
      await reaches(number);
    }
    assert.match(await hand.getAttribute("aria-valuetext"), /^4 of \d+: /);
    await until(async () => /step=/.test(await address(tab)), "the step in the address");
    const [link, there] = [await address(tab), await title()];
    await withPage(site, link, {}, async (other) => {
      const its = stageOf(part(other, "Encrypt"));
      await until(async () => (await its.title()) === there, "the same step");
      assert.ok(await its.stage.evaluate((one) => one.contains(document.activeElement)), "keys work at once");
      await other.page.keyboard.press("ArrowRight");
      await its.reaches(5);
    });
    // The chapters lead to a step, and say which one is present; pages turn by them.
    const chapters = tab.page.locator(".chapters button");
    const line = chapters.last();
    await line.click();
    await until(async () => (await title()).endsWith(await line.innerText()), "the last chapter");
    await until(async () => (await line.getAttribute("aria-current")) === "step", "its mark");
    assert.equal(await tab.page.locator(".chapters [aria-current]").count(), 1);
    assert.ok((await chapters.count()) <= 8, "at most eight");
    await stage.focus();
    const last = await at();
    await tab.page.keyboard.press("PageUp");
    await until(async () => (await at()) < last, "the chapter before");
    await tab.page.keyboard.press("PageDown");
    await reaches(last);
  }));

test("a link to a step that is not there opens the exhibit and says so", () =>
  withPage(site, "#/rsa?at=rsa-sign&step=no/such-step", {}, async (tab) => {
    const { stage, press, at } = stageOf(part(tab, "Sign"));
    await until(async () => /“no\/such-step” that is not among these/.test(await stage.getByRole("status").innerText()), "what is missing");
    assert.equal(await at(), 1);
    await press("Step forward");
    assert.equal(await stage.getByRole("status").count(), 0);
  }));

test("bytes lead to the step that made them, also inside others", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const root = part(tab, "A certificate authority");
    await comesOut(root);
    const bytes = await open(root, "The bytes");
    const fields = bytes.getByRole("listbox").first();
    await fields.focus();
    const show = bytes.getByRole("button", { name: "Show the step that made it" }).first();
    for (let presses = 0; presses < 60 && !(await show.isVisible()); presses += 1) await tab.page.keyboard.press("ArrowDown");
    await show.click();
    const { stage, at } = stageOf(root);
    await until(() => stage.evaluate((one) => one === document.activeElement), "the stage");
    assert.ok((await at()) > 1);
  }));

test("the pictures of a step stand below each other, and none begins above its box", async () => {
  const faults = [];
  let several = 0;
  for (const link of ["#/rsa?at=rsa-why&numbers=small", "#/rsa?at=rsa-why&numbers=real", "#/rsa?at=rsa-keygen&numbers=small", "#/rsa?at=rsa-verify&numbers=small"])
    for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }])
      await withPage(site, link, viewport, async (tab) => {
        const count = tab.page.locator(".transport .count");
        const [, last] = (await count.innerText()).match(/of (\d+)/);
        for (let step = 1; step <= Number(last); step += 1) {
          await tab.page.locator(".stage").press(step === 1 ? "Home" : "ArrowRight");
          await tab.page.waitForFunction((says) => document.querySelector(".transport .count").innerText.startsWith(says), `${step} of`);
          several += (await tab.page.locator(".frame > .picture").count()) > 1 ? 1 : 0;
          faults.push(...(await tab.page.evaluate(whatOverlaps)).map((fault) => `${link} at ${viewport.width}, step ${step}: ${fault}`));
        }
      });
  assert.ok(several > 4, `${several} steps have several pictures`);
  assert.deepEqual(faults, []);
});

test("steps play at reading speed, and halt at a touch", () =>
  withPage(site, "#/cipher", { reducedMotion: false }, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const { stage, at, press, reaches } = stageOf(encrypt);
    // The test's own clock: it goes on when it is told to.
    await tab.page.clock.install();
    await tab.page.clock.pauseAt(Date.now() + 60_000);
    await press("Play");
    await stage.getByRole("button", { name: "Pause" }).waitFor();
    await tab.page.clock.runFor(1_900);
    assert.equal(await at(), 1, "one has time to read");
    for (let second = 2; second <= 12 && (await at()) === 1; second += 1) await tab.page.clock.runFor(1_000);
    assert.equal(await at(), 2, "the second step");
    await tab.page.clock.resume();
    await stage.locator(".frame").click({ position: { x: 8, y: 8 } });
    await stage.getByRole("button", { name: "Play" }).waitFor();
    await tab.page.keyboard.press("Space");
    await stage.getByRole("button", { name: "Pause" }).waitFor();
    await tab.page.keyboard.press("ArrowLeft");
    await reaches(1);
    await stage.getByRole("button", { name: "Play" }).waitFor();
  }));

test("where no motion is wanted, nothing plays", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const { stage } = stageOf(part(tab, "Encrypt a message"));
    await stage.getByRole("button", { name: "Step forward" }).waitFor();
    assert.equal(await stage.getByRole("button", { name: "Play" }).count(), 0);
  }));

test("a row without a picture in its table shows its own, and what has none the first inside it", () =>
  withPage(site, "#/cipher?at=fernet-encrypt&step=cbc/row-2", {}, async (tab) => {
    const { stage, press, title } = stageOf(part(tab, "Encrypt a message"));
    const shown = () => stage.locator(".frame .picture").first().getAttribute("aria-label");
    await until(async () => /^Block 2 of 3: p_2 is mixed with c_1/.test(await shown()), "the second block");
    await press("Step back");
    await until(async () => /^Block 1 of 3: p_1 is mixed with IV/.test(await shown()), "the first block");
    await press("Step back");
    await until(async () => (await title()) === "Encrypt block by block", "all blocks");
    assert.match(await shown(), /^Block 1 of 3/, "begins with the first");
  }));

for (const reducedMotion of [false, true]) {
  test(`marks ${reducedMotion ? "do not move where no motion is wanted" : "move from check to check"}`, () =>
    withPage(site, "#/certificate?at=check-certificate&step=usage", { reducedMotion }, async (tab) => {
      const check = part(tab, "Check a certificate");
      await comesOut(check);
      const { stage, press } = stageOf(check);
      const lit = stage.locator(".frame [data-lit=true] .name");
      await until(async () => (await lit.allInnerTexts()).join() === "keyUsage", "the line of the check");
      await tab.page.evaluate(() => {
        window.ran = 0;
        const inFrame = ({ target }) => (window.ran += target.closest(".frame") ? 1 : 0);
        document.addEventListener("transitionrun", inFrame);
      });
      await press("Step forward");
      await until(async () => (await lit.allInnerTexts()).join() === "extKeyUsage", "the next line");
      await tab.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const ran = await tab.page.evaluate(() => window.ran);
      assert.equal(ran > 0, !reducedMotion, `${ran} moved`);
    }));
}

test("a value that is pointed at, or has the focus, lights up wherever it stands", () =>
  withPage(site, "#/rsa?at=rsa-encrypt&step=mask-db", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt");
    const { stage } = stageOf(encrypt);
    await stage.locator("h2").filter({ hasText: "Hide DB behind the seed" }).waitFor();
    await open(encrypt, "Numbers of this step");
    const lit = (inside) => encrypt.locator(`${inside} [data-pointed], ${inside}[data-pointed]`).count();
    assert.equal(await lit(".stage"), 0);
    const symbols = await encrypt.locator("[data-symbol]").evaluateAll((all) => all.map((one) => one.getAttribute("data-symbol")));
    assert.ok(symbols.includes("dbMask"), symbols.join());
    await encrypt.locator('.equation [data-symbol="dbMask"]').first().hover();
    await until(async () => (await lit(".picture")) > 0, "its place in the picture");
    assert.ok((await lit(".values")) > 0, "its value");
    const others = await encrypt.locator("[data-pointed]").evaluateAll((all) => all.map((one) => one.getAttribute("data-symbol")));
    assert.deepEqual([...new Set(others)], ["dbMask"], "and nothing else");
    assert.deepEqual(await tab.axe(), [], "what is lit can be read");
    // Neither a pointer nor the focus moves: what is drawn is another step.
    await tab.page.mouse.move(0, 0);
    await stage.getByRole("button", { name: "Step forward" }).evaluate((one) => one.click());
    await stage.locator("h2").filter({ hasText: "Hide DB behind the seed" }).waitFor({ state: "detached" });
    await until(async () => (await encrypt.locator("[data-pointed]").count()) === 0, "the lights to go out");
    // By the keyboard.
    const values = encrypt.locator(".numbers .value");
    await values.first().locator("summary").focus();
    const symbol = await values.first().getAttribute("data-symbol");
    await until(async () => (await encrypt.locator(`[data-pointed][data-symbol="${symbol}"]`).count()) > 0, symbol);
  }));

test("what is made from what lights up and leads to the steps", () =>
  withPage(site, "#/cipher?at=fernet-encrypt", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const { stage } = stageOf(encrypt);
    const map = await open(encrypt, "Map");
    const box = (name) => map.locator(`.node[data-symbol="${name}"]`);
    const on = async (side) => {
      const all = map.locator(`.node[data-trail="${side}"]`);
      return (await all.evaluateAll((all) => all.map((one) => one.dataset.symbol))).sort();
    };
    await box("P").hover();
    await until(async () => (await on("to")).length > 0, "the trail");
    assert.deepEqual(await on("from"), ["M", "P", "l", "n"]);
    assert.deepEqual(await on("to"), ["C", "h", "signed", "tag", "token"]);
    assert.deepEqual(await tab.axe(), []);
    await box("tag").click();
    await stage.locator("h2").filter({ hasText: "The outer hash is the HMAC" }).waitFor();
    await until(() => tab.page.evaluate(() => location.hash.includes("hmac-outer")), "the address to know the step");
    // From there along the trail, back to the message and to the key.
    const trail = async (name) => {
      await map.locator(".trail a").filter({ hasText: name }).first().click();
    };
    assert.match(await map.locator(".trail").innerText(), /h\s+makes\s+tag\s+goes into\s+token/);
    await trail("h");
    await stage.locator("h2").filter({ hasText: "The inner hash" }).waitFor();
    await trail("signed");
    await stage.locator("h2").filter({ hasText: "Put the parts together" }).waitFor();
  }));

/** The most elements that one move of the hand draws anew. */
const MOVE = 400;

test("a hand goes over the 4,093 squarings of a 4096-bit power", (t) =>
  withPage(site, "#/rsa?v=1&at=rsa-keygen&size=4096&seed=rows", {}, async (tab) => {
    await tab.settled();
    const sign = part(tab, "Sign");
    await open(sign, "More");
    await field(sign, "How to compute the d-th power").selectOption("one");
    const { stage, press } = stageOf(sign);
    await tab.settled();
    const hand = stage.getByRole("slider", { name: "Row" });
    for (let step = 0; step < 40 && (await hand.count()) === 0; step += 1) await press("Step forward");
    const total = Number(await hand.getAttribute("max"));
    assert.ok(total > 4_000, `${total} rows`);
    const count = stage.locator(".hand .count");
    const is = (row) => until(async () => (await count.innerText()) === `Row ${row} of ${total}`, `row ${row}`);
    const move = (row) =>
      hand.evaluate((one, row) => {
        one.value = String(row);
        one.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }, row);
    await wordsCame(tab);
    await move(1);
    await is(1);
    for (const row of [2, Math.round(total / 2), total]) {
      const seen = await drawnBy(tab, stage, async () => {
        await move(row);
        await is(row);
      });
      t.diagnostic(`to row ${row}: ${seen.added} elements are drawn, ${seen.restyled} get a style`);
      assert.deepEqual(seen.elsewhere, [], "a move draws on the stage alone");
      assert.ok(seen.added > 0 && seen.added <= MOVE, `${seen.added} elements`);
    }
    const elements = () => tab.page.evaluate(() => document.querySelectorAll("*").length);
    const before = await elements();
    for (let step = 1; step <= 60; step += 1) await move(Math.round((total * step) / 60));
    await is(total);
    assert.ok(Math.abs((await elements()) - before) < MOVE, "no move leaves anything behind");
    const columns = stage.locator(".picture .stairs > li");
    assert.equal(await columns.count(), 17, "a window of the bits");
    assert.ok(await columns.last().evaluate((one) => one.matches("[data-now]")), "the hand stands at the last bit");
    assert.equal(await stage.locator(".picture .stairs [data-now]").count(), 1, "and at no other");
  }));

test("a stage fills the screen by a link or a button, goes by its keys, and gives it back", () =>
  withPage(site, "#/rsa?at=rsa-why&numbers=small&step=cycle&view=show", {}, async (tab) => {
    const stage = part(tab, "Why it works").locator(".stage");
    await stage.locator("h2").filter({ hasText: "Exponents go round" }).waitFor();
    const seen = () => tab.page.locator(".top, .path, .settings, .side").filter({ visible: true }).count();
    assert.equal(await seen(), 0, "nothing else is there");
    const box = await stage.boundingBox();
    const { width, height } = tab.page.viewportSize();
    assert.ok(box.x <= 1 && box.width >= width - 20 && box.height >= height - 1, JSON.stringify(box));
    await until(() => tab.page.evaluate(() => document.activeElement?.classList.contains("stage")), "the focus");
    await tab.page.keyboard.press("ArrowRight");
    await stage.locator("h2").filter({ hasText: "Why it is so: modulo p" }).waitFor();
    await until(async () => /step=modulo-p&view=show$/.test(await tab.page.evaluate(() => location.hash)), "the moment in the address");
    assert.deepEqual(await tab.axe(), []);
    await tab.page.keyboard.press("Escape");
    await tab.page.locator(".top").waitFor();
    await until(async () => !/view=/.test(await tab.page.evaluate(() => location.hash)), "the page in the address");
    await stage.getByRole("button", { name: "Fill the screen" }).click();
    await until(async () => (await seen()) === 0, "the whole screen");
    await stage.getByRole("button", { name: "Back to the page" }).click();
    await tab.page.locator(".top").waitFor();
  }));

test("what is pressed or moved in a picture fills in the form, and the address follows", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    const make = part(tab, "Make a key");
    await comesOut(make);
    const mark = make.locator('.frame [data-fill="p"][data-value]').first();
    const p = await mark.getAttribute("data-value");
    await mark.click();
    await until(async () => (await field(make, "Prime p").inputValue()) === p, "the prime in its field");
    await until(async () => (await make.locator(".answer").innerText()) === String(11 * Number(p)), "its product");
    await until(async () => new RegExp(`[?&]p=${p}\\b`).test(await address(tab)), "the prime in the address");
    // The end of the other edge is dragged along its ruler.
    const end = make.locator('.frame .knob [data-fill="q"]');
    const [grip, goal] = await Promise.all([end.boundingBox(), make.locator('.frame rect[data-fill="q"]').last().boundingBox()]);
    await tab.page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await tab.page.mouse.down();
    await tab.page.mouse.move(goal.x + goal.width / 2, grip.y + grip.height / 2, { steps: 5 });
    await tab.page.mouse.up();
    await until(async () => (await field(make, "Prime q").inputValue()) === "17", "where the edge was let go");
    await end.focus();
    await tab.page.keyboard.press("ArrowLeft");
    await until(async () => (await field(make, "Prime q").inputValue()) === "11", "the prime before it");
    await tab.page.keyboard.press("ArrowRight");
    await until(async () => (await field(make, "Prime q").inputValue()) === "17", "the end kept the focus, and not the other's");

    await tab.go("#/rsa?at=rsa-why");
    const why = part(tab, "Why it works");
    await comesOut(why);
    const bead = why.locator(".frame").getByRole("slider");
    const from = Number(await bead.getAttribute("aria-valuenow"));
    await bead.focus();
    await tab.page.keyboard.press("ArrowRight");
    await until(async () => (await field(why, "A number of your own").inputValue()) === String(from + 1), "the number in its field");
    await until(async () => (await bead.getAttribute("aria-valuenow")) === String(from + 1), "the bead at its place");
    await tab.page.keyboard.press("ArrowRight");
    await until(async () => (await bead.getAttribute("aria-valuenow")) === String(from + 2), "the bead further on: it kept the focus");
  }));

test("the clock in a chain's picture is moved by keys and by a finger, and the checks follow", () =>
  withPage(site, "#/certificate?at=check-certificate", { hasTouch: true }, async (tab) => {
    const check = part(tab, "Check a certificate");
    await comesOut(check);
    const clock = check.locator(".frame").getByRole("slider", { name: "The clock" });
    const says = () => check.locator(".headline [role=status]").innerText();
    const set = async () => (await address(tab)).match(/[?&]time=([^&]*)/)?.[1];
    assert.match(await says(), /^All \d+ checks hold/);
    assert.equal(await check.locator(".clock .span[data-holds=true]").count(), 2);
    await clock.focus();
    await tab.page.keyboard.press("End");
    await until(async () => /^Refused/.test(await says()), "a clock after both periods");
    assert.equal(await check.locator(".clock .span[data-holds=false]").count(), 2);
    const last = await set();
    await tab.page.keyboard.press("ArrowLeft");
    await until(async () => ![undefined, last].includes(await set()), "the day before it: the hand kept the focus");

    let area;
    await until(async () => (area = await check.locator(".clock .hits").boundingBox()) !== null, "the picture of that day");
    const { x, y, width, height } = area;
    const session = await tab.context.newCDPSession(tab.page);
    const touch = (type, ...places) => session.send("Input.dispatchTouchEvent", { type, touchPoints: places.map((place) => ({ x: x + place * width, y: y + height / 2 })) });
    await touch("touchStart", 0.9);
    const passed = new Set();
    for (let place = 0.85; place > 0.1; place -= 0.15) {
      await touch("touchMove", place);
      await tab.page.waitForTimeout(150);
      passed.add(await set());
    }
    await touch("touchMove", 0.12);
    await touch("touchEnd");
    assert.ok(passed.size >= 3, `a finger goes over ${[...passed].join(", ")}`);
    await until(async () => /^All \d+ checks hold/.test(await says()), "a clock inside both periods");
  }));

test("bytes in cells have the colour of who knows them, and the shade of their value", () =>
  withPage(site, "#/cipher?at=fernet-key", {}, async (tab) => {
    for (const [route, cells, token] of [
      ["#/cipher?at=fernet-key", ".key-halves .cells path", "--secret"],
      ["#/rsa?at=rsa-sign&numbers=real", ".seal .cells path:not(.other)", "--public"],
    ]) {
      await tab.go(route);
      await tab.page.locator(cells).first().waitFor({ state: "attached" });
      const seen = await tab.page.evaluate(
        ([cells, token]) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.color = `var(${token})`;
          const expected = getComputedStyle(probe).color;
          probe.remove();
          const styles = [...document.querySelectorAll(cells)].map((one) => getComputedStyle(one));
          return { expected, fills: [...new Set(styles.map((one) => one.fill))], shades: new Set(styles.map((one) => one.fillOpacity)).size };
        },
        [cells, token],
      );
      assert.deepEqual(seen.fills, [seen.expected], route);
      assert.ok(seen.shades >= 4, `${seen.shades} shades: ${route}`);
    }
  }));

test("what is refused is shown up to the step that failed, and what was made before stays", () =>
  withPage(site, "#/rsa?at=rsa-keygen&numbers=small", {}, async (tab) => {
    const key = part(tab, "Make a key");
    await comesOut(key);
    const made = await key.locator(".made").getByText("n = 55").first().innerText();
    const { title } = stageOf(key);
    await field(key, "Prime p").fill("9");
    await key.getByRole("button", { name: "Make the key" }).click();
    await key.getByText("found 9, which is 3 · 3").waitFor();
    await until(async () => /Is p prime\?/.test(await title()), "the step that failed");
    const picture = key.locator(".frame .trials");
    assert.match(await picture.innerText(), /3 · 3: not prime/);
    assert.equal(await key.locator(".frame[data-stale]").count(), 0, "it is of these settings");
    await key.locator(".made").getByText("From before").waitFor();
    assert.equal(await key.locator(".made").getByText("n = 55").first().innerText(), made);
    // Other settings again: what failed is of before.
    await field(key, "Prime p").fill("17");
    await key.locator(".frame[data-stale]").waitFor();
    await key.getByRole("button", { name: "Make the key" }).click();
    await key.locator(".made").getByText("n = 187").first().waitFor();
    assert.equal(await key.locator("[data-stale]").count(), 0);
    await tab.go("#/rsa?at=rsa-encrypt&numbers=small&message=200");
    const encrypt = part(tab, "Encrypt");
    await until(async () => /Is the message below n\?/.test(await stageOf(encrypt).title()), "a live exhibit, too");
  }));
