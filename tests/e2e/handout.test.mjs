// What a teacher hands out: a picture for the projector, a sheet of paper, a
// question whose answer nothing gives away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exhibits } from "./first-screen.mjs";
import { start } from "./harness.mjs";
import { field, open, part, says, until, withPage } from "./person.mjs";

let site;
let links;
before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  links = (await exhibits(tab)).filter((link) => link.includes("at="));
  await tab.close();
});
after(() => site?.close());

/** Does something for each of many, three at a time. */
async function threeAtATime(all, work) {
  const left = [...all];
  const one = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all([one(), one(), one()]);
}

/** What of a page on the whole screen cannot be seen, and how large its words are. */
const unseen = () => {
  const over = (one) => one.scrollHeight - one.clientHeight > 1 || one.scrollWidth - one.clientWidth > 1;
  const seen = (one) => one.checkVisibility() && getComputedStyle(one).clipPath === "none";
  const sentence = document.querySelector(".said .sentence p");
  return {
    scrolls: over(document.scrollingElement) && "the page",
    cut: [...document.querySelectorAll(".frame")].filter(over).map((one) => one.className),
    beside: [...document.querySelectorAll("nav.path, .exhibit > .settings, .exhibit > .side, header.top, footer.bottom")].filter(seen).map((one) => one.className),
    type: sentence && Number.parseFloat(getComputedStyle(sentence).fontSize),
  };
};

for (const [width, height, type] of [
  [1280, 720, 20],
  [1920, 1080, 26],
]) {
  test(`each exhibit fits a projector of ${width} × ${height}`, async () => {
    await threeAtATime(links, async (link) => {
      await withPage(site, `${link}&view=show`, { width, height }, async (tab) => {
        for (let step = 0; step < 4; step += 1) {
          const now = await tab.page.evaluate(unseen);
          const where = `${link} at step ${step + 1}`;
          assert.equal(now.scrolls, false, where);
          assert.deepEqual([now.cut, now.beside], [[], []], where);
          assert.ok(now.type === null || now.type >= type, `${where}: ${now.type} px`);
          await tab.page.keyboard.press("ArrowRight");
        }
      });
    });
  });
}

/** The pages of a PDF. */
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

for (const [link, most] of [
  ["#/rsa?at=rsa-why&numbers=small", 1],
  ["#/rsa?at=rsa-why&numbers=small&view=ask", 1],
  ["#/cipher?at=fernet-encrypt", 2],
  ["#/certificate?at=check-certificate", 2],
]) {
  test(`${link} is printed as a sheet`, () =>
    withPage(site, link, {}, async (tab) => {
      assert.ok(pages(await tab.page.pdf({ format: "A4" })) <= most);
      await tab.page.emulateMedia({ media: "print" });
      const seen = (one) => tab.page.locator(one).evaluateAll((all) => all.filter((it) => it.checkVisibility()).length);
      for (const [one, count] of [["h1", 1], [".frame .picture", 1], [".said h2", 1], [".said .equation", link.includes("rsa") ? 1 : 0], [".path, .transport, .top nav, .bottom a", 0], [".ruled", link.includes("ask") ? 1 : 0], [".headline", link.includes("ask") ? 0 : 1]])
        assert.equal(await seen(one), count, one);
      // A word that opens on the screen is a word on paper.
      assert.equal(await seen("main .term"), await tab.page.locator(".stage .term, .headline .term").count());
      assert.deepEqual(await tab.axe(), []);
    }));
}

