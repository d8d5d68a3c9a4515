// What our check says that Chromium does with odd certificates, Chromium does.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { launch } from "./harness.mjs";
import { askAll, compare, oddCases, trustAll } from "./odd.mjs";
import { PAGE, withFolder } from "./tls.mjs";

test("Chromium takes and refuses what our check says that it does", () =>
  withFolder(async (folder) => {
    const cases = await oddCases(folder);
    await withFolder(async (home) => {
      const list = path.join(home, ".pki/nssdb");
      await mkdir(list, { recursive: true });
      await trustAll(list, folder, cases);
      const browser = await launch([], { HOME: home, XDG_DATA_HOME: undefined });
      try {
        const context = await browser.newContext();
        const says = async (tab, url) => {
          tab.page ??= await context.newPage();
          try {
            await tab.page.goto(url);
            assert.equal(await tab.page.locator("body").innerText(), PAGE);
            return "takes it";
          } catch (error) {
            // A page that shows a warning gets in the way of the next.
            await tab.page.close();
            tab.page = undefined;
            return error.message.match(/net::(ERR_\w+)/)?.[1] ?? error.message;
          }
        };
        const said = await askAll(cases, "TLSv1.3", says, 4);
        compare("Chromium", cases, said, "TLSv1.3");
      } finally {
        await browser.close();
      }
    });
  }));
