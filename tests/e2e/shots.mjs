// Screenshots of every page as it opens and with everything open, and of each
// exhibit, at three widths and in both themes:
//
//   target/shots/<page>[-<exhibit>|-open]-<width>-<theme>.png
//
// Arguments are names of pages (`rsa`, `road`), to make only theirs.
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { start } from "./harness.mjs";
import { stations } from "./in-page.mjs";

const out = process.env.PADLOCK_SHOTS ?? path.resolve("../../target/shots");
const WIDTHS = [360, 820, 1440];
const THEMES = ["light", "dark"];

/** `rsa` for `#/rsa`, `road` for `#/`. */
const nameOf = (route) => route.replace(/^#\//, "").replaceAll("/", "-") || "road";

const wanted = process.argv.slice(2);
const site = await start();
const first = await site.openPage("#/");
const routes = await first.routes();
await first.close();

const names = routes.map(nameOf);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no page ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  await site.close();
  process.exit(1);
}
if (wanted.length === 0) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

let count = 0;
for (const route of routes) {
  const name = nameOf(route);
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const theme of THEMES) {
    // One visit for all widths: what takes long to compute is computed once.
    const tab = await site.openPage(route, { width: WIDTHS[0], theme });
    await tab.settled();
    const shoot = async (state) => {
      for (const width of WIDTHS) {
        await tab.page.setViewportSize({ width, height: width < 800 ? 780 : 900 });
        await tab.settled();
        const file = path.join(out, `${name}${state ? `-${state}` : ""}-${width}-${theme}.png`);
        await tab.page.screenshot({ path: file, fullPage: true });
        count += 1;
      }
    };
    await shoot("");
    await tab.openDetails();
    await shoot("open");
    // A page shows one exhibit at a time; its path leads to the others.
    const { links } = await tab.page.evaluate(stations);
    for (const link of route === "#/" ? ["#/?at=make-it"] : links) {
      await tab.go(link);
      await tab.settled();
      await shoot(new URLSearchParams(link.split("?")[1]).get("at"));
    }
    await tab.close();
  }
  console.log(`${name}: done`);
}
await site.close();
console.log(`${count} screenshots in ${out}`);
