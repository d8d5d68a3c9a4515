// Makes the PNG icons from www/icons/padlock.svg: `node icons.mjs`.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./harness.mjs";

const icons = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../www/icons");
const svg = await readFile(path.join(icons, "padlock.svg"), "utf8");
// Systems cut a maskable icon as they like: its ground goes to all edges. The
// padlock is already where it is never cut, within 80 % of the width.
const maskable = svg.replace('rx="7" ', "");

const browser = await launch();
for (const [name, size, drawing] of [
  ["padlock-192.png", 192, svg],
  ["padlock-512.png", 512, svg],
  ["padlock-maskable-512.png", 512, maskable],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>* { margin: 0 } svg { display: block; width: 100vw }</style>${drawing}`);
  await writeFile(path.join(icons, name), await page.screenshot({ omitBackground: true }));
}
await browser.close();