test("a question keeps its picture and gives nothing away, step by step", () =>
  withPage(site, "#/rsa?at=rsa-why&numbers=small&view=ask", {}, async (tab) => {
    const why = part(tab, "Why it works");
    const guess = why.getByLabel("What will come out?");
    await guess.waitFor();
    const hidden = async () => {
      assert.equal(await why.locator(".picture").count(), 1, "the picture is there");
      assert.equal(await why.locator(".headline, .results, .numbers").filter({ visible: true }).filter({ hasText: /\b9\b/ }).count(), 0);
      assert.doesNotMatch(await tab.page.locator("main").innerText(), /\b9\b/, "no 9 is to be read");
      const spoken = await why.evaluate((one) => [...one.querySelectorAll("[aria-label], [aria-valuetext], [title]")].map((it) => `${it.ariaLabel} ${it.ariaValueText} ${it.title}`).join("\n"));
      assert.doesNotMatch(spoken, /\b9\b/, "nor to be heard");
      assert.deepEqual((await tab.page.locator(".path .glance").allInnerTexts()).join(""), "");
      assert.match(await why.locator(".routes .ways").evaluate((one) => getComputedStyle(one).maskImage), /gradient/, "no line leads to it");
    };
    await hidden();
    assert.deepEqual(await tab.axe(), []);
    await guess.fill("15");
    await guess.press("Enter");
    await says(why.locator(".said"), /You expected 15\. It is c = 9\./);
    await says(why.locator(".stage"), /\b9\b/);
    await why.getByRole("button", { name: "Cover it again" }).click();
    await hidden();
    await guess.fill("0x9");
    await why.getByRole("button", { name: "Uncover and compare" }).click();
    await says(why.locator(".said"), /✓ You expected 0x9, and that is c\./);
    await why.locator(".headline").waitFor();
    // Another number is another question.
    await field(why, "A number of your own").fill("7");
    await guess.waitFor();
    assert.equal(await why.locator(".headline").count(), 0);
  }));

test("each step that gives something asks for it, and keeps what was said", () =>
  withPage(site, "#/rsa?at=rsa-keygen&numbers=small&view=ask", {}, async (tab) => {
    const make = part(tab, "Make a key");
    const said = make.locator(".said");
    const asks = (symbol) => says(said, new RegExp(`What will come out\\? ${symbol} = \\?`));
    const guess = make.getByLabel("What will come out?");
    const forward = make.getByRole("button", { name: "Step forward" });
    await asks("n");
    await guess.fill("56");
    await guess.press("Enter");
    await says(said, /You expected 56\. It is n = 55\./);
    assert.equal(await make.locator(".headline").count(), 0, "d is still to come");
    await until(async () => (await forward.click(), /φ = \?/.test(await said.innerText())), "a question for φ");
    assert.doesNotMatch(await make.locator(".stage").innerText(), /\b40\b/);
    await make.locator(".stage").press("Home");
    await says(said, /You expected 56\. It is n = 55\./);
  }));

test("where no step gives what comes out, it is asked of the first picture, which does not tell", () =>
  withPage(site, "#/certificate?at=check-certificate&view=ask", {}, async (tab) => {
    const check = part(tab, "Check a certificate");
    await check.getByLabel("What will come out?").fill("it holds");
    assert.equal(await check.locator(".headline").count(), 0);
    const picture = check.locator(".frame .picture");
    assert.match(await picture.innerText(), /\? signs/);
    assert.equal(await picture.locator("[data-holds=true], [data-holds=false], .lock:visible").count(), 0);
    assert.doesNotMatch(await picture.evaluate((one) => one.outerHTML), /✓|✗|checks hold/);
    await check.getByRole("button", { name: "Uncover and compare" }).click();
    await says(check, /You expected it holds\. Compare it/);
    await picture.locator(".lock").waitFor();
    await check.locator(".headline").waitFor();
  }));

test("a question names the flipped bit neither in the form nor in its link", async () => {
  const view = "#/rsa?v=1&at=rsa-verify&numbers=small&tamper=signature&bit=3";
  let link;
  await withPage(site, view, {}, async (tab) => {
    const share = await open(part(tab, "Verify"), "Link");
    link = await share.locator("pre").nth(1).innerText();
  });
  assert.match(link, /view=ask/);
  assert.doesNotMatch(link, /tamper|bit=/);
  await withPage(site, new URL(link).hash, {}, async (tab) => {
    const verify = part(tab, "Verify");
    await verify.getByLabel("What will come out?").waitFor();
    await open(verify, "More");
    await says(verify.locator(".form"), /Covered until the question is answered/);
    assert.equal(await verify.getByLabel("Change on the way").count(), 0);
    assert.equal(await verify.getByLabel("Which bit").count(), 0);
    assert.doesNotMatch(await tab.page.evaluate(() => location.hash), /tamper|bit=/);
    await tab.page.keyboard.press("Escape");
    await verify.getByRole("button", { name: "Uncover and compare" }).click();
    await open(verify, "More");
    assert.equal(await verify.getByLabel("Change on the way").inputValue(), "signature");
    assert.equal(await verify.getByLabel("Which bit").inputValue(), "3");
  });
});
