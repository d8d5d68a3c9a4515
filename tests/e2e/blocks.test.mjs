// What a block tells about itself: whether its result is of before, where its
// randomness comes from, what it waits for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, field, part, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("a result of before says so while a run has failed, and no longer once one succeeds", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const decrypt = part(tab, "Check and decrypt a token");
    await comesOut(decrypt, "yes");
    const before = decrypt.getByText("From before: made with other settings");
    assert.equal(await before.count(), 0);
    await field(decrypt, "Time to live (TTL)").fill("soon");
    await before.waitFor();
    assert.equal(await decrypt.getAttribute("data-state"), "failed");
    assert.deepEqual(await tab.axe(), []);
    await field(decrypt, "Time to live (TTL)").fill("3600");
    await comesOut(decrypt, "yes");
    await before.waitFor({ state: "detached" });
    assert.equal(await decrypt.locator("[data-older]").count(), 0);
  }));

test("a result of before says so while a long run is under way", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    const make = part(tab, "Make a key");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await make.getByText("From before: made with other settings").waitFor();
    await make.getByRole("button", { name: "Cancel" }).click();
    await until(async () => (await make.getAttribute("data-state")) === "done", "the end of the run", 2_000);
    assert.equal(await make.locator("[data-older]").count(), 1, "it is still of other settings");
    await field(make, "Size").selectOption({ label: "2048 bits" });
    await make.locator("[data-older]").waitFor({ state: "detached" });
  }));
