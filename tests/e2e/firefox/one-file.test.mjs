// The page in one file, opened from the disk in Firefox.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("the page in one file makes keys and certificates, and is taken away in files", async () => {
  const tab = await site.openFile("#/");
  await tab.settled();
  await tab.click("make-it", "Make it for me");
  await tab.comesOut("make-it", "yes");
  assert.deepEqual(await tab.things(), ["Root key", "Root", "Server key", "Server request", "Server"]);
  await tab.click("make-it", "Each of them");
  assert.match(String(await tab.download("make-it", "Download PEM of Root", "root.pem")), /BEGIN CERTIFICATE/);
  tab.assertClean();
  await tab.close();
});
