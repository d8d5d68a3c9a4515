// The words of the field open where they stand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { part, until, withPage } from "./person.mjs";

let site;
let routes;
before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  routes = await tab.routes();
  await tab.close();
});
after(() => site?.close());

test("a word opens beside its text by hand and by keyboard, and closes again", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    await tab.settled();
    const notice = part(tab, "Check a certificate").locator(".notice");
    const term = notice.getByRole("button", { name: "Certificate Transparency" });
    const panel = tab.page.locator(".words :popover-open");
    assert.equal(await panel.count(), 0);
    await term.click();
    assert.match(await panel.innerText(), /^Certificate Transparency: Public logs .* RFC 6962/s);
    const [word, box] = [await term.boundingBox(), await panel.boundingBox()];
    assert.ok(Math.abs(box.y - (word.y + word.height)) < 40 || Math.abs(box.y + box.height - word.y) < 40, "it stands beside the term");
    await tab.page.keyboard.press("Escape");
    assert.equal(await panel.count(), 0);
    assert.ok(await term.evaluate((one) => one === document.activeElement), "the focus is where it was");
    await tab.page.keyboard.press("Enter");
    assert.equal(await panel.count(), 1);
    await tab.page.mouse.click(5, 5);
    assert.equal(await panel.count(), 0);
    assert.doesNotMatch(await tab.page.evaluate(() => location.hash), /word/);
  }));

test("every term has its word, and stands in no button, link or label", async (t) => {
  let all = 0;
  for (const route of routes) {
    await t.test(route, () =>
      withPage(site, route, {}, async (tab) => {
        await tab.settled();
        await tab.openDetails();
        await until(() => tab.page.locator(".words li").count(), "the words");
        const found = await tab.page.evaluate(() => {
          const terms = [...document.querySelectorAll(".term")];
          const isWrong = (term) => term.parentElement.closest("button, a, label, summary") || !document.getElementById(term.getAttribute("popovertarget"))?.matches(".words [popover]");
          return { count: terms.length, wrong: terms.filter(isWrong).map((term) => term.outerHTML) };
        });
        assert.deepEqual(found.wrong, []);
        all += found.count;
      }),
    );
  }
  assert.ok(all >= 40, `${all} terms on all pages`);
});

test("all words stand on their page", () =>
  withPage(site, "#/words", {}, async (tab) => {
    const words = tab.page.locator(".words li:visible");
    await until(async () => (await words.count()) >= 25, "the words");
    await tab.go("#/rsa");
    assert.equal(await words.count(), 0);
  }));
